import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '../../src-main/core/database/migrate.ts'
import { openDatabase } from '../../src-main/core/database/open-database.ts'
import { checkLedger } from '../../src-main/core/ledger/check-ledger.ts'
import { openLedger } from '../../src-main/core/ledger/ledger.ts'
import { nodePorts } from '../../src-main/shells/node-ports.ts'
import type { Benchmark } from './bench.ts'

export default {
  name: 'ledger',
  about: 'checking a whole ledger of 10,000 and 100,000 entries, ten a transaction, every checkpoint compared',
  async run(bench) {
    const contenders = [10_000, 100_000].map(entries => {
      const folder = mkdtempSync(join(tmpdir(), 'lethe-bench-'))
      const db = openDatabase(join(folder, 'lethe.db'))
      db.pragma('synchronous = OFF')
      migrate(db)
      const ports = nodePorts(folder)
      const ledger = openLedger({ db, clock: ports.clock, secrets: ports.secrets, workspaceId: 'ws-bench', actor: 'p-bench' })
      const started = performance.now()
      for (let i = 0; i < entries / 10; i += 1) {
        db.transaction(() => {
          ledger.append(...Array.from({ length: 10 }, () => ({ kind: 'record-exported' as const, request: 'rq-bench' })))
        })()
      }
      bench.fact(`append, ${entries} entries`, `${(((performance.now() - started) * 1000) / entries).toFixed(0)} µs an entry, unsynced`)
      const check = () => checkLedger({ db, secrets: ports.secrets, workspaceId: 'ws-bench' })
      return {
        name: `${entries} entries`, run: () => { if (!check().ok) throw new Error('The ledger does not check') },
        close: () => { db.close(); rmSync(folder, { recursive: true }) },
      }
    })
    await bench.compare('full check', contenders.map(({ name, run }, i) => ({ name, run, ...(i === 0 ? { peer: true } : {}) })))
    for (const { close } of contenders) close()
  },
} satisfies Benchmark
