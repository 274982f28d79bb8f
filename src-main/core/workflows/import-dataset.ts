import type { Input } from '../../contract/api.ts'
import type { Column, ImportReport, Reject, RejectReason } from '../../contract/dataset.ts'
import { breathe } from '../base/breathe.ts'
import { CoreError } from '../base/core-error.ts'
import { newId } from '../base/ids.ts'
import { toInstant } from '../base/instant.ts'
import { databaseError, tidy, truncateWal } from '../database/open-database.ts'
import { parseCell, type Cell } from '../datasets/cell.ts'
import { datasetNameTaken, datasetSummary, insertDataset, nextDatasetNumber, type Dataset } from '../datasets/dataset-table.ts'
import { chooseColumns } from '../datasets/choose-columns.ts'
import type { CsvRecord } from '../datasets/csv-records.ts'
import { newProfile, profileCell } from '../datasets/infer-columns.ts'
import { detectCsvFormat, readCsv } from '../datasets/read-csv.ts'
import { createRowTable, indexRowTable, rowInserter } from '../datasets/row-table.ts'
import { columnNames, recurringNames } from '../datasets/column-names.ts'
import { suppressedCells } from '../matching/suppressed-cells.ts'
import { personHash, subjectOf } from '../requests/suppression.ts'
import { readSettings } from '../settings/settings-table.ts'
import type { Run } from '../ports.ts'
import type { Workspace } from './workspace.ts'

/** What was asked for, with the path behind the token. */
type Asked = Omit<Input<'dataset.import'>, 'file'> & { readonly file: string }

type PreviewRecord = NonNullable<ImportReport['preview']>[number]
/** How much of a file a dry run shows: the first records, and of each so many cells and characters. */
const [previewRecords, previewCells, previewCharacters] = [20, 100, 200]

/**
 * Imports one delimited text file as a new dataset, in two streaming passes: the first looks at every value to find types
 * and roles, the second stores. Either the whole dataset is there in the end, or nothing of it.
 */
