import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { HandedFiles } from '../core/base/handed-files.ts'
import type { JobHost, ViewStore } from '../core/ports.ts'
import { childProcessChannel } from './child-process-channel.ts'
import type { KeyKeeping } from './engine-messages.ts'
import { workerHost } from './worker-host.ts'

export interface NodeJobHostOptions {
  readonly directory: string
  readonly files: HandedFiles
  readonly views: ViewStore
  readonly keys?: () => KeyKeeping
}

/** Workers as child processes of this one: for an engine that runs in a plain Node process. */
export function nodeJobHost({ directory, files, views, keys = () => ({ kind: 'files' }) }: NodeJobHostOptions): JobHost {
  return workerHost({ directory, keys, files, views, enginePid: process.pid, spawn: onErrorOutput => childProcessChannel(workerFile(), { onErrorOutput }) })
}

/** In the sources, or beside the built program. */
export function workerFile(): string {
  const source = fileURLToPath(new URL('../worker/worker-main.ts', import.meta.url))
  return existsSync(source) ? source : fileURLToPath(new URL('./worker.js', import.meta.url))
}
