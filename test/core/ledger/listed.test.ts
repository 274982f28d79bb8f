import { expect, test } from 'vitest'
import type { LedgerFacts } from '../../../src-main/contract/ledger.ts'
import { openLedger } from '../../../src-main/core/ledger/ledger.ts'
import { actor, ledgerInFolder, workspaceId } from './ledger-in-folder.ts'

const exported = (request: string): LedgerFacts => ({ kind: 'record-exported', request })

test('how often a record was given away is counted on from where it stood, also when another process wrote the entry', () => {
  const { db, ledger, secrets, clock, write } = ledgerInFolder()
  expect(ledger.exportsByRequest()).toEqual(new Map())
  write(exported('rq-1'))
  const first = { count: 1, lastAt: clock.now().toISOString() }
  write({ kind: 'request-verified', request: 'rq-1', how: 'vouched-for-by-operator' })
  expect(ledger.exportsByRequest()).toEqual(new Map([['rq-1', first]]))
  clock.step()
  const other = openLedger({ db, clock, secrets, workspaceId, actor })
  db.transaction(() => other.append(exported('rq-2'), exported('rq-1')))()
  const at = clock.now().toISOString()
  expect(ledger.exportsByRequest()).toEqual(new Map([['rq-1', { count: 2, lastAt: at }], ['rq-2', { count: 1, lastAt: at }]]))
})

test('an export that is undone with its transaction is not counted', () => {
  const { db, ledger } = ledgerInFolder()
  expect(() => db.transaction(() => {
    ledger.append(exported('rq-1'))
    expect(ledger.exportsByRequest().get('rq-1')?.count).toBe(1)
    throw new Error('undone')
  })()).toThrow('undone')
  expect(ledger.exportsByRequest()).toEqual(new Map())
  db.transaction(() => ledger.append(exported('rq-1')))()
  expect(ledger.exportsByRequest().get('rq-1')?.count).toBe(1)
})
