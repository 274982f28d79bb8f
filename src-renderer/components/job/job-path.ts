import type { JobSummary } from '../../../src-main/contract/job.ts'

/** The page on which the result of a job is seen, where there is one. */
export function jobPath({ call, about }: JobSummary): string | undefined {
  if (about.requestId !== null) return `/requests/${about.requestId}`
  if (about.modelId !== null) return call === 'model.compare' ? `/models/${about.modelId}/compare` : `/models/${about.modelId}`
  return about.datasetId === null ? undefined : `/datasets/${about.datasetId}`
}
