import type { Migration } from '../migrate.ts'

/** Letters to people, and who else has to be told. What may name anyone is sealed, and only ever inserted and deleted. */
export const lettersAndNotices: Migration = {
  version: 10,
  up: db => db.exec(`
    CREATE TABLE letter_draft (                      -- a changed text, until nothing is owed any more
      request_id TEXT NOT NULL REFERENCES request, kind TEXT NOT NULL, sealed BLOB NOT NULL,
      PRIMARY KEY (request_id, kind)
    ) STRICT;
    CREATE TABLE letter_sent (
      request_id TEXT NOT NULL REFERENCES request, kind TEXT NOT NULL, sent_on TEXT NOT NULL, actor TEXT NOT NULL,
      facts TEXT NOT NULL,                           -- the demanded facts its text said, by their names
      PRIMARY KEY (request_id, kind)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE letter_template (                   -- where it is not the one that comes with the product
      law TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
      PRIMARY KEY (law, kind)
    ) STRICT;
    CREATE TABLE recipient (id TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
    CREATE TABLE recipient_dataset (
      recipient_id TEXT NOT NULL REFERENCES recipient, dataset_id TEXT NOT NULL,
      PRIMARY KEY (recipient_id, dataset_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE notice (                            -- recipient_id: also of one that was removed since
      id TEXT PRIMARY KEY, request_id TEXT NOT NULL REFERENCES request, recipient_id TEXT, export_id TEXT, model_id TEXT,
      state TEXT NOT NULL CHECK (state IN ('open', 'sent', 'confirmed', 'impossible')),
      sent_on TEXT, confirmed_on TEXT, reason TEXT,
      CHECK ((recipient_id IS NULL) <> (export_id IS NULL))
    ) STRICT;
    CREATE INDEX notice_by_request ON notice (request_id);
    CREATE INDEX notice_by_export ON notice (export_id);
    CREATE INDEX notice_by_state ON notice (state);
    CREATE TABLE notice_dataset (
      notice_id TEXT NOT NULL REFERENCES notice, dataset_id TEXT NOT NULL,
      PRIMARY KEY (notice_id, dataset_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE notice_explanation (notice_id TEXT PRIMARY KEY REFERENCES notice, sealed BLOB NOT NULL) STRICT;
  `),
}
