import type { ErrorData } from '../contract/job.ts'
import type { FileToken } from '../contract/shape.ts'
import type { HandedFile } from '../core/base/handed-files.ts'
import type { RowView, Task } from '../core/ports.ts'
import type { KeyKeeping } from '../engine/engine-messages.ts'

/** What an engine tells a worker: one task, and then perhaps that it should stop. */
export type ToWorker =
  | {
    readonly task: Task
    readonly directory: string
    readonly keys: KeyKeeping
    /** The files the task's input names. */
    readonly files: readonly { readonly token: FileToken; readonly use: 'read' | 'write'; readonly file: HandedFile }[]
    /** The engine's process, where the worker is a child of it; null where a shell started both. */
    readonly enginePid: number | null
  }
  | { readonly stop: true }

/** What a worker tells: that it has the task, signs of life, views for the engine to keep, and in the end one answer. */
export type FromWorker =
  | { readonly begun: true }
  | { readonly progress: readonly [stage: string, done: number, total: number] }
  | { readonly view: RowView }
  | { readonly answer: unknown }
  | { readonly refusal: ErrorData }
