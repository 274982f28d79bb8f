import { readSync } from 'node:fs'
import type { Column } from '../../contract/dataset.ts'
import type { ResidueReport } from '../../contract/record.ts'
import type { Db } from '../database/open-database.ts'
import { listDatasets, type Dataset } from './dataset-table.ts'
import { rowImage } from './row-image.ts'
import { someCellContains, someRowEquals, type StoredRow } from './row-table.ts'
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
  /** Digits also occur by chance inside longer words and codes, so they count only where they stand alone. */
  readonly wholeWord: boolean
}

const textOf = (value: string): Buffer[] => {
  const escaped = JSON.stringify(value).slice(1, -1)
  const forms = [Buffer.from(value), Buffer.from(value, 'utf16le')]
  return escaped === value ? forms : [...forms, Buffer.from(escaped)]
}

function tracesOf({ columns, rows }: ErasedContent): { traces: Trace[]; tooShort: number } {
  const traces: Trace[] = []
  const seen = new Set<string>()
  const short = new Set<string>()
  const add = (key: string, bytes: Buffer, source: Trace['source'], wholeWord: boolean) => {
    if (seen.has(key)) return
    seen.add(key)
    traces.push({ bytes, source, wholeWord })
  }
  for (const row of rows) {
    const image = rowImage(row, columns)
    add(`row ${image.toString('latin1')}`, image, { row }, false)
    row.cells.forEach((cell, position) => {
      if (cell === null) return
      const value = String(cell)
      if (Buffer.byteLength(value) < leastPatternBytes) {
        short.add(`${position} ${value}`)
        return
      }
      textOf(value).forEach((bytes, form) => add(`text ${form} ${value}`, bytes, { value }, typeof cell === 'number'))
      if (typeof cell === 'number' && !Number.isInteger(cell)) {
        // A fraction as a binary number: little-endian in typed arrays, big-endian in SQLite's records.
        const little = Buffer.alloc(8)
        little.writeDoubleLE(cell)
        add(`LE ${value}`, little, { value }, false)
        add(`BE ${value}`, Buffer.from(little).reverse(), { value }, false)
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
      if (!trace.wholeWord || standsAlone(descriptor, offset, trace.bytes.length)) hit.add(index)
    }))
  }
  const datasets = listDatasets(db)
  const metadata = [...ownTexts, ...databaseTexts(db, datasets)]
  const explainedValues = new Map<string, boolean>()
  let found = 0
  let explained = 0
  for (const index of hit) {
    const { source } = traces[index]!
    const known = 'row' in source
      ? datasets.some(d => d.columns.length === source.row.cells.length && sameTypes(d.columns, content.columns) && someRowEquals(db, d, source.row.subject, source.row.cells))
      : remember(explainedValues, source.value, value => metadata.some(text => text.includes(value)) || datasets.some(d => someCellContains(db, d, value)))
    if (known) explained += 1
    else found += 1
  }
  return { files: files.length, bytes, searched: traces.length - explained, notSearchable: tooShort + explained, found }
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

const isWordByte = (byte: number | undefined) =>
  byte !== undefined && ((byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 46 || byte === 43 || byte === 47 || byte === 45)

function standsAlone(descriptor: number, offset: number, length: number): boolean {
  const byteAt = (position: number) => {
    const byte = Buffer.alloc(1)
    return position >= 0 && readSync(descriptor, byte, 0, 1, position) === 1 ? byte[0] : undefined
  }
  return !isWordByte(byteAt(offset - 1)) && !isWordByte(byteAt(offset + length))
}

/** Texts the database holds that are no person's: its schema, the names of columns and datasets, the label's positive value, recipes. */
function databaseTexts(db: Db, datasets: readonly Dataset[]): string[] {
  const schema = db.prepare<[], string>(`SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL`).pluck().all()
  const names = datasets.flatMap(d => [d.name, d.labelPositive ?? '', ...d.columns.map(c => c.name)])
  return [...schema, ...names]
}
