import type { Migration } from '../migrate.ts'

/**
 * Requests about several datasets, with all they go through. Identifiers, row numbers and the names of recipients are only ever
 * inserted and deleted; what is updated in place are states, days, codes and counts.
 */
export const requests: Migration = {
  version: 7,
  up(db) {
    db.exec(`
      CREATE TABLE request_next (
        id TEXT PRIMARY KEY,
        scope TEXT NOT NULL CHECK (scope IN ('person', 'rows')),
        law TEXT NOT NULL, rule_version TEXT NOT NULL, received_at TEXT NOT NULL, due_at TEXT NOT NULL,
        acknowledge_by TEXT, notice_by TEXT, extended_due_at TEXT, calendar TEXT, readings TEXT NOT NULL,
        extended_at TEXT, extension_reason TEXT, first_due_at TEXT,
        channel TEXT NOT NULL, asked_by TEXT NOT NULL CHECK (asked_by IN ('person', 'agent')),
        opened_by TEXT NOT NULL, opened_at TEXT NOT NULL, -- opened_by: the pseudonymous id of a colleague
        state TEXT NOT NULL, matched INTEGER NOT NULL,
        reason TEXT,                                 -- the code of a denial
        grace_until TEXT,                            -- until then the approval can be taken back
        answered_on TEXT,                            -- the day the answer was sent
        erasure_id TEXT,                             -- carried out together with all that have the same
        ended_at TEXT
      ) STRICT;
      INSERT INTO request_next
        SELECT r.id, scope, law, rule_version, received_at, due_at, acknowledge_by, notice_by, extended_due_at, calendar, readings, extended_at, extension_reason, first_due_at,
          'other', 'person', w.actor, received_at, state, matched, NULL, NULL, NULL, CASE WHEN r.state IN ('executing', 'verifying', 'completed') THEN r.id END, o.outcome ->> '$.request.completedAt'
        FROM request r CROSS JOIN workspace w LEFT JOIN request_outcome o ON o.request_id = r.id AND r.state = 'completed';

      CREATE TABLE request_dataset (                 -- where its rows are; the counts stay when the rows are gone
        request_id TEXT NOT NULL REFERENCES request, dataset_id TEXT NOT NULL REFERENCES dataset, matched INTEGER NOT NULL,
        kept INTEGER NOT NULL DEFAULT 0,             -- filled in when request_keep is emptied
        PRIMARY KEY (request_id, dataset_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX request_dataset_by_dataset ON request_dataset (dataset_id);
      INSERT INTO request_dataset (request_id, dataset_id, matched) SELECT id, dataset_id, matched FROM request;

      CREATE TABLE request_row_next (
        request_id TEXT NOT NULL REFERENCES request, dataset INTEGER NOT NULL, row INTEGER NOT NULL, -- dataset: its number
        PRIMARY KEY (request_id, dataset, row)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO request_row_next SELECT m.request_id, d.number, m.row FROM request_row m JOIN request r ON r.id = m.request_id JOIN dataset d ON d.id = r.dataset_id;
      DROP TABLE request_row;
      ALTER TABLE request_row_next RENAME TO request_row;

      CREATE TABLE request_subject_next (            -- each identifier of the person as a keyed hash, until the request has ended
        request_id TEXT NOT NULL REFERENCES request, subject BLOB NOT NULL,
        PRIMARY KEY (request_id, subject)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO request_subject_next SELECT request_id, subject FROM request_subject;
      DROP TABLE request_subject;
      ALTER TABLE request_subject_next RENAME TO request_subject;
      CREATE INDEX request_subject_by_subject ON request_subject (subject);

      CREATE TABLE pending_scan_next (               -- erased values, sealed, from adoption until the files were searched for them
        erasure_id TEXT NOT NULL, dataset_id TEXT NOT NULL REFERENCES dataset, sealed BLOB NOT NULL,
        PRIMARY KEY (erasure_id, dataset_id)
      ) STRICT;
      INSERT INTO pending_scan_next SELECT p.request_id, r.dataset_id, p.sealed FROM pending_scan p JOIN request r ON r.id = p.request_id;
      DROP TABLE pending_scan;
      ALTER TABLE pending_scan_next RENAME TO pending_scan;

      DROP TABLE request;
      ALTER TABLE request_next RENAME TO request;
      CREATE INDEX request_by_state ON request (state);
      CREATE INDEX request_by_erasure ON request (erasure_id);

      CREATE TABLE request_keep (                    -- rows that stay, each with a reason of the law's list
        request_id TEXT NOT NULL REFERENCES request, dataset INTEGER NOT NULL, row INTEGER NOT NULL, reason TEXT NOT NULL,
        PRIMARY KEY (request_id, dataset, row)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE request_hold (                    -- legal holds; of the whole request where no row of it is in held_row
        id TEXT PRIMARY KEY, request_id TEXT NOT NULL REFERENCES request,
        placed_at TEXT NOT NULL, placed_by TEXT NOT NULL, lifted_at TEXT, lifted_by TEXT
      ) STRICT;
      CREATE INDEX request_hold_by_request ON request_hold (request_id);
      CREATE TABLE held_row (
        hold_id TEXT NOT NULL REFERENCES request_hold, dataset INTEGER NOT NULL, row INTEGER NOT NULL,
        PRIMARY KEY (hold_id, dataset, row)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE request_step (                    -- what was done when and by whom: identity asked for, verified, approved, …
        request_id TEXT NOT NULL REFERENCES request, step TEXT NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL, how TEXT,
        PRIMARY KEY (request_id, step)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE request_identifier (              -- what the person is known by and answered at, sealed, until answer and notices are done
        request_id TEXT PRIMARY KEY REFERENCES request, sealed BLOB NOT NULL
      ) STRICT;
    `)
    db.exec(`
      -- An entry may name several datasets.
      DROP TRIGGER ledger_entry_place;
      CREATE TRIGGER ledger_entry_place AFTER INSERT ON ledger_entry WHEN ${isEntry} BEGIN
        INSERT INTO ledger_place VALUES (NEW.seq, NEW.entry ->> '$.at', NEW.entry ->> '$.kind');
        INSERT OR IGNORE INTO ledger_subject SELECT named.value, NEW.seq FROM json_tree(NEW.entry) AS named
          WHERE named.type = 'text' AND (named.key IN ('request', 'dataset', 'model') OR named.path IN ('$.models', '$.datasets'));
      END;
    `)
  },
}

const isEntry = `(CASE WHEN json_valid(NEW.entry) THEN json_type(NEW.entry, '$.at') = 'text' AND json_type(NEW.entry, '$.kind') = 'text' ELSE 0 END)`
