import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '../../src-main/core/database/migrate.ts'
import { openDatabase } from '../../src-main/core/database/open-database.ts'
import { checkLedger } from '../../src-main/core/ledger/check-ledger.ts'
import { openLedger } from '../../src-main/core/ledger/ledger.ts'
import { nodePorts } from '../../src-main/shells/node-ports.ts'
import type { Benchmark } from './bench.ts'

const cases = [
  { entries: 10_000, perTransaction: 10 },
  { entries: 100_000, perTransaction: 10 },
  { entries: 100_000, perTransaction: 1 },
] as const

export default {
  name: 'ledger',
  about: 'appending to a ledger and checking it whole, up to 100,000 entries and 100,000 checkpoints, every root compared',
  async run(bench) {
    const contenders = cases.map(({ entries, perTransaction }) => {
      const folder = mkdtempSync(join(tmpdir(), 'lethe-bench-'))
      const db = openDatabase(join(folder, 'lethe.db'))
      db.pragma('synchronous = OFF')
      migrate(db)
      const ports = nodePorts(folder)
      const ledger = openLedger({ db, clock: ports.clock, secrets: ports.secrets, workspaceId: 'ws-bench', actor: 'p-bench' })
      const name = `${entries.toLocaleString('en')} entries, ${perTransaction === 1 ? 'one' : perTransaction} a transaction`
      const microseconds = appendAll(entries, perTransaction, count => {
        db.transaction(() => ledger.append(...Array.from({ length: count }, () => ({ kind: 'record-exported' as const, request: 'rq-bench' }))))()
      })
      const tenth = microseconds.length / 10
      bench.fact(`append, ${name}`, `${mean(microseconds.slice(0, tenth)).toFixed(0)} µs an entry in the first tenth, ${mean(microseconds.slice(-tenth)).toFixed(0)} µs in the last, unsynced`)
      return {
        name,
        run() {
          const report = checkLedger({ db, secrets: ports.secrets, workspaceId: 'ws-bench' })
          // The first transaction also opens the ledger.
          if (!report.ok || report.entries !== entries + 1 || report.checkpoints !== entries / perTransaction) throw new Error('The ledger does not check')
        },
        close() {
          db.close()
          rmSync(folder, { recursive: true })
        },
      }
    })
    await bench.compare('full check', contenders.map(({ name, run }, i) => ({ name, run, ...(i === 0 ? { peer: true } : {}) })))
    for (const { close } of contenders) close()
  },
} satisfies Benchmark

/** Microseconds an entry took, one figure a transaction. */
function appendAll(entries: number, perTransaction: number, append: (count: number) => void): number[] {
  return Array.from({ length: entries / perTransaction }, () => {
    const started = performance.now()
    append(perTransaction)
    return (performance.now() - started) * 1000 / perTransaction
  })
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
