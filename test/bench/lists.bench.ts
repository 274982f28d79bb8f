import { openDatabase } from '../../src-main/core/database/open-database.ts'
import { openCore, type CoreCall } from '../../src-main/core/core.ts'
import type { Input } from '../../src-main/contract/api.ts'
import type { LedgerFacts } from '../../src-main/contract/ledger.ts'
import { openLedger } from '../../src-main/core/ledger/ledger.ts'
import { nodePorts } from '../../src-main/shells/node-ports.ts'
import { adultWorkspace, benchRun } from './adult-workspace.ts'
import type { Benchmark } from './bench.ts'
import { percentiles } from './percentiles.ts'

const models = 100
const requests = 10_000
const entries = 100_000
const rounds = 50

export default {
  name: 'lists',
  about: `what screens ask for at once, in a workspace of ${models} models, 10,000 requests and 100,000 ledger entries`,
  async run(bench) {
    const { directory, what, remove } = await adultWorkspace()
    const ports = nodePorts(directory)
    const core = openCore(directory, ports)
    const [first] = await core.call('model.list', {}, benchRun)
    const { requestId } = await core.call('request.open', { dataset: 'adult', who: { rows: [5] }, law: 'gdpr' }, benchRun)
    await core.call('erasure.run', { requestId, method: 'auto', compare: false }, benchRun)

    const db = openDatabase(`${directory}/lethe.db`)
    db.pragma('synchronous = OFF')
    const { id, actor } = db.prepare('SELECT id, actor FROM workspace').get() as { id: string; actor: string }
    const ledger = openLedger({ db, clock: ports.clock, secrets: ports.secrets, workspaceId: id, actor })
    db.pragma('foreign_keys = OFF')
    db.transaction(() => {
      for (let i = 1; i < models; i += 1) {
        for (const [table, columns] of [
          ['model', 'dataset_id, learner, recipe, created_at'], ['model_version', 'version, at, method, guarantee, boundary, request_id, train_rows, test_rows, commitment'],
          ['model_content', 'version, salt, published, metrics, timings'], ['model_state', 'version, part, bytes'],
        ] as const) {
          const key = table === 'model' ? 'id' : 'model_id'
          db.prepare(`INSERT INTO ${table} (${key}, ${columns}) SELECT @copy, ${columns} FROM ${table} WHERE ${key} = @model`).run({ copy: `m-${i}`, model: first!.modelId })
        }
      }
      for (let i = 1; i < requests; i += 1) {
        const copy = `rq-${i}`
        const done = i % 2 === 0
        db.prepare(`INSERT INTO request SELECT @copy, dataset_id, scope, law, rule_version, received_at, date(due_at, @days), @state, 3 FROM request WHERE id = @requestId`)
          .run({ copy, requestId, days: `-${i % 60} days`, state: done ? 'completed' : 'received' })
        if (done) db.prepare(`INSERT INTO request_outcome SELECT @copy, outcome FROM request_outcome WHERE request_id = @requestId`).run({ copy, requestId })
        else for (let k = 0; k < 3; k += 1) db.prepare('INSERT INTO request_row (request_id, row) VALUES (?, ?)').run(copy, 10 + 3 * i + k)
      }
    })()
    for (let made = ledger.size(); made < entries; made += 10) {
      db.transaction(() => {
        ledger.append(...Array.from({ length: 10 }, (_, k): LedgerFacts => (k === 0 ? { kind: 'record-exported', request: `rq-${2 * (made % 4000)}` } : { kind: 'request-approved', request: `rq-${made % 7000}`, how: 'by-operator' })))
      })()
    }
    db.exec('VACUUM')
    db.pragma('wal_checkpoint(TRUNCATE)')
    bench.fact('data', what)
    bench.fact('workspace', `${models} models, ${requests.toLocaleString('en')} requests, half of them open with 3 rows each, ${ledger.size().toLocaleString('en')} ledger entries`)
    db.close()

    const timed = async <N extends CoreCall>(name: N, input: Input<N>) => {
      const { contenders } = await bench.compare(name, [{ name, run: async () => void await core.call(name, input, benchRun) }], { runs: rounds })
      bench.fact(name, percentiles(contenders[0]!))
    }
    await timed('workspace.overview', {})
    await timed('dataset.list', {})
    await timed('dataset.show', { dataset: 'adult' })
    await timed('dataset.page', { dataset: 'adult', offset: 20_000, limit: 100 })
    await timed('model.list', {})
    await timed('model.show', { modelId: 'm-50' })
    await timed('request.list', {})
    await timed('request.show', { requestId: 'rq-77' })
    await timed('record.list', {})
    await timed('ledger.list', { limit: 100 })
    await timed('ledger.list', { before: 50_000, limit: 500 })
    core.close()
    remove()
  },
} satisfies Benchmark
