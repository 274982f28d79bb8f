import { chmodSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openDatabase } from '../../../src-main/core/database/open-database.ts'
import { findDataset } from '../../../src-main/core/datasets/dataset-table.ts'
import { iterateRows } from '../../../src-main/core/datasets/row-table.ts'
import { coreWith, quietRun, type TestCore } from '../../support/core-with.ts'
import { personFile } from '../../support/person-file.ts'
import { workspaceBytes } from '../../support/workspace-bytes.ts'

const options = { name: 'people', ignore: [], features: [], text: [], dryRun: false }

function rowTables({ directory }: TestCore): string[] {
  const db = openDatabase(join(directory, 'lethe.db'))
  const tables = db.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE name LIKE 'dataset_rows%'`).pluck().all()
  db.close()
  return tables
}

const stored = ({ directory }: TestCore) => {
  const db = openDatabase(join(directory, 'lethe.db'))
  const rows = Array.from(iterateRows(db, findDataset(db, 'people')), ([row, , ...cells]) => [row, ...cells])
  db.close()
  return rows
}

describe('an import', () => {
  test('sets aside what does not parse, by row, line, column and reason, and keeps the rest with its row numbers', async () => {
    const lethe = await coreWith()
    const lines = ['id,note,size,label', 'a1,x,1,yes', 'a2,"two\nlines",2,no', 'a3,x', 'a4,x,three,yes', '', 'a5,x,4,no', ',x,5,yes', 'a6,"q"q,6,no', 'a7,\0,7,no', ',,,', 'a8,x,8,yes', 'a9,x,9,no', 'a10,=1+1,10,yes', 'a11,x,']
    const report = await lethe.core.call('dataset.import', { file: lethe.toRead(lethe.write('f.csv', lines.join('\n'))), ...options, subject: 'id', features: ['note'], label: 'label' }, lethe.run)
    expect(report.rejects.map(({ row, line, position, reason }) => [row, line, position, reason])).toEqual([
      [3, 5, null, 'cell-count'], [4, 6, 2, 'not-a-number'], [6, 9, 0, 'no-identifier'], [7, 10, null, 'bad-quote'], [8, 11, 1, 'nul-character'], [9, 12, null, 'blank'], [13, 16, null, 'cell-count'],
    ])
    expect(stored(lethe)).toEqual([[1, 'a1', 'x', 1, 'yes'], [2, 'a2', 'two\nlines', 2, 'no'], [5, 'a5', 'x', 4, 'no'], [10, 'a8', 'x', 8, 'yes'], [11, 'a9', 'x', 9, 'no'], [12, 'a10', '=1+1', 10, 'yes']])
    expect((await lethe.core.call('dataset.list', {}, lethe.run))[0]).toMatchObject({ rows: 6, rejected: 7, lastRow: 13 })
  })

  test('keeps every value as written where a number would not', async () => {
    const lethe = await coreWith({ csv: 'zip,big,huge,comma,gap,plus,zero,label\n' + '007,9007199254740993,1e400,"1,5",NaN,+5,-0,yes\n01,2,1,"2,5",3, 6 ,1,no\n'.repeat(3) })
    expect(stored(lethe).slice(0, 2)).toEqual([[1, '007', '9007199254740993', '1e400', '1,5', null, 5, 0, 'yes'], [2, '01', '2', '1', '2,5', 3, 6, 1, 'no']])
  })

  test('gives the same dataset for every line end and with a byte order mark', async () => {
    const text = 'id,note,label\n1,"a\nb",yes\n2,c,no\n'
    const expected = [[1, 'a\nb', 'yes'], [2, 'c', 'no']]
    const core = await coreWith()
    for (const [i, content] of [text, `\uFEFF${text}`, text.replaceAll('\n', '\r\n'), text.replaceAll('\n', '\r'), `\n${text}\n\n`].entries()) {
      const { dataset } = await core.core.call('dataset.import', { file: core.toRead(core.write(`${i}.csv`, content)), ...options, name: `people ${i}` }, core.run)
      const db = openDatabase(join(core.directory, 'lethe.db'))
      expect(Array.from(iterateRows(db, findDataset(db, dataset!.datasetId)), ([, , , note, label]) => [note, label])).toEqual(expected.map(([, note, label]) => [String(note).replace('\n', ['\n', '\n', '\r\n', '\r', '\n'][i]!), label]))
      db.close()
    }
  })

  test('as a dry run reports the same and changes nothing', async () => {
    const lethe = await coreWith()
    const file = lethe.write('f.csv', 'id,size,label\n1,2,yes\n2,x,no\n3,4,no\n4,5,no\n5,6,yes\n6,7,no\n')
    const before = workspaceBytes(lethe.directory)
    const looked = await lethe.core.call('dataset.import', { file: lethe.toRead(file), ...options, dryRun: true }, lethe.run)
    expect(workspaceBytes(lethe.directory)).toEqual(before)
    const { dataset, ...imported } = await lethe.core.call('dataset.import', { file: lethe.toRead(file), ...options }, lethe.run)
    const { preview, ...report } = looked
    expect(report).toEqual(imported)
    expect(preview).toHaveLength(6)
    expect(dataset!.rows).toBe(5)
  })

  test('as a dry run shows the first records as they stand in the file, with what keeps each out', async () => {
    const lethe = await coreWith()
    const long = '👩‍🚀'.repeat(200)
    const lines = ['id,note,size,label', `p1,${long},1,yes`, 'p2,x,three,no', 'p3,x', 'p4,"a\nb",4,yes', ...Array.from({ length: 40 }, (_, i) => `q${i},x,${i},no`)]
    const call = (dryRun: boolean) => lethe.core.call('dataset.import', { file: lethe.toRead(lethe.write('f.csv', lines.join('\n'))), ...options, dryRun }, lethe.run)
    const { preview } = await call(true)
    expect(preview).toHaveLength(20)
    expect(preview!.slice(1, 4)).toEqual([
      { row: 2, line: 3, cells: ['p2', 'x', 'three', 'no'], problem: { position: 2, reason: 'not-a-number' } },
      { row: 3, line: 4, cells: ['p3', 'x'], problem: { position: null, reason: 'cell-count' } },
      { row: 4, line: 5, cells: ['p4', 'a\nb', '4', 'yes'], problem: null },
    ])
    expect(Array.from(preview![0]!.cells[1]!)).toEqual(Array.from(long).slice(0, 200))
    expect(await call(false)).not.toHaveProperty('preview')
  })

  test('stores no digest of the file', async () => {
    const lethe = await coreWith()
    const { sha256 } = await lethe.core.call('dataset.import', { file: lethe.toRead(lethe.write('f.csv', 'a,label\n1,yes\n2,no\n')), ...options }, lethe.run)
    const everything = Buffer.concat([...workspaceBytes(lethe.directory).values()])
    expect(everything.includes(sha256)).toBe(false)
    expect(everything.includes(Buffer.from(sha256, 'hex'))).toBe(false)
  })
})

/** For the first progress told: the first reading has the whole of so small a file by then. */
const once = (act: () => void) => {
  let done = false
  return () => {
    if (!done) act()
    done = true
  }
}

describe('an import that fails', () => {
  const { csv, people } = personFile(2000, 3)

  async function nothingOf(lethe: TestCore): Promise<void> {
    expect(await lethe.core.call('dataset.list', {}, lethe.run)).toEqual([])
    expect((await lethe.core.call('ledger.check', {}, lethe.run)).ok).toBe(true)
    expect(rowTables(lethe)).toEqual([])
    const everything = Buffer.concat([...workspaceBytes(lethe.directory).values()])
    for (const person of people.slice(0, 50)) expect(everything.includes(person.email)).toBe(false)
    await lethe.import(lethe.write('again.csv', csv))
  }

  test('because it was cancelled while storing leaves nothing, and can be run again', async () => {
    const lethe = await coreWith()
    const controller = new AbortController()
    const run = { signal: controller.signal, progress: (stage: string) => stage === 'index' && controller.abort(new Error('stop')) }
    await expect(lethe.core.call('dataset.import', { file: lethe.toRead(lethe.write('f.csv', csv)), ...options }, run)).rejects.toMatchObject({ code: 'run/cancelled' })
    await nothingOf(lethe)
  })

  test('because the file changed between its two readings leaves nothing', async () => {
    const lethe = await coreWith()
    const file = lethe.write('f.csv', csv)
    const progress = () => writeFileSync(file, csv.replace('ID-', 'XX-'))
    await expect(lethe.core.call('dataset.import', { file: lethe.toRead(file), ...options }, { ...quietRun(), progress: once(progress) })).rejects.toMatchObject({ code: 'import/file-changed' })
    await nothingOf(lethe)
  })

  test('because the file was cut off between its two readings leaves nothing', async () => {
    const lethe = await coreWith()
    const file = lethe.write('f.csv', csv)
    const progress = once(() => truncateSync(file, 1000))
    await expect(lethe.core.call('dataset.import', { file: lethe.toRead(file), ...options }, { ...quietRun(), progress })).rejects.toMatchObject({ code: expect.stringMatching(/^import\//) })
    await nothingOf(lethe)
  })

  test('because no record could be read leaves nothing, and says where the first failed', async () => {
    const lethe = await coreWith()
    await expect(lethe.core.call('dataset.import', { file: lethe.toRead(lethe.write('f.csv', 'a,b\n1\n2\n')), ...options }, lethe.run)).rejects.toThrow('None of the 2 records could be read; the first failed at line 2')
    await nothingOf(lethe)
  })
})

describe('people who were erased', () => {
  const csv = `person,age,label\n${Array.from({ length: 60 }, (_, i) => `p-${i % 30},${20 + i},${i % 2 === 0 ? 'yes' : 'no'}`).join('\n')}\n`

  test('are caught when their data comes again, under any name, and named by line only', async () => {
    const lethe = await coreWith({ csv })
    await lethe.erase({ subject: 'p-7' })
    const report = await lethe.core.call('dataset.import', { file: lethe.toRead(lethe.write('again.csv', csv.replace('person', 'kunde'))), ...options, name: 'again', subject: 'kunde' }, lethe.run)
    expect(report.rejects).toEqual([{ row: 8, line: 9, position: 0, reason: 'suppressed' }, { row: 38, line: 39, position: 0, reason: 'suppressed' }])
    await expect(lethe.core.call('request.open', { dataset: 'people', who: { subject: 'p-7' }, law: 'gdpr' }, lethe.run)).rejects.toMatchObject({ code: 'request/person-erased' })
    await expect(lethe.core.call('request.open', { dataset: 'people', who: { subject: 'p-77' }, law: 'gdpr' }, lethe.run)).rejects.toMatchObject({ code: 'request/person-not-found' })
  })

  test('cannot come back because a key was exchanged: the wrong key is refused', async () => {
    const lethe = await coreWith({ csv })
    await lethe.erase({ subject: 'p-7' })
    for (const key of ['suppression-key', 'sealing-key']) {
      const file = join(lethe.directory, 'keys', key)
      const right = readFileSync(file)
      chmodSync(file, 0o600)
      writeFileSync(file, Buffer.alloc(32, 5))
      await expect(lethe.core.call('dataset.import', { file: lethe.toRead(lethe.write('again.csv', csv)), ...options, name: 'again' }, lethe.run)).rejects.toMatchObject({ code: 'workspace/key-unusable', details: { key } })
      writeFileSync(file, right)
    }
  })
})
