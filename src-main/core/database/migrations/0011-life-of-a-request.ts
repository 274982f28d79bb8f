import type { Migration } from '../migrate.ts'

/** What the moves of a request need: steps in the order they were noted, whose days count, duplicates, and the settings of all that. */
export const lifeOfARequest: Migration = {
  version: 11,
  up: db => db.exec(`
    ALTER TABLE request ADD COLUMN time_zone TEXT;           -- whose days were counted when it was opened; null: those of the settings
    ALTER TABLE request ADD COLUMN duplicate_of TEXT;
    ALTER TABLE request_step ADD COLUMN place INTEGER NOT NULL DEFAULT 0; -- in the order noted, whatever the clock said
    -- Requests of earlier versions took their steps in the ledger alone.
    INSERT OR IGNORE INTO request_step (request_id, step, at, actor, how, place)
      SELECT r.id, substr(p.kind, 9), p.at, e.entry ->> '$.actor', e.entry ->> '$.how', e.seq FROM ledger_place p JOIN ledger_entry e USING (seq) JOIN request r ON r.id = e.entry ->> '$.request'
      WHERE p.kind IN ('request-verified', 'request-approved');
    CREATE INDEX request_by_due ON request (due_at, received_at, id);
    CREATE INDEX request_by_received ON request (received_at, id);
    CREATE INDEX request_standing ON request (state, answered_on, due_at, law, received_at, matched, id); -- all that counting and sorting them asks for

    CREATE TABLE recent_subject (                            -- each identifier of a person whose request ended lately, as a keyed hash
      subject BLOB NOT NULL, request_id TEXT NOT NULL REFERENCES request, ended_at TEXT NOT NULL,
      PRIMARY KEY (subject, request_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX recent_subject_by_end ON recent_subject (ended_at);

    ALTER TABLE settings ADD COLUMN grace_hours INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE settings ADD COLUMN duplicate_days INTEGER NOT NULL DEFAULT 30;
    ALTER TABLE settings ADD COLUMN identity_days INTEGER;
  `),
}
