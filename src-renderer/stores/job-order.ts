import type { JobSummary } from '../../src-main/contract/job.ts'

export const hasEnded = (job: JobSummary): boolean => job.state.kind !== 'queued' && job.state.kind !== 'running'

/** The later of two accounts of one job: an answer may arrive after events that were told later. */
export function newerJob(before: JobSummary | undefined, now: JobSummary): JobSummary {
  if (before === undefined) return now
  const [known, told] = [progressOf(before), progressOf(now)]
  if (known !== told) return known > told ? before : now
  if (before.state.kind === 'running' && now.state.kind === 'running' && now.state.lastSignAt < before.state.lastSignAt) return before
  return now
}

const progressOf = (job: JobSummary): number => (job.state.kind === 'queued' ? 0 : job.state.kind === 'running' ? 1 : 2)

/** Calls that only look: quick, and of no interest once they are answered. */
const looks: ReadonlySet<string> = new Set(['dataset.view', 'dataset.profile', 'workspace.scan', 'record.check', 'record.check-own', 'ledger.check', 'request.plan', 'request.preview'])
export const isLook = ({ call, about, state }: JobSummary): boolean =>
  looks.has(call) || (call === 'dataset.import' && state.kind === 'succeeded' && about.datasetId === null) // looked at a file, stored nothing
