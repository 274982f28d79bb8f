import type { WorkspaceOverview } from '../../../src-main/contract/workspace.ts'

/** How far a new workspace has come on the way from data to proof. */
export interface FirstStep {
  /** Steps that are done: of import, training, request and record. With 4 it is done once, and said what now. */
  readonly at: 0 | 1 | 2 | 3 | 4
  /** Where the next step is taken. */
  readonly path: string
  /** The request it is about, once there is one. */
  readonly request: string | undefined
}

/** Undefined where nobody needs to be led: more than one request was carried out, or a second one is open. */
export function firstStep({ datasets, models, requests, records }: WorkspaceOverview): FirstStep | undefined {
  if (requests.completed > 1) return undefined
  const [completed, open] = [records[0], requests.next[0]?.requestId]
  if (completed !== undefined && completed.exports > 0) return requests.open === 0 ? { at: 4, path: '/', request: undefined } : undefined
  if (completed !== undefined) return { at: 3, path: `/requests/${completed.requestId}`, request: completed.requestId }
  if (open !== undefined) return { at: 2, path: `/requests/${open}`, request: open }
  if (datasets > 0 && models > 0) return { at: 2, path: '/requests/new', request: undefined }
  return datasets > 0 ? { at: 1, path: '/models/train', request: undefined } : { at: 0, path: '/datasets/import', request: undefined }
}
