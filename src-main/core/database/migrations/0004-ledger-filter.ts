import type { Migration } from '../migrate.ts'

/**
 * Where entries are found by kind, time and what they name. Told from the entries alone, by the database itself, and read by nothing
 * that checks them: an entry that was changed behind our back is found as what it was, and shown as what it is.
 */
export const ledgerFilter: Migration = {
  version: 4,
  up: db => db.exec(`
    CREATE TABLE ledger_place (seq INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL) STRICT;
    CREATE TABLE ledger_subject (                    -- each request, model and dataset an entry names
      id TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (id, seq)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO ledger_place SELECT seq, entry ->> '$.at', entry ->> '$.kind' FROM ledger_entry WHERE ${isEntry('entry')};
    INSERT OR IGNORE INTO ledger_subject SELECT named.value, ledger_entry.seq FROM ledger_entry, json_tree(ledger_entry.entry) AS named WHERE ${isEntry('ledger_entry.entry')} AND ${isSubject};
    CREATE TRIGGER ledger_entry_place AFTER INSERT ON ledger_entry WHEN ${isEntry('NEW.entry')} BEGIN
      INSERT INTO ledger_place VALUES (NEW.seq, NEW.entry ->> '$.at', NEW.entry ->> '$.kind');
      INSERT OR IGNORE INTO ledger_subject SELECT named.value, NEW.seq FROM json_tree(NEW.entry) AS named WHERE ${isSubject};
    END;
  `),
}

/** Text that is no entry of ours is left to whoever checks the ledger. */
function isEntry(text: string): string {
  return `(CASE WHEN json_valid(${text}) THEN json_type(${text}, '$.at') = 'text' AND json_type(${text}, '$.kind') = 'text' ELSE 0 END)`
}

/** Ids stand by themselves, or in a list of models, as ids or as what became of each. */
const isSubject = `named.type = 'text' AND (named.key IN ('request', 'dataset', 'model') OR named.path = '$.models')`
