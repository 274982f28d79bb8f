import type { SampleFile } from '../contract/dataset.ts'
import type { ErrorData } from '../contract/job.ts'
import type { FileToken } from '../contract/shape.ts'

/** What the core asks of the outside. Shells and tests provide these; the core never reads a clock, draws a number or prints. */

export type RandomBytes = (size: number) => Buffer

export interface Clock {
  now(): Date
  /** IANA name of the place whose calendar days count, such as "Europe/Berlin". */
  readonly timeZone: string
  /** Milliseconds from some fixed start, for measuring how long a step took. */
  elapsed(): number
  /** CPU milliseconds this process has used, user and system together. */
  cpu(): number
}

export type SecretName = 'signing-key' | 'suppression-key' | 'sealing-key'

/** Where keys are kept. They are never in the database, an export, a log or an error. */
export interface Secrets {
  /** How well they are kept, in the words shown to people and written into records. */
  readonly protection: 'os-keychain' | 'passphrase' | 'not-protected'
  read(name: SecretName): Buffer | undefined
  /** Stores a new secret durably; an existing one is never overwritten. */
  create(name: SecretName, secret: Buffer): void
  /** Puts these secrets in the place of all there are, durably and at one moment: after a crash all are the old ones or all the new. Only restoring a backup does this. */
  replaceAll(secrets: Readonly<Record<SecretName, Buffer>>): void
  /** A signing key beside the one that signs, until the ledger names it. */
  readonly successor: SuccessorKey
}

/** What a rotation needs of a place for keys: after a crash at any moment the old key is there, or the new one, or both. */
export interface SuccessorKey {
  read(): Buffer | undefined
  create(secret: Buffer): void
  /** Destroys the signing key and puts the successor in its place; does nothing where there is no successor. */
  promote(): void
  /** Destroys the successor. */
  drop(): void
}

/** A file a person picked, and how to call it in words. */
export interface PickedFile {
  readonly path: string
  readonly name: string
  /** True where the person was asked whether an existing file may be replaced, and agreed. */
  readonly mayReplace: boolean
}

/** Knows the paths behind the tokens a shell handed out; throws 'file/unknown' for any other. */
export interface FileGate {
  toRead(token: FileToken): PickedFile
  toWrite(token: FileToken): PickedFile
  /** Files of made-up people that come with the product, each with a token to read it by; none where they are not there. */
  samples(): SampleFile[]
}

/** Rows of one dataset, chosen and ordered: row numbers only, kept in memory. */
export interface RowView {
  readonly viewId: string
  readonly datasetId: string
  /** How many rows the dataset had when these were chosen: with another number of rows the view no longer fits it. */
  readonly ofRows: number
  readonly rows: Uint32Array
}

/** Views of this session, forgotten and overwritten when their dataset changes. */
export interface ViewStore {
  put(view: RowView): void
  get(viewId: string): RowView | undefined
  dropOf(datasetId: string): void
  dropAll(): void
}

/** Progress and cancelling of one long task. */
export interface Run {
  readonly signal: AbortSignal
  /** Says which stage is running; done and total are in the stage's own units (rows, bytes, steps). */
  progress(stage: string, done: number, total: number): void
}

/** Facts about the machine that matter to a measurement or a replay. */
export interface Machine {
  readonly runtime: string
  readonly engine: string
  readonly platform: string
  readonly processor: string
  readonly cores: number
}

export interface Ports {
  readonly files: FileGate
  readonly views: ViewStore
  readonly clock: Clock
  readonly randomBytes: RandomBytes
  readonly secrets: Secrets
  readonly machine: Machine
  /** Version of the product, as in package.json. */
  readonly version: string
}

/** What a worker is to do: one call of the contract, or undoing and finishing what a killed worker left. */
export interface Task {
  readonly call: string
  readonly input: unknown
  /** The id of the colleague for whom it is done; null where what was left half way is tidied up. */
  readonly actor: string | null
}

/** How a task ended. `died`: its process was gone before it answered, and not because it was stopped. */
export type TaskEnd =
  | { readonly kind: 'answered'; readonly output: unknown }
  | { readonly kind: 'refused'; readonly error: ErrorData }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'died'; readonly outOfMemory: boolean }

export interface TaskSigns {
  progress(stage: string, done: number, total: number): void
  /** Called exactly once. */
  ended(end: TaskEnd): void
}

export interface RunningTask {
  /** Asks the task to stop, and ends its process where it has not answered a second later. */
  stop(): void
}

/** Runs tasks in workers of their own. Whether these are threads or processes is known to its makers alone. */
export interface JobHost {
  start(task: Task, signs: TaskSigns): RunningTask
  /** Ends everything it has started. */
  close(): Promise<void>
}
