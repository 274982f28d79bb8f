import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Column } from '../../src-main/contract/dataset.ts'
import { seededRandom } from '../../src-main/core/base/seeded-random.ts'
import { openCore, type Core } from '../../src-main/core/core.ts'
import { openDatabase, type Db } from '../../src-main/core/database/open-database.ts'
import type { Cell } from '../../src-main/core/datasets/cell.ts'
import { insertDataset, nextDatasetNumber, type Dataset } from '../../src-main/core/datasets/dataset-table.ts'
import { createRowTable, indexRowTable, rowInserter } from '../../src-main/core/datasets/row-table.ts'
import { insertRequest } from '../../src-main/core/requests/request-table.ts'
import { nodePorts } from '../../src-main/shells/node-ports.ts'

const text = (name: string): Column => ({ name, type: 'text', role: 'feature' })
const integer = (name: string): Column => ({ name, type: 'integer', role: 'feature' })
const number = (name: string): Column => ({ name, type: 'number', role: 'feature' })

const columns: readonly Column[] = [
  text('customer'), text('name'), text('city'), integer('age'), number('income'), text('plan'), integer('years'),
  number('score'), text('region'), integer('visits'), text('answered'), number('share'), text('note'),
]

const givenNames = ['Anna', 'Bert', 'Chloé', 'Dörte', 'Émile', 'Fritz', 'Göran', 'Hanna', 'Ines', 'Jörg', 'Karl', 'Lena', 'Mia', 'Noël', 'Olaf', 'Pia']
const familyNames = ['Müller', 'Smith', 'García', 'Nowak', 'Łukasz', 'Ivanov', 'Øster', 'Tanaka', 'Weiß', 'Brown']
const syllables = ['ka', 'lo', 'mi', 'ren', 'tas', 'ver', 'dun', 'el', 'or', 'an']

/** A function that makes one row of cells after the other; the same for the same seed. */
function rowMaker(seed: number): () => Cell[] {
  const random = seededRandom(seed)
  const below = (count: number) => Math.floor(random() * count)
  const pick = (list: readonly string[]) => list[below(list.length)]!
  return () => [
    `customer-${below(1e9)}`, `${pick(givenNames)} ${pick(familyNames)} ${pick(syllables)}${pick(syllables)}${pick(syllables)}${pick(syllables)}`, `City ${below(500)}`,
    17 + below(73), Math.round(random() * 1e7) / 100, pick(['basic', 'plus', 'family', 'none']), below(16), random() * 10, `level ${below(42)}`, below(1e6),
    random() < 0.1 ? null : pick(['yes', 'no']), Math.round(random() * 1e4) / 1e4, `note ${pick(syllables)}${pick(syllables)} ${pick(syllables)}`,
  ]
}

/** Adds a dataset "many" of so many rows, 1 in 100 record numbers left out. */
export function addManyRows(db: Db, rows: number): Dataset {
  const make = rowMaker(1)
  const random = seededRandom(2)
  return db.transaction(() => {
    const dataset: Dataset = { id: 'ds-bench', number: nextDatasetNumber(db), name: 'many', importedAt: '2026-11-25T00:00:00.000Z', lastRow: Math.floor(rows / 0.99), labelPositive: null, columns }
    createRowTable(db, dataset)
    const insert = rowInserter(db, dataset)
    let left = rows
    for (let row = 1; row <= dataset.lastRow; row += 1) {
      if (random() * (dataset.lastRow - row + 1) >= left) continue
      const subject = Buffer.alloc(16)
      for (let word = 0; word < 4; word += 1) subject.writeUInt32LE(Math.floor(random() * 2 ** 32), 4 * word)
      insert(row, subject, make())
      left -= 1
    }
    indexRowTable(db, dataset)
    insertDataset(db, dataset, rows, [])
    return dataset
  })()
}

export const manyRowsWords = (rows: number, { lastRow }: Dataset): string =>
  `${rows.toLocaleString('en')} rows × ${columns.length} columns from a seed, row numbers up to ${lastRow.toLocaleString('en')}`

/** A workspace with one dataset "many" of so many rows and open requests of three rows each. */
export function manyRows(rows: number, requests: number): { core: Core; db: Db; dataset: Dataset; what: string; remove(): void } {
  const directory = mkdtempSync(join(tmpdir(), 'lethe-bench-'))
  const core = openCore(directory, nodePorts(directory))
  const db = openDatabase(join(directory, 'lethe.db'))
  db.pragma('synchronous = OFF')
  const dataset = addManyRows(db, rows)
  db.transaction(() => {
    for (let i = 0; i < requests; i += 1) {
      const first = 1 + Math.floor((i * (dataset.lastRow - 10)) / Math.max(requests, 1))
      const matched = db.prepare<[number], number>('SELECT row FROM dataset_rows_1 WHERE row >= ? LIMIT 3').pluck().all(first)
      insertRequest(db, {
        id: `rq-${i}`, scope: 'rows', law: 'gdpr', ruleVersion: 'gdpr-basic-1', receivedAt: '2026-11-20T00:00:00.000Z', dueAt: '2026-12-21',
        acknowledgeBy: null, extendable: null, calendar: null, readings: {}, timeZone: null, duplicateOf: null,
        channel: 'other', askedBy: 'person', openedBy: 'p-000000000000', openedAt: '2026-11-20T00:00:00.000Z', state: i % 2 === 0 ? 'received' : 'approved',
      }, [{ dataset, rows: matched }], [])
    }
  })()
  db.exec('VACUUM')
  db.pragma('wal_checkpoint(TRUNCATE)')
  return {
    core, db, dataset, what: `${manyRowsWords(rows, dataset)}; ${requests.toLocaleString('en')} open requests`,
    remove() {
      db.close()
      core.close()
      rmSync(directory, { recursive: true })
    },
  }
}
