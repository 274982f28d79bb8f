import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { LedgerFacts } from '../../../src-main/contract/ledger.ts'
import { migrate } from '../../../src-main/core/database/migrate.ts'
import { openDatabase, type Db } from '../../../src-main/core/database/open-database.ts'
import { openLedger, type Ledger } from '../../../src-main/core/ledger/ledger.ts'
import type { Secrets } from '../../../src-main/core/ports.ts'

export const workspaceId = 'ws-4f0c9b7a21d3'
export const actor = 'p-9a8b7c6d5e4f'

/** Secrets kept in memory, never overwritten, as the port promises. */
export function secretsInMemory(): Secrets & { readonly kept: Map<string, Buffer> } {
  const kept = new Map<string, Buffer>()
  return {
    kept,
    protection: 'not-protected',
    read: name => kept.get(name),
    create: (name, secret) => {
      if (kept.has(name)) throw new Error(`${name} exists`)
      kept.set(name, secret)
    },
    replaceAll: secrets => Object.entries(secrets).forEach(([name, secret]) => kept.set(name, secret)),
    successor: {
      read: () => kept.get('next-signing-key'),
      create: secret => void kept.set('next-signing-key', secret),
      promote() {
        if (kept.has('next-signing-key')) kept.set('signing-key', kept.get('next-signing-key')!)
        kept.delete('next-signing-key')
      },
      drop: () => void kept.delete('next-signing-key'),
    },
  }
}

/** A clock that stands still until it is told to go on. */
export function steppingClock(start = '2026-11-24T10:00:00.000Z') {
  let ms = Date.parse(start)
  return { now: () => new Date(ms), step: (by = 1000) => void (ms += by) }
}

export interface LedgerInFolder {
  readonly folder: string
  readonly db: Db
  readonly ledger: Ledger
  readonly secrets: ReturnType<typeof secretsInMemory>
  readonly clock: ReturnType<typeof steppingClock>
  /** One transaction a second later. */
  write(...facts: LedgerFacts[]): void
  /** Runs SQL with the triggers of the ledger's tables taken away, as somebody with the file could. */
  tamper(sql: string, ...values: (string | number | Buffer)[]): void
}

export function ledgerInFolder(secrets = secretsInMemory()): LedgerInFolder {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-ledger-'))
  const db = openDatabase(join(folder, 'lethe.db'))
  migrate(db)
  onTestFinished(() => {
    db.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const clock = steppingClock()
  const ledger = openLedger({ db, clock, secrets, workspaceId, actor })
  return {
    folder, db, ledger, secrets, clock,
    write: (...facts) => {
      clock.step()
      db.transaction(() => ledger.append(...facts))()
    },
    tamper: (sql, ...values) => {
      const triggers = db.prepare<[], { name: string; sql: string }>(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name LIKE 'ledger%'`).all()
      for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`)
      db.prepare(sql).run(...values)
      for (const trigger of triggers) db.exec(trigger.sql)
    },
  }
}

export const exported = (request: string): LedgerFacts => ({ kind: 'record-exported', request })
export const imported = (rows: number): LedgerFacts => ({ kind: 'dataset-imported', dataset: 'ds-0123456789ab', rows, rejected: 0, suppressed: 0 })
