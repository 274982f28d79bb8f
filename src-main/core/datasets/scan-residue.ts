import { readSync } from 'node:fs'
import type { Column } from '../../contract/dataset.ts'
import type { ResidueReport } from '../../contract/residue.ts'
import type { Db } from '../database/open-database.ts'
import { listDatasets, type Dataset } from './dataset-table.ts'
import { rowCell, rowImage } from './row-image.ts'
import { iterateRows, someCellContains, someRowEquals, type StoredRow } from './row-table.ts'
import { byteSearch, leastPatternBytes } from './search-bytes.ts'
import { withDescriptor, workspaceFiles } from './workspace-files.ts'

/** The rows an erasure deletes, kept (sealed) until the files were searched for what they held. */
export interface ErasedContent {
  readonly columns: readonly Column[]
  readonly rows: readonly StoredRow[]
}

/** One thing to look for: a whole row as SQLite stores it, or a value, in one of the forms a file may hold it. */
interface Trace {
  readonly bytes: Buffer
  readonly source: { readonly row: StoredRow } | { readonly value: string }
  /**
   * What tells a trace from chance. The digits of a number also occur inside longer numbers and codes, so they count only
   * where they stand alone; short hexadecimal texts occur inside hashes, so there they do not count.
   */
  readonly chance: 'none' | 'longer-number' | 'inside-a-hash'
}

/** Texts this short may be part of a hash by chance, if they are all hexadecimal digits. */
const shortHex = /^([0-9a-f]{6,15}|[0-9A-F]{6,15})$/

const textOf = (value: string): Buffer[] => {
  const escaped = JSON.stringify(value).slice(1, -1)
  const forms = [Buffer.from(value), Buffer.from(value, 'utf16le')]
  return escaped === value ? forms : [...forms, Buffer.from(escaped)]
}

function tracesOf({ columns, rows }: ErasedContent): { traces: Trace[]; tooShort: number } {
  const traces: Trace[] = []
  const seen = new Set<string>()
  const short = new Set<string>()
  const add = (key: string, bytes: Buffer, source: Trace['source'], chance: Trace['chance'] = 'none') => {
    if (seen.has(key)) return
    seen.add(key)
    traces.push({ bytes, source, chance })
  }
  for (const row of rows) {
    const image = rowImage(row, columns)
    add(`row ${image.toString('latin1')}`, image, { row })
    row.cells.forEach((cell, position) => {
      if (cell === null) return
      const value = String(cell)
      if (Buffer.byteLength(value) < leastPatternBytes) {
        short.add(`${position} ${value}`)
        return
      }
      const chance = typeof cell === 'number' ? 'longer-number' : shortHex.test(value) ? 'inside-a-hash' : 'none'
      textOf(value).forEach((bytes, form) => add(`text ${form} ${value}`, bytes, { value }, chance))
      if (typeof cell === 'number' && !Number.isInteger(cell)) {
        // A fraction as a binary number: little-endian in typed arrays, big-endian in SQLite's records.
        const little = Buffer.alloc(8)
        little.writeDoubleLE(cell)
        // Zeros tell nothing: 9058.5 has four bytes besides, which stand by chance among a million other numbers.
        if (little.findIndex(byte => byte !== 0) > little.length - leastPatternBytes) {
          short.add(`${position} ${value} in binary`)
          return
        }
        add(`LE ${value}`, little, { value })
        add(`BE ${value}`, Buffer.from(little).reverse(), { value })
      }
    })
  }
  return { traces: traces.filter(trace => trace.bytes.length >= leastPatternBytes), tooShort: short.size }
}

/**
 * Searches every file of the workspace for what the erased rows held: their record images, and each of their values of at
 * least 6 bytes as UTF-8, UTF-16 and JSON text and fractions as binary numbers. A value that a kept row, a column name or a
 * text of Lethe's own also has proves nothing: like the short ones it is counted as not searchable, never as clean.
 */
export function scanResidue(db: Db, directory: string, content: ErasedContent, ownTexts: readonly string[]): Omit<ResidueReport, 'rebuilt'> {
  const { traces, tooShort } = tracesOf(content)
  const search = byteSearch(traces.map(trace => trace.bytes))
  const hit = new Set<number>()
  let bytes = 0
  const files = workspaceFiles(directory)
  for (const file of files) {
    bytes += withDescriptor(file, descriptor => search.searchDescriptor(descriptor, (index, offset) => {
      if (hit.has(index)) return
      const trace = traces[index]!
      if (!byChance(trace, descriptor, offset)) hit.add(index)
    })) ?? 0
  }
  const datasets = listDatasets(db)
  const values = [...hit].flatMap(index => {
    const { source } = traces[index]!
    return 'row' in source ? [] : [source.value]
  })
  const named = namedIn(values, ownTexts, databaseTexts(db, datasets))
  const toExplain = [...hit].filter(index => {
    const { source } = traces[index]!
    return 'row' in source || !named.has(source.value)
  })
  const held = heldByKeptRows(db, datasets, content.columns, toExplain.map(index => traces[index]!.source))
  const unexplained = toExplain.filter(index => !held(traces[index]!.source))
  const acrossCells = foundAcrossCells(db, datasets, unexplained.map(index => traces[index]!.bytes))
  const found = unexplained.length - acrossCells
  const explained = hit.size - found
  return { files: files.length, bytes, searched: traces.length - explained, notSearchable: tooShort + explained, found }
}

