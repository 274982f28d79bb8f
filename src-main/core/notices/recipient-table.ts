import type { Recipient } from '../../contract/notice.ts'
import { CoreError } from '../base/core-error.ts'
import { seal, unseal } from '../base/seal.ts'
import type { Db } from '../database/open-database.ts'
import { statementKeeper } from '../database/per-database.ts'
import type { RandomBytes } from '../ports.ts'

const ready = statementKeeper()

type Named = Pick<Recipient, 'name' | 'contact'>

/** Everyone who had data from here. The key is asked for only where there is anyone. */
export function listRecipients(db: Db, key: () => Uint8Array): Recipient[] {
  const stored = db.prepare<[], { id: string; sealed: Buffer; datasets: string }>(`
    SELECT id, sealed, (SELECT json_group_array(dataset_id) FROM (SELECT dataset_id FROM recipient_dataset d WHERE d.recipient_id = r.id ORDER BY dataset_id)) AS datasets FROM recipient r`).all()
  return stored.map(({ id, sealed, datasets }): Recipient => ({ recipientId: id, ...(JSON.parse(unseal(key(), sealed)) as Named), datasets: JSON.parse(datasets) as string[] }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.recipientId < b.recipientId ? -1 : 1))
}

export function requireRecipient(db: Db, id: string): void {
  if (db.prepare(`SELECT 1 FROM recipient WHERE id = ?`).get(id) === undefined) throw new CoreError('recipient/not-found', { recipient: id })
}

/** Within a transaction: stores a recipient in the place of what was stored of them. Only ever inserted and deleted. */
export function putRecipient(db: Db, { recipientId, name, contact, datasets }: Recipient, key: Uint8Array, randomBytes: RandomBytes): void {
  removeRecipient(db, recipientId)
  db.prepare(`INSERT INTO recipient (id, sealed) VALUES (?, ?)`).run(recipientId, seal(key, JSON.stringify({ name, contact } satisfies Named), randomBytes))
  const dataset = db.prepare(`INSERT INTO recipient_dataset (recipient_id, dataset_id) VALUES (?, ?)`)
  for (const id of datasets) dataset.run(recipientId, id)
}

/** Within a transaction: what is left of them is the id in their notices. */
export function removeRecipient(db: Db, id: string): void {
  db.prepare(`DELETE FROM recipient_dataset WHERE recipient_id = ?`).run(id)
  db.prepare(`DELETE FROM recipient WHERE id = ?`).run(id)
}

/** Requests that were carried out and are still to be answered. */
export const unansweredErasures = (db: Db): string[] =>
  db.prepare<[], string>(`SELECT id FROM request WHERE state IN ('completed', 'completed-in-part') AND answered_on IS NULL ORDER BY received_at, id`).pluck().all()

/** Which of these datasets each recipient had data of; those who had none are not among them. */
export const recipientsOfDatasets = (db: Db, datasets: readonly string[]): Map<string, string[]> => {
  const found = ready<[string], { recipient_id: string; dataset_id: string }>(db, `SELECT * FROM recipient_dataset WHERE dataset_id IN (SELECT value FROM json_each(?)) ORDER BY recipient_id, dataset_id`).all(JSON.stringify(datasets))
  return new Map(Array.from(Map.groupBy(found, one => one.recipient_id), ([id, of]) => [id, of.map(one => one.dataset_id)]))
}
