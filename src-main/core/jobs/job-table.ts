import type { ErrorData, JobState, JobSummary } from '../../contract/job.ts'
import type { Db } from '../database/open-database.ts'

/** Jobs as the workspace remembers them after the engine ended. No row of it holds anything personal, so rows are updated in place. */
export interface JobTable {
  /** Stores the job as it is now. */
  put(job: JobSummary): void
  find(jobId: string): JobSummary | undefined
  /** The newest first. */
  newest(most: number): JobSummary[]
  /** What an engine that ended left queued or running is called interrupted, and returned. */
  interruptAll(at: string): JobSummary[]
}

interface JobRecord {
  id: string
  call: string
  dataset_id: string | null
  model_id: string | null
  request_id: string | null
  created_at: string
  started_at: string | null
  finished_at: string | null
  state: JobState['kind']
  error: string | null
  actor: string | null
}

export function jobTable(db: Db): JobTable {
  return {
    put({ jobId, call, about, createdAt, state, actor = null }) {
      const startedAt = 'startedAt' in state ? state.startedAt : null
      const finishedAt = 'finishedAt' in state ? state.finishedAt : null
      const error = state.kind === 'failed' ? JSON.stringify(state.error) : null
      db.prepare(`INSERT INTO job (id, call, dataset_id, model_id, request_id, created_at, started_at, finished_at, state, error, actor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET dataset_id = excluded.dataset_id, model_id = excluded.model_id, started_at = excluded.started_at, finished_at = excluded.finished_at, state = excluded.state, error = excluded.error`)
        .run(jobId, call, about.datasetId, about.modelId, about.requestId, createdAt, startedAt, finishedAt, state.kind, error, actor)
    },
    find(jobId) {
      const record = db.prepare<[string], JobRecord>(`SELECT * FROM job WHERE id = ?`).get(jobId)
      return record === undefined ? undefined : toSummary(record)
    },
    newest: most => db.prepare<[number], JobRecord>(`SELECT * FROM job ORDER BY created_at DESC, rowid DESC LIMIT ?`).all(most).map(toSummary),
    interruptAll: at => db.prepare<[string], JobRecord>(`UPDATE job SET state = 'interrupted', finished_at = ? WHERE state IN ('queued', 'running') RETURNING *`).all(at).map(toSummary),
  }
}

function toSummary(record: JobRecord): JobSummary {
  return {
    jobId: record.id, call: record.call, about: { datasetId: record.dataset_id, modelId: record.model_id, requestId: record.request_id },
    createdAt: record.created_at, state: stateOf(record), ...(record.actor === null ? {} : { actor: record.actor }),
  }
}

function stateOf({ state, created_at: createdAt, started_at: startedAt, finished_at: finishedAt, error }: JobRecord): JobState {
  const began = startedAt ?? createdAt
  const ended = finishedAt ?? began
  switch (state) {
    case 'succeeded': return { kind: 'succeeded', startedAt: began, finishedAt: ended }
    case 'failed': return { kind: 'failed', startedAt: began, finishedAt: ended, error: JSON.parse(error ?? '{"code":"internal","details":{"frames":[]}}') as ErrorData }
    case 'cancelled': return { kind: 'cancelled', finishedAt: ended }
    default: return { kind: 'interrupted', finishedAt: ended }
  }
}
