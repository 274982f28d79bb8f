import type { LetterKind } from '../../contract/letter.ts'
import type { Law } from '../../contract/shape.ts'
import { seal, unseal } from '../base/seal.ts'
import type { Db } from '../database/open-database.ts'
import type { RandomBytes } from '../ports.ts'

/** A text that was changed, or undefined. The key is asked for only where there is one. */
export function savedLetter(db: Db, requestId: string, kind: LetterKind, key: () => Uint8Array): string | undefined {
  const sealed = db.prepare<[string, string], Buffer>(`SELECT sealed FROM letter_draft WHERE request_id = ? AND kind = ?`).pluck().get(requestId, kind)
  return sealed === undefined ? undefined : unseal(key(), sealed)
}

export const savedKinds = (db: Db, requestId: string): LetterKind[] => db.prepare<[string], LetterKind>(`SELECT kind FROM letter_draft WHERE request_id = ?`).pluck().all(requestId)

/** Within a transaction: keeps a text, sealed, in the place of the one before. */
export function saveLetter(db: Db, requestId: string, kind: LetterKind, text: string, key: Uint8Array, randomBytes: RandomBytes): void {
  forgetLetter(db, requestId, kind)
  db.prepare(`INSERT INTO letter_draft (request_id, kind, sealed) VALUES (?, ?, ?)`).run(requestId, kind, seal(key, text, randomBytes))
}

export function forgetLetter(db: Db, requestId: string, kind: LetterKind): void {
  db.prepare(`DELETE FROM letter_draft WHERE request_id = ? AND kind = ?`).run(requestId, kind)
}

/** Within a transaction: destroys every text of a request; true where there was one. */
export const forgetLetters = (db: Db, requestId: string): boolean => db.prepare(`DELETE FROM letter_draft WHERE request_id = ?`).run(requestId).changes > 0

export interface SentLetter {
  readonly kind: LetterKind
  readonly sentOn: string
  /** The demanded facts it said, by their names. */
  readonly facts: readonly string[]
}

export const sentLetters = (db: Db, requestId: string): SentLetter[] =>
  db.prepare<[string], { kind: LetterKind; sentOn: string; facts: string }>(`SELECT kind, sent_on AS sentOn, facts FROM letter_sent WHERE request_id = ? ORDER BY sent_on, kind`).all(requestId)
    .map(letter => ({ ...letter, facts: JSON.parse(letter.facts) as string[] }))

export function noteLetter(db: Db, requestId: string, { kind, sentOn, facts }: SentLetter, actor: string): void {
  db.prepare(`INSERT INTO letter_sent (request_id, kind, sent_on, actor, facts) VALUES (?, ?, ?, ?, ?)`).run(requestId, kind, sentOn, actor, JSON.stringify(facts))
}

/** A day is no personal value, so it may be set in place. */
export const setAnswered = (db: Db, requestId: string, on: string): void => void db.prepare(`UPDATE request SET answered_on = ? WHERE id = ?`).run(on, requestId)

/** The template of the workspace, where it has one of its own. */
export const ownTemplate = (db: Db, law: Law, kind: LetterKind): string | undefined =>
  db.prepare<[string, string], string>(`SELECT text FROM letter_template WHERE law = ? AND kind = ?`).pluck().get(law, kind)

/** null: none of its own any more. */
export function setTemplate(db: Db, law: Law, kind: LetterKind, text: string | null): void {
  db.prepare(`DELETE FROM letter_template WHERE law = ? AND kind = ?`).run(law, kind)
  if (text !== null) db.prepare(`INSERT INTO letter_template (law, kind, text) VALUES (?, ?, ?)`).run(law, kind, text)
}
