import type { Migration } from '../migrate.ts'

/** Copies of models that left the workspace. Who has one is sealed, and only ever inserted and deleted: it may be a person. */
export const modelExports: Migration = {
  version: 9,
  up: db => db.exec(`
    CREATE TABLE model_export (
      id TEXT PRIMARY KEY, model_id TEXT NOT NULL, dataset_id TEXT NOT NULL, version INTEGER NOT NULL, at TEXT NOT NULL,
      size_bytes INTEGER NOT NULL,
      commitment TEXT NOT NULL,                      -- SHA-256(salt, SHA-256 of the file), hex
      small_batch INTEGER NOT NULL,                  -- 1 where somebody accepted that few people tell it from an earlier copy
      people_since INTEGER NOT NULL DEFAULT 0,       -- erased from its model after it left
      superseded_at TEXT,                            -- when its model forgot, or was erased
      replaced_at TEXT                               -- when, by the operator's word
    ) STRICT;
    CREATE INDEX model_export_by_model ON model_export (model_id);
    CREATE TABLE model_export_recipient (export_id TEXT PRIMARY KEY REFERENCES model_export, sealed BLOB NOT NULL) STRICT;
    CREATE TABLE model_export_salt (                 -- opens the commitment, until the copy is superseded
      export_id TEXT PRIMARY KEY REFERENCES model_export, salt BLOB NOT NULL
    ) STRICT;
    ALTER TABLE settings ADD COLUMN policy_small_batch INTEGER NOT NULL DEFAULT 10;
  `),
}
