import type { Migration } from '../migrate.ts'

/**
 * The people who work here. Names and passphrases are only ever inserted and deleted; what stays of someone who left is a pseudonymous
 * id, as the ledger has it. The one person there was so far may do everything, as before.
 */
export const people: Migration = {
  version: 8,
  up: db => db.exec(`
    CREATE TABLE actor (
      id TEXT PRIMARY KEY, roles TEXT NOT NULL,      -- a JSON list
      added_at TEXT NOT NULL, left_at TEXT           -- left_at: NULL while they work here
    ) STRICT;
    CREATE TABLE actor_name (
      id TEXT PRIMARY KEY REFERENCES actor, name TEXT NOT NULL
    ) STRICT;
    CREATE TABLE actor_passphrase (                  -- what scrypt makes of it with these params, JSON {N, r, p}
      id TEXT PRIMARY KEY REFERENCES actor, salt BLOB NOT NULL, hash BLOB NOT NULL, params TEXT NOT NULL
    ) STRICT;
    INSERT INTO actor SELECT actor, '["administrator","officer","approver","engineer","auditor"]', created_at, NULL FROM workspace;
    ALTER TABLE job ADD COLUMN actor TEXT;           -- who started it; NULL in jobs of earlier versions
    CREATE TABLE session_rule (                      -- one row: after so many minutes without a call a session ends
      only INTEGER PRIMARY KEY CHECK (only = 1), idle_minutes INTEGER NOT NULL
    ) STRICT;
    INSERT INTO session_rule VALUES (1, 30);
  `),
}
