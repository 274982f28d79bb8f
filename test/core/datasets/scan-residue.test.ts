import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Column } from '../../../src-main/contract/dataset.ts'
import { openDatabase, truncateWal, type Db } from '../../../src-main/core/database/open-database.ts'
import { findDataset, type Dataset } from '../../../src-main/core/datasets/dataset-table.ts'
import { rowImage } from '../../../src-main/core/datasets/row-image.ts'
import { deleteRows, readRows } from '../../../src-main/core/datasets/row-table.ts'
import { scanForValue, scanResidue, type ErasedContent } from '../../../src-main/core/datasets/scan-residue.ts'
import { coreWith } from '../../support/core-with.ts'

const towns = ['Oslo in Norway', 'Rome in Italy']
const person = (i: number) => `person-${String(i).padStart(4, '0')}`
const line = (i: number) => `${person(i)},"note ""${i * 7919}"" of its own é",${(i * 37.1 + 0.0625).toFixed(4)},${1_000_000 + i * 13},${towns[i % 2]},${i % 3 === 0 ? 'yes' : 'no'}`
const csv = `id,note,weight,number,town,answered\n${Array.from({ length: 60 }, (_, i) => line(i)).join('\n')}\n`
const erasedRow = 8

interface Erased {
  readonly db: Db
  readonly dataset: Dataset
  readonly directory: string
  readonly content: ErasedContent
}

/** A workspace in which one row was deleted, by hand, and everything is on disk. */
async function erased(): Promise<Erased> {
  const { core, directory } = await coreWith({ csv })
  core.close()
  const db = openDatabase(join(directory, 'lethe.db'))
  const dataset = findDataset(db, 'people')
  const content = { columns: dataset.columns, rows: readRows(db, dataset, [erasedRow]) }
  deleteRows(db, dataset, [erasedRow])
  truncateWal(db)
  return { db, dataset, directory, content }
}

test('after a deletion nothing of the row is found, and what others have too is counted as not searchable', async () => {
  const { db, directory, content } = await erased()
  const report = scanResidue(db, directory, content, [])
  expect(report.found).toBe(0)
  // Image, identifier, note, fraction and number, in their forms; the town is in kept rows, "no" is too short.
  expect(report.searched).toBeGreaterThanOrEqual(8)
  expect(report.notSearchable).toBeGreaterThanOrEqual(2)
  expect(report.files).toBeGreaterThan(4)
  db.close()
})

const littleEndian = (n: number) => {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(n)
  return bytes
}

describe('a planted trace is found', () => {
  const weight = 7 * 37.1 + 0.0625
  const note = `note "${7 * 7919}" of its own é`
  const plants: [string, (content: ErasedContent) => Buffer][] = [
    ['the identifier in UTF-8', () => Buffer.from(person(7))],
    ['the identifier in UTF-16', () => Buffer.from(person(7), 'utf16le')],
    ['a text with quotes as JSON', () => Buffer.from(JSON.stringify(note))],
    ['a text with quotes as it is', () => Buffer.from(`<${note}>`)],
    ['a whole number standing alone', () => Buffer.from(`x ${1_000_000 + 7 * 13} y`)],
    ['a fraction in digits', () => Buffer.from(`=${weight};`)],
    ['a fraction as a binary number of a typed array', () => littleEndian(weight)],
    ['a fraction as a binary number of SQLite', () => littleEndian(weight).reverse()],
    ['the record as SQLite stores it', content => rowImage(content.rows[0]!, content.columns)],
  ]
  test.each(plants)('%s', async (_, bytes) => {
    const { db, directory, content } = await erased()
    for (const place of ['temporary/left', 'logs/today.log', 'records/deep/er/file', 'keys/odd', 'lethe.db-journal', 'stray']) {
      const file = join(directory, place)
      mkdirSync(join(file, '..'), { recursive: true })
      writeFileSync(file, Buffer.concat([Buffer.from('before '), bytes(content), Buffer.from(' behind')]))
      const present = scanResidue(db, directory, content, []).found
      rmSync(file)
      const removed = scanResidue(db, directory, content, []).found
      expect({ place, present: present > 0, removed: removed > 0 }).toEqual({ place, present: true, removed: false })
    }
    db.close()
  })

  test('at the very end of the database file', async () => {
    const { db, directory, content } = await erased()
    appendFileSync(join(directory, 'lethe.db'), person(7))
    expect(scanResidue(db, directory, content, []).found).toBe(1)
    db.close()
  })
})

