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
  readonly clock: Clock
  readonly randomBytes: RandomBytes
  readonly secrets: Secrets
  readonly machine: Machine
  /** Version of the product, as in package.json. */
  readonly version: string
}
