import type { Input } from '../../contract/api.ts'
import type { ExportedLetter, LetterDraft, LetterKind, LetterSummary } from '../../contract/letter.ts'
import { CoreError } from '../base/core-error.ts'
import { findFacts } from '../letters/demanded-fact.ts'
import { lawLetters } from '../letters/law-letters.ts'
import { letterDocument } from '../letters/letter-document.ts'
import { forgetLetter, ownTemplate, savedKinds, savedLetter, saveLetter, sentLetters } from '../letters/letter-table.ts'
import { letterValues } from '../letters/letter-values.ts'
import { lettersOf } from '../letters/letters-of.ts'
import { mustNotSay } from '../letters/must-not-say.ts'
import { fillTemplate } from '../letters/placeholders.ts'
import { writeRecordPdf } from '../records/record-pdf.ts'
import { findRequest, type ErasureRequest } from '../requests/request-table.ts'
import { letterMatter } from './letter-matter.ts'
import type { Workspace } from './workspace.ts'
import { writePickedFile } from './write-picked-file.ts'

/** The letters of a request: what is owed, what may be sent, what was. */
export const listLetters = (ws: Workspace, { requestId }: Input<'letter.list'>): LetterSummary[] => lettersFor(ws, findRequest(ws.db, requestId))

const lettersFor = ({ db }: Workspace, request: ErasureRequest): LetterSummary[] => lettersOf(request, sentLetters(db, request.id), savedKinds(db, request.id))

/** A letter of a request that fits how it stands. */
export function letterOf(ws: Workspace, request: ErasureRequest, kind: LetterKind): LetterSummary {
  const letter = lettersFor(ws, request).find(one => one.kind === kind)
  if (letter === undefined) throw new CoreError('letter/not-now', { request: request.id, kind, state: request.state })
  return letter
}

/** The text as it was saved, or made from the template of its law, and which of the demanded facts it says. */
export function draftLetter(ws: Workspace, { requestId, kind }: Input<'letter.draft'>): LetterDraft {
  const request = findRequest(ws.db, requestId)
  const { state } = letterOf(ws, request, kind)
  const saved = savedLetter(ws.db, requestId, kind, () => ws.secret('sealing-key'))
  if (state === 'sent' && saved === undefined) throw new CoreError('letter/destroyed', { request: requestId, kind })
  const { facts, templates } = lawLetters[request.law]
  const values = letterValues(letterMatter(ws, request))
  const text = saved ?? fillTemplate(ownTemplate(ws.db, request.law, kind) ?? templates[kind], values)
  return { requestId, kind, text, saved: saved !== undefined, facts: findFacts(facts[kind], text, values), mustNotSay: mustNotSay(request.law, kind, text) }
}

/** Keeps a changed text, sealed, until nothing is owed any more; none: begins anew. */
export function keepLetter(ws: Workspace, { requestId, kind, text }: Input<'letter.save'>): LetterDraft {
  const { db, ports } = ws
  const { sentOn } = letterOf(ws, findRequest(db, requestId), kind)
  if (sentOn !== null) throw new CoreError('letter/already-sent', { request: requestId, kind, on: sentOn })
  if (text === null) forgetLetter(db, requestId, kind)
  else saveLetter(db, requestId, kind, text, ws.secret('sealing-key'), ports.randomBytes)
  return draftLetter(ws, { requestId, kind })
}

/** Writes a letter to a file that leaves the workspace. Sending it is the operator's. */
export function exportLetter(ws: Workspace, { requestId, kind, format, file: token }: Input<'letter.export'>): ExportedLetter {
  const file = ws.ports.files.toWrite(token)
  const { text } = draftLetter(ws, { requestId, kind })
  const content = format === 'text' ? Buffer.from(text) : writeRecordPdf(letterDocument(text, requestId, ws.ports.clock.now()), `Lethe ${ws.ports.version}`)
  writePickedFile('letter', file, content)
  return { file: file.name, sizeBytes: content.length }
}