describe('what is not a trace', () => {
  test('digits inside a longer number', async () => {
    const { db, directory, content } = await erased()
    writeFileSync(join(directory, 'logs', 'x'), `9${1_000_000 + 7 * 13}4 a${1_000_000 + 7 * 13}`)
    expect(scanResidue(db, directory, content, []).found).toBe(0)
    db.close()
  })

  test('a value that a kept row, a column\'s name or a text of ours has as well', async () => {
    const { db, directory, content } = await erased()
    const columns: Column[] = [...content.columns.slice(0, 5), content.columns[5]!]
    const row = { ...content.rows[0]!, cells: [person(9), 'answered', 1.5, 12, 'a text of Lethe', 'no'] }
    writeFileSync(join(directory, 'logs', 'x'), `${person(9)} answered a text of Lethe`)
    const report = scanResidue(db, directory, { columns, rows: [row] }, ['here stands a text of Lethe itself'])
    expect(report.found).toBe(0)
    expect(report.notSearchable).toBeGreaterThanOrEqual(3)
    db.close()
  })

  test('a fraction of few bytes as a binary number: its zeros tell nothing', async () => {
    const { db, directory, content } = await erased()
    const { columns } = content
    const cells = content.rows[0]!.cells.map((cell, position) => (columns[position]!.type === 'number' ? 9058.5 : cell))
    writeFileSync(join(directory, 'logs', 'x'), littleEndian(9058.5))
    expect(scanResidue(db, directory, { columns, rows: [{ ...content.rows[0]!, cells }] }, [])).toMatchObject({ found: 0 })
    writeFileSync(join(directory, 'logs', 'x'), ' 9058.5 ')
    expect(scanResidue(db, directory, { columns, rows: [{ ...content.rows[0]!, cells }] }, [])).toMatchObject({ found: 1 })
    db.close()
  })

  test('the record of a kept row that is the same in every cell', async () => {
    const twin = 'kind,size,label\n'.concat('alphabet,1000000,yes\nalphabet,1000000,yes\nbetabeta,2000000,no\n'.repeat(4))
    const { core, directory } = await coreWith({ csv: twin })
    core.close()
    const db = openDatabase(join(directory, 'lethe.db'))
    const dataset = findDataset(db, 'people')
    const content = { columns: dataset.columns, rows: readRows(db, dataset, [1]) }
    deleteRows(db, dataset, [1])
    truncateWal(db)
    expect(scanResidue(db, directory, content, [])).toMatchObject({ found: 0 })
    db.close()
  })
})

test('searching for one value names each file and place it stands at, in every form', async () => {
  const { core, directory } = await coreWith({ csv })
  core.close()
  writeFileSync(join(directory, 'logs', 'a'), `..${person(3)}`)
  writeFileSync(join(directory, 'temporary', 'b'), Buffer.from(person(3), 'utf16le'))
  const found = scanForValue(directory, person(3), 100)
  expect(found.filter(({ file }) => file !== 'lethe.db')).toEqual([{ file: 'logs/a', offset: 2 }, { file: 'temporary/b', offset: 0 }])
  expect(found.some(({ file }) => file === 'lethe.db')).toBe(true)
  expect(scanForValue(directory, 'nobody-here', 100)).toEqual([])
  expect(scanForValue(directory, 'person', 3).filter(({ file }) => file === 'lethe.db')).toHaveLength(3)
})
