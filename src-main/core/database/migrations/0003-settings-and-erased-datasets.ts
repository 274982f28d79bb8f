import type { Migration } from '../migrate.ts'

/** The settings a workspace is run under, and datasets that are erased whole. */
export const settingsAndErasedDatasets: Migration = {
  version: 3,
  up(db) {
    db.exec(`
      CREATE TABLE settings (                        -- one row; replaced whole, never updated: a contact may be a person
        only INTEGER PRIMARY KEY CHECK (only = 1),
        organisation_name TEXT NOT NULL, organisation_contact TEXT NOT NULL,
        policy_guarantee TEXT NOT NULL CHECK (policy_guarantee IN ('same-bits', 'certified', 'none')),
        policy_accuracy_floor REAL, policy_batch_days INTEGER NOT NULL,
        law TEXT NOT NULL, due_soon_days INTEGER NOT NULL,
        time_zone TEXT                               -- IANA name; NULL: where this computer is
      ) STRICT;
      INSERT INTO settings VALUES (1, '', '', 'same-bits', NULL, 7, 'gdpr', 7, NULL);

      -- A dataset erased whole. Its line in table dataset stays for the requests and models that name it: id and number, no columns.
      CREATE TABLE dataset_erasure (
        dataset_id TEXT PRIMARY KEY REFERENCES dataset,
        state TEXT NOT NULL CHECK (state IN ('executing', 'verifying', 'completed')),
        rows INTEGER NOT NULL, models TEXT NOT NULL, -- what was erased: how many rows, and the ids of models as a JSON list
        left_out INTEGER NOT NULL,                   -- rows too many to be searched for
        spent_ms REAL NOT NULL                       -- until the rows were gone
      ) STRICT;
      CREATE TABLE dataset_scan (                    -- erased values, sealed, from then until the files were searched for them
        dataset_id TEXT PRIMARY KEY REFERENCES dataset, sealed BLOB NOT NULL
      ) STRICT;
      CREATE TABLE suppression_next (                -- as before, and datasets, which no request asked for
        scope TEXT NOT NULL CHECK (scope IN ('person', 'row', 'dataset')), hash BLOB NOT NULL,
        request_id TEXT CHECK ((request_id IS NULL) = (scope = 'dataset')), at TEXT NOT NULL,
        PRIMARY KEY (scope, hash)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO suppression_next SELECT scope, hash, request_id, at FROM suppression;
      DROP TABLE suppression;
      ALTER TABLE suppression_next RENAME TO suppression;
    `)
  },
}
