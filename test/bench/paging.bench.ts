import type { Input } from '../../src-main/contract/api.ts'
import { seededRandom } from '../../src-main/core/base/seeded-random.ts'
import { benchRun } from './adult-workspace.ts'
import type { Benchmark } from './bench.ts'
import { manyRows } from './many-rows.ts'
import { percentiles } from './percentiles.ts'

const rows = 1_000_000
const perPage = 100
const pages = 200

export default {
  name: 'paging',
  about: 'pages of a million rows at any offset, in an order, within a filter, and making these, beside plain SQLite with ORDER BY … LIMIT … OFFSET',
  async run(bench) {
    const { core, db, what, remove } = manyRows(rows, 10_000)
    bench.fact('data', what)
    const random = seededRandom(9)
    const cells = Array.from({ length: 13 }, (_, i) => `c${i + 1}`).join(', ')
    const view = async (input: Partial<Input<'dataset.view'>>) => core.call('dataset.view', { dataset: 'many', order: [], conditions: [], ...input }, benchRun)
    const page = async (offset: number, viewId?: string) => {
      const { rows: found } = await core.call('dataset.page', { dataset: 'many', offset, limit: perPage, ...(viewId === undefined ? {} : { viewId }) }, benchRun)
      if (found.length === 0) throw new Error('The page is empty')
    }
    const plain = (clauses: string, ...values: string[]) => {
      const select = db.prepare(`SELECT row, ${cells} FROM dataset_rows_1 ${clauses} LIMIT ? OFFSET ?`).raw()
      return (offset: number) => { if (select.all(...values, perPage, offset).length === 0) throw new Error('The page is empty') }
    }

    const timedPages = async (title: string, total: number, peer: (offset: number) => void, peerRounds: number, viewId?: string) => {
      let offset = 0
      const ours = { name: 'dataset.page', run: () => page(offset, viewId) }
      await bench.compare(`${title}, random offsets`, [{ name: 'plain SQLite', peer: true, before: () => { offset = Math.floor(random() * total) }, run: () => peer(offset) }, ours], { runs: peerRounds })
      const alone = await bench.compare(`${title}, random offsets, alone`, [{ ...ours, before: () => { offset = Math.floor(random() * total) } }], { runs: pages })
      bench.fact(title, percentiles(alone.contenders[0]!))
    }
    const started = performance.now()
    await page(rows - perPage)
    bench.fact('the last page, asked for first', `${(performance.now() - started).toFixed(0)} ms`)
    await timedPages('a page as imported', rows, plain('ORDER BY row'), pages)
    const byIncome = await view({ order: [{ column: 'income', direction: 'down' }] })
    await timedPages('a page ordered by a number', byIncome.rows, plain('ORDER BY c5 DESC'), bench.runs, byIncome.viewId)
    const filtered = await view({ conditions: [{ column: 'region', is: 'equal', value: 'level 7' }] })
    await timedPages(`a page of the ${filtered.rows.toLocaleString('en')} rows that meet a condition`, filtered.rows, plain('WHERE c9 = ? COLLATE NOCASE ORDER BY row', 'level 7'), bench.runs, filtered.viewId)

    const numbers = (clauses: string, text?: string) => {
      const select = db.prepare(`SELECT row FROM dataset_rows_1 ${clauses}`).pluck()
      return () => void (text === undefined ? select.all() : select.all({ text }))
    }
    const inText = ['c1', 'c2', 'c3', 'c6', 'c9', 'c11', 'c13'].map(cell => `${cell} LIKE @text`).join(' OR ')
    const inAny = `${inText} OR ${['c4', 'c5', 'c7', 'c8', 'c10', 'c12'].map(cell => `CAST(${cell} AS TEXT) LIKE @text`).join(' OR ')}`
    const made: readonly [title: string, input: Partial<Input<'dataset.view'>>, peer: () => void][] = [
      ['order by a number', { order: [{ column: 'income', direction: 'up' }] }, numbers('ORDER BY c5')],
      ['order by a text, 500 different', { order: [{ column: 'city', direction: 'up' }] }, numbers('ORDER BY c3 COLLATE NOCASE')],
      ['order by a text, nearly all different', { order: [{ column: 'name', direction: 'up' }] }, numbers('ORDER BY c2 COLLATE NOCASE')],
      ['order by a text, then two numbers', { order: [{ column: 'city', direction: 'up' }, { column: 'age', direction: 'down' }, { column: 'income', direction: 'up' }] }, numbers('ORDER BY c3 COLLATE NOCASE, c4 DESC, c5')],
      ['filter by a number and a text', { conditions: [{ column: 'age', is: 'between', from: 30, to: 40 }, { column: 'name', is: 'containing', value: 'smith' }] }, numbers('WHERE c4 BETWEEN 30 AND 40 AND c2 LIKE @text', '%smith%')],
      ['filter by a text beyond ASCII', { conditions: [{ column: 'name', is: 'starting', value: 'éMILE MÜ' }] }, numbers('WHERE c2 LIKE @text', 'Émile Mü%')],
      ['search a text', { search: 'smith kalo' }, numbers(`WHERE ${inText}`, '%smith kalo%')],
      ['search a text beyond ASCII', { search: 'MÜLLER kalo' }, numbers(`WHERE ${inText}`, '%Müller kalo%')],
      ['search digits', { search: '12345' }, numbers(`WHERE ${inAny}`, '%12345%')],
    ]
    for (const [title, input, peer] of made) {
      const found = await view(input)
      await bench.compare(`${title}: ${found.rows.toLocaleString('en')} rows`, [{ name: 'plain SQLite, row numbers only', peer: true, run: peer }, { name: 'dataset.view', run: async () => void await view(input) }])
    }
    for (const column of ['income', 'name']) {
      await bench.compare(`profile of ${column}`, [{ name: 'dataset.profile', run: async () => void await core.call('dataset.profile', { dataset: 'many', column }, benchRun) }])
    }
    remove()
  },
} satisfies Benchmark
