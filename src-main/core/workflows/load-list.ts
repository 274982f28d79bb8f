import type { Input } from '../../contract/api.ts'
import type { LedgerFacts } from '../../contract/ledger.ts'
import type { DropList, ListColumns, ListReport } from '../../contract/list.ts'
import { breathe } from '../base/breathe.ts'
import { CoreError } from '../base/core-error.ts'
import { newId } from '../base/ids.ts'
import { toInstant } from '../base/instant.ts'
import { listDatasets } from '../datasets/dataset-table.ts'
import { detectCsvFormat } from '../datasets/read-csv.ts'
import { guessColumns, refuseColumns, refuseHeader } from '../lists/list-columns.ts'
import { insertList, listOfWorkItems, rememberColumns, rememberedColumns, type ListItem } from '../lists/list-table.ts'
import { hashedFrom, matchHashes } from '../lists/match-hashes.ts'
import { dropListOf, dropReader, refuseDropHeader } from '../lists/read-drop.ts'
import { readLines, type ReadLines } from '../lists/read-lines.ts'
import { personReader, samePeople } from '../lists/read-people.ts'
import { countSettled, isOpened, loadedFacts, settle, type Candidate, type Settled } from '../lists/settle-lines.ts'
import { findEverywhere, inPieces, searchable, type DatasetMatches } from '../matching/find-everywhere.ts'
import { searchedColumns } from '../matching/searched-columns.ts'
import { seek } from '../matching/sought.ts'
import type { Run } from '../ports.ts'
import { keepPerson } from '../requests/kept-person.ts'
import { identifierHash } from '../requests/suppression.ts'
import { readSettings } from '../settings/settings-table.ts'
import { putRequest, requestMaker } from './new-request.ts'
import type { Workspace } from './workspace.ts'

type Asked = Input<'request.load-list'>

/** A list that was read and looked for, before anything is stored. */
interface Found {
  readonly lines: Omit<ReadLines<unknown>, 'taken'>
  readonly delimiter: string
  readonly header: readonly string[]
  readonly columns: ListColumns | null
  readonly columnsFrom: ListReport['columnsFrom']
  readonly drop: DropList | null
  readonly candidates: readonly Candidate[]
  readonly matches: readonly DatasetMatches[]
  readonly searched: ListReport['searched']
}

/** A day's grace for clocks and for the noon of today. */
const aheadMs = 24 * 3600 * 1000

/**
 * Loads a list of people who ask to be erased: a request for each, in one transaction with one entry about the list. A line that cannot
 * be taken is told with its place and spoils no other. A dry run says what would become of each line, and stores nothing.
 */
export async function loadList(ws: Workspace, input: Asked, run: Run): Promise<ListReport> {
  const found = input.kind === 'drop' ? await findHashes(ws, input, run) : await findPeople(ws, input, run)
  await breathe(run)
  run.progress('enter', 0, 1)
  const opensNotFound = input.kind === 'csv'
  const decide = () => settle(ws.db, found.candidates, found.matches, { tellsShared: input.kind === 'drop' })
  if (input.dryRun) return reportOf(input, found, decide())
  if (found.candidates.length === 0) {
    const [first] = found.lines.refusedLines
    throw first === undefined ? new CoreError('import/no-rows', {}) : new CoreError('list/all-refused', { refused: found.lines.refused, line: first.line, column: first.column })
  }
  // As things stand now: while others were looked for, rows may have been erased and requests opened.
  return ws.db.transaction(() => {
    const settled = decide()
    return { ...reportOf(input, found, settled), listId: store(ws, input, found, settled, opensNotFound) }
  }).immediate()
}

function store(ws: Workspace, input: Asked, { lines, header, columns, drop }: Found, settled: readonly Settled[], opensNotFound: boolean): string {
  const { db, ledger, ports, actor } = ws
  const id = newId('list', ports.randomBytes)
  const make = requestMaker(ws)
  const key = ws.secret('sealing-key')
  const items: ListItem[] = []
  const entries: LedgerFacts[] = []
  for (const one of settled) {
    const { candidate, became, openRequest } = one
    let requestId = openRequest
    if (isOpened(one, opensNotFound)) {
      const { law, receivedAt, channel, askedBy, hashes, person } = candidate
      const request = make({ law, receivedAt, channel, askedBy, scope: 'person', duplicateOf: null })
      entries.push(putRequest(ws, request, one.matches, hashes))
      if (person !== null) keepPerson(db, request.id, person, key, ports.randomBytes)
      requestId = request.id
    }
    candidate.lines.forEach(({ line, workItem }, i) => {
      if (requestId !== null || workItem !== null) items.push({ line, workItem, requestId, became: i > 0 && became === 'opened' ? 'duplicate' : became })
    })
  }
  const counts = countSettled(settled, opensNotFound)
  insertList(db, {
    id, kind: input.kind, drop, law: input.law, loadedAt: toInstant(ports.clock.now()), loadedBy: actor, rows: lines.rows, opened: counts.opened,
    duplicates: counts.duplicates + counts.duplicatesOpen, notFound: counts.notFound, refused: lines.refused, shared: counts.shared,
  }, items)
  if (columns !== null) rememberColumns(db, header, columns)
  ledger.append(loadedFacts(id, lines.rows, counts, lines.refused), ...entries)
  return id
}

