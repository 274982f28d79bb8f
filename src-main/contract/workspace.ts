import { z } from 'zod'
import { KeyProtection } from './ledger.ts'
import { RecordSummary } from './record.ts'
import { RequestSummary } from './request.ts'
import { count, instant } from './shape.ts'

export const FoundValues = z.strictObject({
  found: z.array(z.strictObject({ file: z.string(), offset: count }).readonly()).readonly(),
  /** Values too short to be searched for. */
  notSearchable: count,
}).readonly()
export type FoundValues = z.output<typeof FoundValues>

const recoveredHow = z.enum(['undone', 'finished', 'unfinished'])

/** An erasure the last process left half way, and what opening the workspace did about it. */
export const Recovered = z.union([
  z.strictObject({
    requestId: z.string(),
    /** 'unfinished': traces are still in the files; running the erasure again retries. */
    how: recoveredHow,
  }).readonly(),
  // The erasure of a whole dataset; running it again by this id retries.
  z.strictObject({ datasetId: z.string(), how: recoveredHow }).readonly(),
])
export type Recovered = z.output<typeof Recovered>

/** What a person sees first: what is due, what waits, how the ledger stands. */
export const WorkspaceOverview = z.strictObject({
  workspaceId: z.string(), version: z.string(),
  datasets: count, models: count,
  requests: z.strictObject({ open: count, overdue: count, dueSoon: count, completed: count,
    /** Ended, and not answered yet. */
    answersOwed: count, next: z.array(RequestSummary).readonly() }).readonly(),
  /** Open requests per model, where there are any. */
  pendingModels: z.array(z.strictObject({ modelId: z.string(), requests: count, rows: count }).readonly()).readonly(),
  ledger: z.strictObject({
    entries: count, root: z.string(),
    /** Fingerprint of the signing key; null until there is one. */
    key: z.string().nullable(),
    protection: KeyProtection,
  }).readonly(),
  records: z.array(RecordSummary).readonly(),
  /** Copies of models outside whose model has forgotten since, and that nobody confirmed as replaced. */
  copiesToReplace: count,
  /** Recipients and holders of copies to tell of an erasure, who were not told or did not confirm it yet. */
  noticesOpen: count,
  /** What the last start undid or finished. */
  recovered: z.array(Recovered).readonly(),
}).readonly()
export type WorkspaceOverview = z.output<typeof WorkspaceOverview>

export const BackupReport = z.strictObject({
  file: z.string(), sizeBytes: count, madeAt: instant, datasets: count, models: count, entries: count,
}).readonly()
export type BackupReport = z.output<typeof BackupReport>

export const RestoreReport = z.strictObject({
  workspaceId: z.string(), backupMadeAt: instant, datasets: count, models: count, entries: count,
  /** Where the list of later erasures came from; 'none' means none was found, and nothing could be re-applied. A file that was given is used together with the workspace's own list. */
  list: z.enum(['workspace', 'file', 'none']),
  /** Erasures carried out again because they were made after the backup. */
  reapplied: z.array(z.strictObject({ requestId: z.string(), rows: count, models: count }).readonly()).readonly(),
  /** Datasets erased whole again, where there were any; their rows and models. */
  datasetsReapplied: z.array(z.strictObject({ datasetId: z.string(), rows: count, models: count }).readonly()).readonly().exactOptional(),
  /** Rows the list names that could not be erased: their dataset is not in the backup. They stay on the suppression list. */
  unresolved: count,
  /** Traces of the rows erased again that are still in a file. */
  residueFound: count,
  /** What the workspace that was replaced had and the backup has not; null where there was none, or none that could be read. */
  notInBackup: z.strictObject({ datasets: count, models: count, openRequests: z.array(z.string()).readonly() }).readonly().nullable(),
}).readonly()
export type RestoreReport = z.output<typeof RestoreReport>
