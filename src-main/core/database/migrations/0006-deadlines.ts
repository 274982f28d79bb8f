import type { Migration } from '../migrate.ts'

/** Deadlines as they were computed, with what they were computed from. Requests that are there already keep the day they are due, and cannot be extended. */
export const deadlines: Migration = {
  version: 6,
  up: db => db.exec(`
    ALTER TABLE settings ADD COLUMN calendars TEXT NOT NULL DEFAULT '{}';    -- law to calendar, JSON
    ALTER TABLE settings ADD COLUMN readings TEXT NOT NULL DEFAULT '{}';     -- reading to choice, JSON
    ALTER TABLE request ADD COLUMN acknowledge_by TEXT;
    ALTER TABLE request ADD COLUMN notice_by TEXT;                           -- until then the person can be told that it takes longer
    ALTER TABLE request ADD COLUMN extended_due_at TEXT;                     -- and this is when it is then due
    ALTER TABLE request ADD COLUMN calendar TEXT;                            -- NULL: weekends alone
    ALTER TABLE request ADD COLUMN readings TEXT NOT NULL DEFAULT '{}';      -- reading to choice, JSON
    ALTER TABLE request ADD COLUMN extended_at TEXT;
    ALTER TABLE request ADD COLUMN extension_reason TEXT;
    ALTER TABLE request ADD COLUMN first_due_at TEXT;                        -- due_at as it was before the extension
  `),
}