/** Which of these values stand in texts that are no person's; all are looked for at once, for there is an outcome for each of thousands of requests. */
function namedIn(values: readonly string[], ...texts: readonly Iterable<string>[]): Set<string> {
  const distinct = [...new Set(values)]
  const named = new Set<string>()
  if (distinct.length === 0) return named
  const search = byteSearch(distinct.map(value => Buffer.from(value)))
  for (const some of texts) for (const text of some) search.searchBuffer(Buffer.from(text), index => named.add(distinct[index]!))
  return named
}

type Source = Trace['source']

/** So many are looked up one by one, each reading up to all rows; more are looked for together in one reading. */
const mostLookups = 50

/** A test for what a row that is kept holds as well: the very same cells, or the value in one of them. */
function heldByKeptRows(db: Db, datasets: readonly Dataset[], columns: readonly Column[], sources: readonly Source[]): (source: Source) => boolean {
  const alike = datasets.filter(d => d.columns.length === columns.length && sameTypes(d.columns, columns))
  if (sources.length <= mostLookups) {
    const values = new Map<string, boolean>()
    return source => ('row' in source ? alike.some(d => someRowEquals(db, d, source.row.subject, source.row.cells)) : remember(values, source.value, value => datasets.some(d => someCellContains(db, d, value))))
  }
  const imageOf = (row: StoredRow) => rowImage(row, columns).toString('latin1')
  const images = new Set(sources.flatMap(source => ('row' in source ? [imageOf(source.row)] : [])))
  const values = new Set(sources.flatMap(source => ('row' in source ? [] : [source.value])))
  const held = { images: new Set<string>(), values: new Set<string>() }
  // Nearly every value that is held is a whole cell: only what is left is looked for inside of texts.
  for (const dataset of datasets) findHeld(db, dataset, values, alike.includes(dataset) ? images : new Set(), imageOf, held)
  const left = [...values].filter(value => !held.values.has(value))
  if (left.length > 0) for (const dataset of datasets) findInside(db, dataset, left, held.values)
  return source => ('row' in source ? held.images.has(imageOf(source.row)) : held.values.has(source.value))
}

/** Reads a dataset until all of these values and row images are found, and notes those that are. */
function findHeld(db: Db, dataset: Dataset, values: ReadonlySet<string>, images: ReadonlySet<string>, imageOf: (row: StoredRow) => string, held: { readonly images: Set<string>; readonly values: Set<string> }): void {
  const numbers = new Map([...values].map(value => [Number(value), value]))
  for (const [row, subject, ...cells] of iterateRows(db, dataset)) {
    if (held.values.size === values.size && held.images.size >= images.size) return
    for (const cell of cells) {
      if (typeof cell === 'string') {
        if (values.has(cell)) held.values.add(cell)
      } else if (cell !== null) {
        const value = numbers.get(cell)
        if (value !== undefined) held.values.add(value)
      }
    }
    if (images.size === 0) continue
    const image = imageOf({ row, subject, cells })
    if (images.has(image)) held.images.add(image)
  }
}

function findInside(db: Db, dataset: Dataset, values: readonly string[], held: Set<string>): void {
  const search = byteSearch(values.map(value => Buffer.from(value)))
  for (const [, , ...cells] of iterateRows(db, dataset)) {
    // Cells hold no NUL, so nothing is found across two of them.
    search.searchBuffer(Buffer.from(cells.filter(cell => typeof cell === 'string').join('\0')), index => held.add(values[index]!))
  }
}

/**
 * How many of these bytes stand in the kept rows as they lie on a page, across the borders of their cells: the last digit of
 * one number and the first of the next may make a third. Only asked about what nothing else explains, since it reads every row.
 */
function foundAcrossCells(db: Db, datasets: readonly Dataset[], patterns: readonly Buffer[]): number {
  if (patterns.length === 0) return 0
  const search = byteSearch(patterns)
  const found = new Set<number>()
  for (const dataset of datasets) {
    let previous: Buffer = Buffer.alloc(0)
    for (const [row, subject, ...cells] of iterateRows(db, dataset)) {
      const cell = rowCell({ row, subject, cells }, dataset.columns)
      // SQLite fills a page from its end, so a row's cell lies before that of the row it followed.
      search.searchBuffer(Buffer.concat([cell, previous]), index => found.add(index))
      previous = cell
      if (found.size === patterns.length) return found.size
    }
  }
  return found.size
}

export interface FoundValue {
  readonly file: string
  readonly offset: number
}