function reportOf({ kind }: Asked, { lines, candidates: _, matches: __, ...found }: Found, settled: readonly Settled[]): ListReport {
  return { kind, ...found, rows: lines.rows, ...countSettled(settled, kind === 'csv'), refused: lines.refused, refusedLines: lines.refusedLines }
}

async function findPeople(ws: Workspace, input: Asked, run: Run): Promise<Found> {
  const { db, ports } = ws
  const { path } = ports.files.toRead(input.file)
  const datasets = searchable(db, input.datasets)
  const format = await detectCsvFormat(path, input.delimiter)
  const header = format.firstRecord
  refuseHeader(header)
  const { columns, from } = columnsFor(ws, input, header)
  refuseColumns(columns, header)
  const { matching: { phoneCountry }, timeZone } = readSettings(db)
  const now = ports.clock.now()
  const { taken, ...lines } = await readLines(path, format, personReader(header, columns, {
    law: input.law, receivedAt: input.receivedAt === undefined ? now : new Date(input.receivedAt), channel: input.channel ?? 'list', country: phoneCountry,
    timeZone: timeZone ?? ports.clock.timeZone, latest: new Date(now.getTime() + aheadMs),
  }), run)
  const people = samePeople(taken)
  const key = ws.secret('suppression-key')
  const sought = seek(people.flatMap(({ forms }, who) => forms.map(form => [who, form] as const)), phoneCountry)
  return {
    lines, delimiter: format.delimiter, header, columns, columnsFrom: from, drop: null,
    searched: datasets.map(dataset => ({ datasetId: dataset.id, columns: searchedColumns(dataset.columns).map(({ name }) => name) })),
    candidates: people.map(({ lines: at, forms, identifiers, answerTo, law, receivedAt, channel }): Candidate => ({
      lines: at.map(line => ({ line, workItem: null })), person: { identifiers, answerTo }, hashes: forms.map(form => identifierHash(key, form)), law, receivedAt, channel, askedBy: 'person',
    })),
    matches: await search(findEverywhere(db, datasets, sought, key), run),
  }
}

function columnsFor({ db }: Workspace, { columns }: Asked, header: readonly string[]): { columns: ListColumns; from: ListReport['columnsFrom'] } {
  if (columns !== undefined) return { columns, from: 'given' }
  const remembered = rememberedColumns(db, header)
  if (remembered !== undefined) return { columns: remembered, from: 'remembered' }
  const subjects = new Set(listDatasets(db).flatMap(dataset => dataset.columns.filter(({ role }) => role === 'subject').map(({ name }) => name)))
  const guessed = guessColumns(header, subjects)
  if (guessed === undefined) throw new CoreError('list/no-identifier-column', {})
  return { columns: guessed, from: 'guessed' }
}

async function findHashes(ws: Workspace, input: Asked, run: Run): Promise<Found> {
  const { db, ports } = ws
  if (input.law !== 'ccpa') throw new CoreError('list/drop-law', { law: input.law })
  const { path, name } = ports.files.toRead(input.file)
  const list = dropListOf(name, input.dropList)
  const from = hashedFrom(db, list, input.drop, input.datasets)
  const format = await detectCsvFormat(path, ',')
  refuseDropHeader(format.firstRecord, name)
  const { taken, ...lines } = await readLines(path, format, dropReader(), run)
  const before = listOfWorkItems(db, taken.map(({ workItem }) => workItem))
  if (before !== undefined) throw new CoreError('list/loaded-before', { list: before })
  const byHash = Map.groupBy(taken, ({ hash }) => hash)
  const key = ws.secret('suppression-key')
  const receivedAt = input.receivedAt === undefined ? ports.clock.now() : new Date(input.receivedAt)
  return {
    lines, delimiter: ',', header: format.firstRecord, columns: null, columnsFrom: 'given', drop: list,
    searched: from.map(({ dataset, columns }) => ({ datasetId: dataset.id, columns: [...new Set(columns.flat())].map(position => dataset.columns[position]!.name) })),
    candidates: [...byHash].map(([hash, of]): Candidate => ({
      lines: of, person: null, hashes: [identifierHash(key, { kind: `DROP ${list}`, form: hash })], law: 'ccpa', receivedAt, channel: 'drop', askedBy: 'person',
    })),
    matches: await search(matchHashes(db, list, [...byHash.keys()], from), run),
  }
}

const search = (searching: Generator<{ readonly done: number; readonly total: number }, DatasetMatches[]>, run: Run): Promise<DatasetMatches[]> =>
  inPieces(searching, async ({ done, total }) => {
    run.progress('match', done, total)
    run.signal.throwIfAborted()
  })
