import { appendFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { ErrorData } from '../contract/job.ts'

/** What the engine did, a line of JSON each: names of calls, codes of errors, places in our own files. Never a value, a name or an identifier of a person. */
export interface Log {
  write(what: 'opened' | 'closed' | 'job', facts?: { readonly call?: string; readonly state?: string; readonly error?: ErrorData }): void
}

const mostBytes = 1024 * 1024

/** Writes to logs/engine.log of the workspace; at one megabyte it becomes engine.log.1. A log that cannot be written stops nothing. */
export function logFile(directory: string, now: () => Date): Log {
  const file = join(directory, 'logs', 'engine.log')
  return {
    write(what, { call, state, error } = {}) {
      // Details of coded errors may name a column or a dataset; of our own mistakes only the places matter.
      const shown = error === undefined ? {} : { code: error.code, ...(error.code === 'internal' ? { frames: error.details['frames'] } : {}) }
      try {
        if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > mostBytes) renameSync(file, `${file}.1`)
        appendFileSync(file, `${JSON.stringify({ at: now().toISOString(), what, call, state, ...shown })}\n`, { mode: 0o600 })
      } catch {
        // A full disk is told where something is lost by it.
      }
    },
  }
}