/** Every place in the workspace's files where this text stands, as UTF-8, UTF-16 or JSON text (at most `most` a file). */
export function scanForValue(directory: string, value: string, most: number): FoundValue[] {
  const search = byteSearch([...new Set(textOf(value).map(form => form.toString('latin1')))].map(form => Buffer.from(form, 'latin1')))
  return workspaceFiles(directory).flatMap(file => {
    const found: FoundValue[] = []
    withDescriptor(file, descriptor => search.searchDescriptor(descriptor, (_, offset) => {
      if (found.length < most) found.push({ file: file.name, offset })
    }))
    return found
  })
}

const sameTypes = (a: readonly Column[], b: readonly Column[]) => a.every((column, i) => column.type === b[i]!.type)

function remember(memory: Map<string, boolean>, key: string, find: (key: string) => boolean): boolean {
  const known = memory.get(key) ?? find(key)
  memory.set(key, known)
  return known
}

/** A hash in hexadecimal has at least this many digits. */
const leastHashDigits = 32

function byChance({ chance, bytes }: Trace, descriptor: number, offset: number): boolean {
  if (chance === 'none') return false
  const around = Buffer.alloc(bytes.length + 2 * leastHashDigits)
  const start = Math.max(0, offset - leastHashDigits)
  const text = around.subarray(0, readSync(descriptor, around, 0, around.length, start)).toString('latin1')
  const before = text.slice(0, offset - start)
  const after = text.slice(offset - start + bytes.length)
  if (chance === 'longer-number') return /[\w.+/-]$/.test(before) || /^[\w.+/-]/.test(after)
  const digits = /[0-9a-f]*$/i.exec(before)![0].length + bytes.length + /^[0-9a-f]*/i.exec(after)![0].length
  return digits >= leastHashDigits
}

/** Words Lethe itself writes into the workspace's files: keys of what is stored as JSON, and of key files. */
const storedWords = [
  'categories constant features format levels missing number numbers category weight scale positive column kind',
  'accuracy baseline logLoss computeMs trainMs prepareMs model.encoder model.weights model.hessian rows.names rows.labels rows.numbers rows.codes',
  '-----BEGIN PRIVATE KEY----- -----END PRIVATE KEY----- -----BEGIN PUBLIC KEY----- -----END PUBLIC KEY-----',
  'ledger-opened dataset-imported model-trained request-opened request-verified request-approved erasure-intended erasure-undone erasure-adopted',
  'erasure-completed record-exported not-protected vouched-for-by-operator by-operator interrupted cancelled keyProtection receivedAt testRows trainRows',
  'dataset-erasure-intended dataset-erasure-undone dataset-erased dataset-erasure-completed dataset-erasure-reapplied executing verifying completed',
  'request-noted request-matched matches-decided request-submitted approval-undone request-denied request-withdrawn request-not-found request-expired hold-placed hold-lifted',
  'answer-sent notice-sent notice-confirmed notice-impossible identifiers-destroyed suppression-lifted suppressions-expired list-loaded list-answered report-exported hashes identity-asked identity-received',
  'awaiting-verification matching awaiting-approval completed-in-part denied expired-unverified vouched-for logged-in data-points document agent-authorised by-second-person acknowledged fee-asked fee-paid',
  'rows keep reason because together requests privacy effort interrupted failed withdrawn submitted decided erasure holdBlocks',
  'channel letter e-mail web-form phone in-person askedBy person agent datasets opened duplicates notFound refused graceUntil',
  'actor-added actor-changed actor-left administrator officer approver engineer auditor passphrase given-by-another',
  'settings-changed accuracyFloor batchDays guarantee same-bits certified organisation contact',
  'workspace-restored erasure-reapplied restore-searched backupMadeAt replacedEntries replacedRoot unresolved firstErasedAt searched notSearchable residue workspace',
].join(' ')

/** Texts the database holds that are no person's: its schema, the names of columns and datasets, the label's positive value, recipes. */
function* databaseTexts(db: Db, datasets: readonly Dataset[]): Generator<string> {
  const read = (sql: string) => db.prepare<[], string>(sql).pluck().iterate()
  yield* read(`SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL`)
  yield* read(`SELECT DISTINCT recipe FROM model`)
  yield* read(`SELECT DISTINCT method || ' ' || guarantee FROM model_version`)
  yield* read(`SELECT DISTINCT law || ' ' || rule_version || ' ' || scope || ' ' || state FROM request`)
  yield* read(`SELECT outcome FROM request_outcome`)
  yield* read(`SELECT organisation_name || ' ' || organisation_contact || ' ' || coalesce(time_zone, '') FROM settings`)
  yield* read(`SELECT name FROM actor_name`)
  yield* read(`SELECT DISTINCT call || ' ' || state || ' ' || coalesce(error, '') FROM job`)
  yield storedWords
  for (const { name, labelPositive, columns } of datasets) yield* [name, labelPositive ?? '', ...columns.map(column => column.name)]
}
