import type { AnyEvent } from '../contract/events.ts'
import type { ErrorData } from '../contract/job.ts'
import type { Reply } from '../contract/reply.ts'
import type { HandedFile } from '../core/base/handed-files.ts'

/** How the keys of a workspace are kept, decided by the shell before the engine starts. A wrapping key never leaves memory unprotected. */
export type KeyKeeping =
  | { readonly kind: 'files' }
  | { readonly kind: 'wrapped'; readonly protection: 'os-keychain' | 'passphrase'; /** 32 bytes, base64. */ readonly wrappingKey: string }

/** The first message to an engine process. */
export interface OpenEngine {
  readonly open: { readonly directory: string; readonly keys: KeyKeeping; /** 'fork' where this process may start Node processes itself. */ readonly workers: 'fork' | 'relay' }
}

/** What a shell or a command asks of an engine in another process. */
export type EngineRequest =
  | { readonly id: number; readonly do: 'call' | 'start'; readonly name: string; readonly input: unknown; readonly session?: string }
  | { readonly id: number; readonly do: 'handOut'; readonly use: 'read' | 'write'; readonly file: HandedFile }
  | { readonly id: number; readonly do: 'stop' }

export type EngineAnswer = { readonly id: number; readonly reply: Reply<unknown> } | AnyEvent | { readonly opened: true } | { readonly notOpened: ErrorData } | { /** As they are kept from now on: for the engine that is started next. */ readonly keys: KeyKeeping }

/** Where an engine cannot start processes itself, the shell does it: these messages go between the two, one number a worker. */
export type WorkerRelay =
  | { readonly worker: number; readonly do: 'spawn' | 'kill' }
  | { readonly worker: number; readonly do: 'post'; readonly message: unknown }
export type WorkerNews = { readonly worker: number; readonly message: unknown } | { readonly worker: number; readonly ended: number | null }
