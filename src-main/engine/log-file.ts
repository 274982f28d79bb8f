import { appendFileSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { api, type ApiName } from '../contract/api.ts'
import { JobLogLine, type ErrorData, type JobSummary } from '../contract/job.ts'

/** What the engine did, a line of JSON each: names of calls, stages, codes of errors, places in our own files. Never a value, a name or an identifier of a person. */
export interface Log {
  write(what: 'opened' | 'closed'): void
  /** Writes where a job stands, where that is news: each stage of long work once, and how every job ended. */
  follow(job: JobSummary): void
}

const mostBytes = 1024 * 1024

const fileIn = (directory: string): string => join(directory, 'logs', 'engine.log')

/** Writes to logs/engine.log of the workspace; at one megabyte it becomes engine.log.1. A log that cannot be written stops nothing. */
export function logFile(directory: string, now: () => Date): Log {
  const file = fileIn(directory)
  const stages = new Map<string, string>()
  const append = (line: object) => {
    try {
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > mostBytes) renameSync(file, `${file}.1`)
      appendFileSync(file, `${JSON.stringify({ at: now().toISOString(), ...line })}\n`, { mode: 0o600 })
    } catch {
      // A full disk is told where something is lost by it.
    }
  }
  return {
    write: what => append({ what }),
    follow({ jobId, call, state }) {
      if (state.kind === 'queued') return
      const about = { what: 'job', job: jobId, call, state: state.kind }
      if (state.kind !== 'running') {
        stages.delete(jobId)
        append({ ...about, ...(state.kind === 'failed' ? shownOf(state.error) : {}) })
      } else if (api[call as ApiName]?.kind === 'job' && stages.get(jobId) !== state.stage) {
        stages.set(jobId, state.stage)
        append({ ...about, stage: state.stage })
      }
    },
  }
}

/** Details of coded errors may name a column or a dataset; of our own mistakes only the places matter. */
const shownOf = ({ code, details }: ErrorData) => ({ code, ...(code === 'internal' ? { frames: details['frames'] } : {}) })

/** The lines about one job, oldest first; none where the log has gone on without them. */
export function readJobLog(directory: string, jobId: string): JobLogLine[] {
  const mention = JSON.stringify(jobId)
  return [`${fileIn(directory)}.1`, fileIn(directory)].flatMap(textOf).filter(line => line.includes(mention)).flatMap(line => {
    try {
      const { job, at, state, stage = null, code = null } = JSON.parse(line) as Record<string, unknown>
      const parsed = JobLogLine.safeParse({ at, state, stage, code })
      return job === jobId && parsed.success ? [parsed.data] : []
    } catch {
      return [] // a line that a power cut left half written
    }
  })
}

function textOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    return []
  }
}
