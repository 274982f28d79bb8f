import { openDatabase } from '../../src-main/core/database/open-database.ts'
import type { Core } from '../../src-main/core/core.ts'
import type { LedgerFacts } from '../../src-main/contract/ledger.ts'
import { openLedger } from '../../src-main/core/ledger/ledger.ts'
import { nodePorts } from '../../src-main/shells/node-ports.ts'
import { benchRun } from './adult-workspace.ts'

const models = 100
const requests = 10_000
const entries = 100_000

/**
 * Carries out one request on the dataset "adult" and copies what is there until the workspace has 100 models, 10,000 requests, half
 * of them open with three rows each, and 100,000 ledger entries. Says so in words.
 */
export async function fillWorkspace(directory: string, core: Core): Promise<string> {
  const [first] = await core.call('model.list', {}, benchRun)
  const { requestId } = await core.call('request.open', { dataset: 'adult', who: { rows: [5] }, law: 'gdpr' }, benchRun)
  await core.call('erasure.run', { requestId, method: 'auto', compare: false }, benchRun)

  const db = openDatabase(`${directory}/lethe.db`)
  const ports = nodePorts(directory)
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
      db.prepare(`
        INSERT INTO request (id, dataset_id, scope, law, rule_version, received_at, due_at, state, matched)
        SELECT @copy, dataset_id, scope, law, rule_version, received_at, date(due_at, @days), @state, 3 FROM request WHERE id = @requestId`)
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
  const size = ledger.size()
  db.close()
  return `${models} models, ${requests.toLocaleString('en')} requests, half of them open with 3 rows each, ${size.toLocaleString('en')} ledger entries`
}
