import type { Migration } from '../migrate.ts'

/** Public halves of keys, and signatures that cannot be made again: by keys that are gone, or by a second person. */
export const keysAndCountersignatures: Migration = {
  version: 5,
  up: db => db.exec(`
    CREATE TABLE ledger_key (                        -- the public half of each key that signed; the fingerprint is its digest, so a wrong one shows
      fingerprint TEXT PRIMARY KEY, public_key BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE record_signature (                  -- of each record as it was last given away: what it takes to write the same bytes when the key is gone
      request_id TEXT PRIMARY KEY, key TEXT NOT NULL,
      statement_signature BLOB NOT NULL, sums_signature BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE record_countersignature (           -- by a second person, for one statement; another key of ours makes another statement
      request_id TEXT NOT NULL, statement_sha256 TEXT NOT NULL,
      public_key BLOB NOT NULL, signature BLOB NOT NULL,
      PRIMARY KEY (request_id, statement_sha256)
    ) STRICT, WITHOUT ROWID;
  `),
}
