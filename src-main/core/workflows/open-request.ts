import type { Input } from '../../contract/api.ts'
import type { AnswerTo } from '../../contract/letter.ts'
import type { Identifier, RequestSummary } from '../../contract/request.ts'
import { CoreError } from '../base/core-error.ts'
import { toInstant } from '../base/instant.ts'
import { findDataset, listRejects, type Dataset } from '../datasets/dataset-table.ts'
import { missingRows, rowsOfSubject } from '../datasets/row-table.ts'
import { allRows, findEverywhere, inPieces, searchable } from '../matching/find-everywhere.ts'
import { personFinder } from '../matching/same-person.ts'
import { seek, soughtForm } from '../matching/sought.ts'
import { keepPerson } from '../requests/kept-person.ts'
import { findRequest, pendingRows, requestSummary, type RowsOf } from '../requests/request-table.ts'
import { identifierHash, personHash, subjectOf, suppressedPeople } from '../requests/suppression.ts'
import { readSettings } from '../settings/settings-table.ts'
import { putRequest, requestMaker } from './new-request.ts'
import type { Workspace } from './workspace.ts'

/** What a request is about: rows of datasets, and the person where it is one's. */
interface About {
  readonly matches: readonly { readonly dataset: Dataset; readonly rows: readonly number[] }[]
  readonly person: Person | null
}

interface Person {
  readonly identifiers: readonly Identifier[]
  readonly answerTo: AnswerTo | null
  /** The keyed hash of each identifier. */
  readonly hashes: readonly Buffer[]
}

/**
 * Opens a request to erase a person's rows, or rows by number. Nothing is deleted yet: running the erasure does that. What takes long,
 * looking for identifiers, is done before the transaction that is returned: in it the request, whom it is about (sealed) and its ledger
 * entry are written, so that none exists without the others.
 */
export async function prepareToOpen(ws: Workspace, input: Input<'request.open'>): Promise<(ws: Workspace) => RequestSummary> {
  const { who } = input
  if (!('identifiers' in who)) return acting => open(acting, input, 'rows' in who ? namedRows(acting, input, who.rows) : rowsOfPerson(acting, input, who.subject))
  const { matches, person } = await findPerson(ws, who.identifiers, input.dataset === undefined ? input.datasets : [input.dataset])
  return acting => open(acting, input, { matches: stillThere(acting, matches), person: { ...person, answerTo: who.answerTo ?? null } })
}

/** Looks for a person in datasets, without holding up others; several identifiers find what any of them finds. */
export async function findPerson(ws: Workspace, identifiers: readonly Identifier[], named: readonly string[] | undefined): Promise<About & { readonly person: Person }> {
  const { phoneCountry } = readSettings(ws.db).matching
  const forms = identifiers.map(identifier => soughtForm(identifier, phoneCountry))
  const key = ws.secret('suppression-key')
  const found = await inPieces(findEverywhere(ws.db, searchable(ws.db, named), seek(forms.map(form => [0, form]), phoneCountry), key))
  return { matches: found.map(of => ({ dataset: of.dataset, rows: allRows(of) })), person: { identifiers, answerTo: null, hashes: forms.map(form => identifierHash(key, form)) } }
}

/** Where they were found, without what was erased since; every place where they were looked for, where that is nowhere. */
export function stillThere({ db }: Workspace, matches: About['matches']): About['matches'] {
  const there = matches.map(({ dataset, rows }) => {
    const missing = new Set(missingRows(db, dataset, rows))
    return { dataset, rows: rows.filter(row => !missing.has(row)) }
  })
  const found = there.filter(({ rows }) => rows.length > 0)
  return found.length > 0 ? found : there
}

/** Where rows belong to another open request, that one has to be carried out first. */
export function refusePending({ db }: Workspace, matches: readonly RowsOf[], but?: string): void {
  for (const { dataset, rows } of matches) {
    const pending = pendingRows(db, dataset.id, rows).filter(({ request }) => request !== but)
    if (pending.length > 0) throw new CoreError('request/rows-pending', { count: pending.length, request: pending[0]!.request })
  }
}

function open(ws: Workspace, input: Input<'request.open'>, { matches, person }: About): RequestSummary {
  const { db, ports } = ws
  refusePending(ws, matches)
  const receivedAt = input.receivedAt === undefined ? ports.clock.now() : new Date(input.receivedAt)
  const [duplicateOf] = person === null ? [] : personFinder(db)(person.hashes, duplicatesFrom(ws))
  const request = requestMaker(ws)({
    law: input.law, receivedAt, scope: person === null ? 'rows' : 'person', channel: input.channel ?? 'other', askedBy: input.askedBy ?? 'person', duplicateOf: duplicateOf ?? null,
  })
  db.transaction(() => {
    const entry = putRequest(ws, request, matches, person?.hashes ?? [])
    if (person !== null) keepPerson(db, request.id, { identifiers: person.identifiers, answerTo: person.answerTo }, ws.secret('sealing-key'), ports.randomBytes)
    ws.ledger.append(entry)
  })()
  return requestSummary(findRequest(db, request.id))
}

/** From when on a request that ended is the earlier one of two by the same person. */
export function duplicatesFrom({ db, ports }: Workspace): string {
  return toInstant(new Date(ports.clock.now().getTime() - readSettings(db).requests.duplicateDays * 24 * 3600 * 1000))
}

/** Rows and a subject are looked for in one dataset, which must be named. */
function theDataset({ db }: Workspace, { dataset, datasets }: Input<'request.open'>): Dataset {
  const name = dataset ?? (datasets?.length === 1 ? datasets[0] : undefined)
  if (name === undefined) throw new CoreError('usage/bad-input', { field: 'dataset', problem: 'is needed to name rows, or a subject' })
  return findDataset(db, name)
}

function rowsOfPerson(ws: Workspace, input: Input<'request.open'>, subject: string): About {
  const dataset = theDataset(ws, input)
  if (!dataset.columns.some(column => column.role === 'subject')) throw new CoreError('request/no-subject-column', { dataset: dataset.name })
  const person = personHash(ws.secret('suppression-key'), subject.trim())
  const rows = rowsOfSubject(ws.db, dataset, subjectOf(person))
  if (rows.length === 0) throw new CoreError(suppressedPeople(ws.db)(person) ? 'request/person-erased' : 'request/person-not-found', { dataset: dataset.name })
  return { matches: [{ dataset, rows }], person: { identifiers: [{ kind: 'exact', value: subject.trim() }], answerTo: null, hashes: [person] } }
}

function namedRows(ws: Workspace, input: Input<'request.open'>, named: readonly number[]): About {
  const dataset = theDataset(ws, input)
  return { matches: [{ dataset, rows: rowsNamed(ws, dataset, named) }], person: null }
}

function rowsNamed(ws: Workspace, dataset: Dataset, named: readonly number[]): number[] {
  const rows = [...new Set(named)].sort((a, b) => a - b)
  if (rows.length === 0) throw new CoreError('request/no-rows-named', {})
  const missing = missingRows(ws.db, dataset, rows)
  if (missing.length === 0) return rows
  const rejected = new Set(listRejects(ws.db, dataset.id).map(reject => reject.row))
  const never = missing.filter(row => row > dataset.lastRow || rejected.has(row))
  if (never.length > 0) throw new CoreError('request/rows-not-found', { count: never.length, first: never[0]! })
  throw new CoreError('request/rows-erased', { count: missing.length, first: missing[0]! })
}
