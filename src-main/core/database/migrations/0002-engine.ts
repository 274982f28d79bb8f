import type { Migration } from '../migrate.ts'

/** Jobs, so that what an engine had under way is known after it ended; and the size of each dataset, which counting a million rows takes too long for. */
export const engine: Migration = {
  version: 2,
  up(db) {
    db.exec(`
      CREATE TABLE job (                             -- which call, on what, when and how it ended: no words, no values
        id TEXT PRIMARY KEY, call TEXT NOT NULL, dataset_id TEXT, model_id TEXT, request_id TEXT,
        created_at TEXT NOT NULL, started_at TEXT, finished_at TEXT,
        state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled', 'interrupted')),
        error TEXT                                   -- {code, details} of a failed one
      ) STRICT;
      CREATE TABLE dataset_size (
        dataset_id TEXT PRIMARY KEY REFERENCES dataset, rows INTEGER NOT NULL
      ) STRICT;
    `)
    const insert = db.prepare(`INSERT INTO dataset_size (dataset_id, rows) VALUES (?, ?)`)
    for (const { id, number } of db.prepare<[], { id: string; number: number }>(`SELECT id, number FROM dataset`).all()) {
      insert.run(id, db.prepare<[], number>(`SELECT count(*) FROM dataset_rows_${number}`).pluck().get()!)
    }
  },
}