export async function importDataset(ws: Workspace, { file, ...asked }: Input<'dataset.import'>, run: Run): Promise<ImportReport> {
  const input: Asked = { ...asked, file: ws.ports.files.toRead(file).path }
  if (datasetNameTaken(ws.db, input.name)) throw new CoreError('import/name-taken', { name: input.name })
  const format = await detectCsvFormat(input.file, input.delimiter)
  const names = columnNames(format.firstRecord, input.columnNames)
  const hasHeader = input.columnNames === undefined
  const width = names.length

  const profiles = names.map(newProfile)
  const recurring = hasHeader ? recurringNames(names) : undefined
  let records = 0
  let header = hasHeader
  const first = await readCsv(input.file, format, record => {
    if (header) {
      header = false
      return
    }
    records += 1
    if (record.badQuote || record.cells.length !== width) return
    const cells = record.cells.map(cell => cell.trim())
    recurring?.look(cells)
    for (let k = 0; k < width; k += 1) profileCell(profiles[k]!, cells[k]!)
  }, run, 'look')
  if (records === 0) throw new CoreError('import/no-rows', {})
  recurring?.refuse()
  const { columns, labelPositive } = chooseColumns(profiles, records, input)

  const reader = recordReader(columns)
  if (input.dryRun) {
    const rejects: Reject[] = []
    const preview: PreviewRecord[] = []
    let rows = 0
    await eachRecord(input, format, hasHeader, run, (record, row) => {
      const read = reader(record)
      if (preview.length < previewRecords) preview.push(previewOf(record, row, 'reason' in read ? read : null))
      if ('reason' in read) rejects.push({ row, line: record.line, ...read })
      else rows += 1
    })
    return { delimiter: format.delimiter, columns, labelPositive, rows, rejects, preview, sha256: first.sha256 }
  }

  const { db, ports } = ws
  const suppressionKey = ws.secret('suppression-key')
  ws.secret('sealing-key')
  ws.ledger.key()
  const suppressedAt = suppressedCells(db, suppressionKey, columns, readSettings(db).matching.phoneCountry)
  const subjectAt = columns.findIndex(column => column.role === 'subject')
  const rejects: Reject[] = []
  let rows = 0
  let suppressed = 0
  db.exec('BEGIN IMMEDIATE')
  try {
    const dataset: Dataset = {
      id: newId('dataset', ports.randomBytes), number: nextDatasetNumber(db), name: input.name,
      importedAt: toInstant(ports.clock.now()), lastRow: records, labelPositive, columns: columns.map(({ name, type, role }) => ({ name, type, role })),
    }
    createRowTable(db, dataset)
    const insert = rowInserter(db, dataset)
    const second = await eachRecord(input, format, hasHeader, run, (record, row) => {
      const read = reader(record)
      if ('reason' in read) {
        rejects.push({ row, line: record.line, ...read })
        return
      }
      const position = suppressedAt?.(read.cells) ?? -1
      if (position !== -1) {
        suppressed += 1
        rejects.push({ row, line: record.line, position, reason: 'suppressed' })
        return
      }
      const identifier = subjectAt === -1 ? null : (read.cells[subjectAt] as string)
      const subject = identifier === null ? null : subjectOf(personHash(suppressionKey, identifier))
      insert(row, subject, read.cells)
      rows += 1
    })
    if (second.sha256 !== first.sha256) throw new CoreError('import/file-changed', {})
    if (rows === 0 && suppressed === 0) {
      const { line, position } = rejects[0]!
      throw new CoreError('import/all-rejected', { rejected: rejects.length, line, column: position === null ? null : names[position]! })
    }
    run.progress('index', 0, 1)
    indexRowTable(db, dataset)
    insertDataset(db, dataset, rows, rejects)
    ws.ledger.append({ kind: 'dataset-imported', dataset: dataset.id, rows, rejected: rejects.length, suppressed })
    await breathe(run)
    run.progress('index', 1, 1)
    db.exec('COMMIT')
    run.progress('compact', 0, 1)
    // Once after each import: page splits leave copies of cells in gaps that deleting does not reach. Where it cannot be done
    // now, an erasure that finds such a copy does it.
    tidy(() => db.exec('VACUUM'), () => truncateWal(db))
    return { dataset: datasetSummary(db, dataset), delimiter: format.delimiter, columns, labelPositive, rows, rejects, sha256: first.sha256 }
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK')
    tidy(() => truncateWal(db))
    throw databaseError(error)
  }
}

const previewOf = ({ cells, line }: CsvRecord, row: number, problem: PreviewRecord['problem']): PreviewRecord => ({ row, line, cells: cells.slice(0, previewCells).map(beginning), problem })

/** By characters, not by halves of them. */
const beginning = (text: string): string => Array.from(text.slice(0, previewCharacters * 2)).slice(0, previewCharacters).join('')

function eachRecord(
  input: Asked, format: Parameters<typeof readCsv>[1], hasHeader: boolean, run: Run, onRecord: (record: CsvRecord, row: number) => void,
): Promise<{ sha256: string }> {
  let row = hasHeader ? -1 : 0
  return readCsv(input.file, format, record => {
    row += 1
    if (row > 0) onRecord(record, row)
  }, run, input.dryRun ? 'read' : 'store')
}

/** Turns a record into cells, or says why it cannot be. */
function recordReader(columns: readonly Column[]): (record: CsvRecord) => { cells: Cell[] } | { position: number | null; reason: RejectReason } {
  return ({ cells: texts, badQuote }) => {
    if (badQuote) return { position: null, reason: 'bad-quote' }
    if (texts.length !== columns.length) return { position: null, reason: texts.every(text => text.trim() === '') ? 'blank' : 'cell-count' }
    const cells: Cell[] = []
    let blank = true
    for (let position = 0; position < texts.length; position += 1) {
      const text = texts[position]!.trim()
      if (text.includes('\0')) return { position, reason: 'nul-character' }
      const column = columns[position]!
      const cell = parseCell(text, column.type)
      if (cell === undefined) return { position, reason: 'not-a-number' }
      if (cell === null && column.role === 'subject') return texts.every(t => t.trim() === '') ? { position: null, reason: 'blank' } : { position, reason: 'no-identifier' }
      if (cell !== null) blank = false
      cells.push(cell)
    }
    return blank ? { position: null, reason: 'blank' } : { cells }
  }
}
