import type { Migration } from '../migrate.ts'

/** Lists of requests that were loaded, whom of those erased the list of erased people no longer holds back, and the settings of both. */
export const lists: Migration = {
  version: 12,
  up: db => db.exec(`
    CREATE TABLE list (
      id TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('csv', 'drop')), drop_list TEXT, law TEXT NOT NULL,
      loaded_at TEXT NOT NULL, loaded_by TEXT NOT NULL, answered_at TEXT,
      rows INTEGER NOT NULL, opened INTEGER NOT NULL, duplicates INTEGER NOT NULL, not_found INTEGER NOT NULL, refused INTEGER NOT NULL, shared INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE list_item (                         -- what became of a line; work_item: the id that an answer names, no person's
      list_id TEXT NOT NULL REFERENCES list, line INTEGER NOT NULL,
      work_item TEXT, request_id TEXT REFERENCES request,
      became TEXT NOT NULL CHECK (became IN ('opened', 'duplicate', 'not-found', 'shared')),
      PRIMARY KEY (list_id, line)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX list_item_by_request ON list_item (request_id);
    CREATE INDEX list_item_by_work_item ON list_item (work_item) WHERE work_item IS NOT NULL;
    CREATE TABLE list_mapping (                      -- which columns of a list mean what, by its header line
      header TEXT PRIMARY KEY, columns TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE suppression_next (                  -- as before, and requests whose people may come back: 'lifted', a keyed hash of the request alone
      scope TEXT NOT NULL CHECK (scope IN ('person', 'row', 'dataset', 'lifted')), hash BLOB NOT NULL,
      request_id TEXT CHECK ((request_id IS NULL) = (scope = 'dataset')), at TEXT NOT NULL,
      PRIMARY KEY (scope, hash)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO suppression_next SELECT scope, hash, request_id, at FROM suppression;
    DROP TABLE suppression;
    ALTER TABLE suppression_next RENAME TO suppression;
    CREATE INDEX suppression_by_request ON suppression (request_id, scope);

    ALTER TABLE settings ADD COLUMN phone_country TEXT;      -- the calling code of telephone numbers without one
    ALTER TABLE settings ADD COLUMN suppression_years INTEGER;
  `),
}
