import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Column } from '../../src-main/contract/dataset.ts'
import { seededRandom } from '../../src-main/core/base/seeded-random.ts'
import { openCore } from '../../src-main/core/core.ts'
import { openDatabase } from '../../src-main/core/database/open-database.ts'
import { insertDataset, nextDatasetNumber, type Dataset } from '../../src-main/core/datasets/dataset-table.ts'
import { createRowTable, indexRowTable, rowInserter } from '../../src-main/core/datasets/row-table.ts'
import { personHash, subjectOf } from '../../src-main/core/requests/suppression.ts'
import { nodePorts } from '../../src-main/shells/node-ports.ts'
import { benchRun } from './adult-workspace.ts'

const column = (name: string, type: Column['type'], role: Column['role']): Column => ({ name, type, role })

const columns: readonly Column[] = [
  column('customer', 'text', 'subject'), column('mail', 'text', 'ignored'), column('age', 'integer', 'feature'), column('income', 'number', 'feature'), column('city', 'text', 'feature'),
  column('plan', 'text', 'feature'), column('visits', 'integer', 'feature'), column('answered', 'text', 'label'),
]

const domains = ['Example.org', 'example.com', 'Mail.example', 'post.example']
const customer = (row: number) => `customer-${(row * 7919) % 10_000_019}`
const mail = (row: number) => `Person.${(row * 104_729).toString(36)}@${domains[row % 4]!}`

export interface Customers {
  /** The workspace, closed. */
  readonly directory: string
  readonly what: string
  /** A list of so many of them by their addresses, none with the capitals they are kept with; the same for the same number. */
  writeList(people: number): string
  /** A copy of the workspace in the same folder. */
  copy(): string
  remove(): void
}

/** A workspace with a dataset "customers" of so many people, one a row, and a model of each of these learners. */
export async function customersWorkspace(rows: number, learners: readonly string[]): Promise<Customers> {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-bench-'))
  const directory = join(folder, 'workspace')
  const ports = nodePorts(directory)
  const core = openCore(directory, ports)
  // What keys there are is made by the first import.
  const first = join(folder, 'first.csv')
  writeFileSync(first, 'id,x,y\na,1,yes\nb,2,no\n')
  await core.call('dataset.import', { file: ports.files.handOut(first, 'read'), name: 'first', ignore: [], features: [], text: [], dryRun: false }, benchRun)
  await core.call('dataset.erase', { dataset: 'first' }, benchRun)
  const key = ports.secrets.read('suppression-key')!
  const db = openDatabase(join(directory, 'lethe.db'))
  db.pragma('synchronous = OFF')
  const random = seededRandom(1)
  const below = (most: number) => Math.floor(random() * most)
  db.transaction(() => {
    const dataset: Dataset = { id: 'ds-bench', number: nextDatasetNumber(db), name: 'customers', importedAt: '2026-11-25T00:00:00.000Z', lastRow: rows, labelPositive: 'yes', columns }
    createRowTable(db, dataset)
    const insert = rowInserter(db, dataset)
    for (let row = 1; row <= rows; row += 1) {
      const age = 17 + below(73)
      insert(row, subjectOf(personHash(key, customer(row))), [
        customer(row), mail(row), age, Math.round(random() * 1e7) / 100, `City ${below(40)}`, ['basic', 'plus', 'family', 'none'][below(4)]!, below(1000), random() < 1 / (1 + Math.exp((50 - age) / 15)) ? 'yes' : 'no',
      ])
    }
    indexRowTable(db, dataset)
    insertDataset(db, dataset, rows, [])
  })()
  db.exec('VACUUM')
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
  for (const learner of learners) await core.call('model.train', { dataset: 'customers', learner, settings: {} }, benchRun)
  core.close()
  let copies = 0
  return {
    directory, what: `${rows.toLocaleString('en')} rows × ${columns.length} columns from a seed; models: ${learners.join(', ') || 'none'}`,
    writeList(people) {
      const file = join(folder, `list-${people}.csv`)
      const step = rows / people
      writeFileSync(file, `mail\n${Array.from({ length: people }, (_, i) => `${mail(1 + Math.floor(i * step)).toLowerCase()}\n`).join('')}`)
      return file
    },
    copy() {
      const to = join(folder, `copy-${copies += 1}`)
      cpSync(directory, to, { recursive: true })
      return to
    },
    remove: () => rmSync(folder, { recursive: true }),
  }
}
