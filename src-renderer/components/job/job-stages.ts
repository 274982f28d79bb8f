import type { JobSummary } from '../../../src-main/contract/job.ts'

/** Stages of each kind of work in the order they happen, so that a bar can show what is still to come. */
const stagesOfCall: Readonly<Record<string, readonly string[]>> = {
  'dataset.import': ['look', 'store', 'index', 'compact'],
  'model.train': ['read', 'optimise'],
  'model.compare': ['compute'],
  'workspace.backup': ['check', 'sum', 'pack'],
  'workspace.restore': ['unpack', 'verify', 'find', 'forget', 'erase', 'comb', 'place'],
  'dataset.view': ['choose', 'order'],
  'record.check': ['replay'],
  'dataset.erase': ['intend', 'remove', 'overwrite', 'search', 'complete'],
  'erasure.run': ['intend', 'compute', 'adopt', 'overwrite', 'search', 'complete'],
  'erasure.run-together': ['intend', 'compute', 'adopt', 'overwrite', 'search', 'complete'],
  'request.load-list': ['search', 'store'],
  'report.export': ['read', 'write'],
}

/** Stages that happen within another one, again and again: the other one is shown. */
const within: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'erasure.run': { optimise: 'compute', read: 'compute' },
  'erasure.run-together': { optimise: 'compute', read: 'compute' },
  'model.compare': { optimise: 'compute', read: 'compute' },
  'record.check': { optimise: 'replay' },
  'workspace.restore': { optimise: 'forget', ready: 'place', keys: 'place', destroy: 'place' },
}

export interface JobStages {
  readonly keys: readonly string[]
  /** Position of the present one; keys.length when all are done, -1 before the first. */
  readonly at: number
  /** Of the present one, 0 to 1; null where it cannot be told. */
  readonly share: number | null
}

/** Where a job stands among its stages. A stage that is not known stands alone rather than in a wrong place. */
export function jobStages(job: JobSummary): JobStages {
  const keys = stagesOfCall[job.call] ?? []
  const { state } = job
  if (state.kind === 'queued') return { keys, at: -1, share: null }
  if (state.kind !== 'running') return { keys, at: keys.length, share: null }
  const outer = within[job.call]?.[state.stage]
  const shown = outer ?? state.stage
  // Work within a stage counts in its own units, which say nothing about the stage.
  const share = outer !== undefined || state.total === 0 ? null : Math.min(1, state.done / state.total)
  const at = keys.indexOf(shown)
  return at === -1 ? { keys: [state.stage], at: 0, share } : { keys, at, share }
}
