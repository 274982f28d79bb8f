import type { Migration } from '../migrate.ts'

/**
 * The first format. Tables whose rows hold or point at a person's data (dataset rows, matches, subjects, model content and
 * state, pending scans, suppressions) are only ever inserted into and deleted from: an UPDATE may leave old bytes behind.
 * The rows of dataset number N live in a table dataset_rows_N of its own, made by datasets/row-table.ts.
 */
export const foundation: Migration = {
  version: 1,
  up: db => db.exec(`
    CREATE TABLE workspace (
      id TEXT PRIMARY KEY, created_at TEXT NOT NULL,
      actor TEXT NOT NULL                          -- the pseudonymous id of the one person who works here so far
    ) STRICT;

    CREATE TABLE secret_check (                    -- a keyed hash of a constant: tells the right key from another
      name TEXT PRIMARY KEY, hash BLOB NOT NULL
    ) STRICT;

    CREATE TABLE dataset (
      id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE COLLATE NOCASE,
      imported_at TEXT NOT NULL,
      last_row INTEGER NOT NULL,                   -- the highest row number given out, rejected records included
      label_positive TEXT                          -- the label value a classifier counts as positive
    ) STRICT;
    CREATE TABLE dataset_column (
      dataset_id TEXT NOT NULL REFERENCES dataset, position INTEGER NOT NULL, name TEXT NOT NULL,
      type TEXT NOT NULL CHECK (type IN ('integer', 'number', 'text')),
      role TEXT NOT NULL CHECK (role IN ('subject', 'label', 'feature', 'ignored')),
      PRIMARY KEY (dataset_id, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE reject (                          -- where a record could not be read; never its content
      dataset_id TEXT NOT NULL REFERENCES dataset, row INTEGER NOT NULL, line INTEGER NOT NULL,
      position INTEGER, reason TEXT NOT NULL,
      PRIMARY KEY (dataset_id, row)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE model (
      id TEXT PRIMARY KEY, dataset_id TEXT NOT NULL REFERENCES dataset, learner TEXT NOT NULL,
      recipe TEXT NOT NULL, created_at TEXT NOT NULL
    ) STRICT;
    CREATE TABLE model_version (                   -- the lineage; the highest version is the present one
      model_id TEXT NOT NULL REFERENCES model, version INTEGER NOT NULL, at TEXT NOT NULL,
      method TEXT NOT NULL,                        -- 'train', or the method that made it forget
      guarantee TEXT NOT NULL CHECK (guarantee IN ('same-bits', 'certified', 'none')),
      boundary INTEGER NOT NULL CHECK (boundary IN (0, 1)),
      request_id TEXT, train_rows INTEGER NOT NULL, test_rows INTEGER NOT NULL,
      commitment TEXT NOT NULL,                    -- SHA-256(salt || digest of the published bytes), hex
      PRIMARY KEY (model_id, version)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE model_content (                   -- present only for the present version: deleted when it is superseded
      model_id TEXT NOT NULL, version INTEGER NOT NULL, salt BLOB NOT NULL, published BLOB NOT NULL,
      metrics TEXT NOT NULL, timings TEXT NOT NULL,
      PRIMARY KEY (model_id, version), FOREIGN KEY (model_id, version) REFERENCES model_version
    ) STRICT;
    CREATE TABLE model_state (                     -- what forgetting needs: encoded rows and the Hessian
      model_id TEXT NOT NULL, version INTEGER NOT NULL, part TEXT NOT NULL, bytes BLOB NOT NULL,
      PRIMARY KEY (model_id, version, part), FOREIGN KEY (model_id, version) REFERENCES model_version
    ) STRICT;

    CREATE TABLE request (
      id TEXT PRIMARY KEY, dataset_id TEXT NOT NULL REFERENCES dataset,
      scope TEXT NOT NULL CHECK (scope IN ('person', 'rows')),
      law TEXT NOT NULL, rule_version TEXT NOT NULL, received_at TEXT NOT NULL, due_at TEXT NOT NULL,
      state TEXT NOT NULL, matched INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE request_row (
      request_id TEXT NOT NULL REFERENCES request, row INTEGER NOT NULL, PRIMARY KEY (request_id, row)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE request_subject (                 -- the person as a keyed hash, until the request is completed
      request_id TEXT PRIMARY KEY REFERENCES request, subject BLOB NOT NULL
    ) STRICT;
    CREATE TABLE request_outcome (                 -- the facts of a carried-out erasure, as the record states them
      request_id TEXT PRIMARY KEY REFERENCES request, outcome TEXT NOT NULL
    ) STRICT;
    CREATE TABLE pending_scan (                    -- erased values, sealed, from adoption until the files were searched for them
      request_id TEXT PRIMARY KEY REFERENCES request, sealed BLOB NOT NULL
    ) STRICT;
    CREATE TABLE suppression (                     -- keyed hashes of erased people and rows: deletable, never in the ledger
      scope TEXT NOT NULL CHECK (scope IN ('person', 'row')), hash BLOB NOT NULL,
      request_id TEXT NOT NULL, at TEXT NOT NULL,
      PRIMARY KEY (scope, hash)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE ledger_entry (seq INTEGER PRIMARY KEY, entry TEXT NOT NULL) STRICT;
    CREATE TABLE ledger_node (                     -- hashes of complete subtrees of 2^level leaves (RFC 6962)
      level INTEGER NOT NULL, position INTEGER NOT NULL, hash BLOB NOT NULL,
      PRIMARY KEY (level, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE ledger_checkpoint (size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;
    ${['ledger_entry', 'ledger_node', 'ledger_checkpoint'].map(table => `
    CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, 'append-only'); END;
    CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, 'append-only'); END;`).join('')}
    -- INSERT OR REPLACE would delete without firing the triggers above, so only what comes next is accepted.
    CREATE TRIGGER ledger_entry_next BEFORE INSERT ON ledger_entry
      WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM ledger_entry)
      BEGIN SELECT RAISE(ABORT, 'append-only'); END;
    CREATE TRIGGER ledger_node_next BEFORE INSERT ON ledger_node
      WHEN NEW.position IS NOT (SELECT coalesce(max(position), -1) + 1 FROM ledger_node WHERE level = NEW.level)
      BEGIN SELECT RAISE(ABORT, 'append-only'); END;
    CREATE TRIGGER ledger_checkpoint_next BEFORE INSERT ON ledger_checkpoint
      WHEN NEW.size <= (SELECT coalesce(max(size), 0) FROM ledger_checkpoint)
      BEGIN SELECT RAISE(ABORT, 'append-only'); END;
  `),
}
