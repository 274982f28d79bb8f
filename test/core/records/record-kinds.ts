import type { LedgerFacts } from '../../../src-main/contract/ledger.ts'
import type { ErasureOutcome } from '../../../src-main/contract/record.ts'
import { writeRecord } from '../../../src-main/core/records/bundle.ts'
import { gatherEvidence } from '../../../src-main/core/records/gather-evidence.ts'
import type { SigningKey } from '../../../src-main/core/ledger/signing-key.ts'
import { ledgerWithErasure, outcome, requestId, story } from './record-in-folder.ts'

export interface MadeRecord {
  readonly record: Buffer
  readonly key: SigningKey
}

/** What the ledger says of this erasure; `waived` where somebody accepted that a model may fall below the policy's floor. */
function storyOf(facts: ErasureOutcome, waived: boolean): LedgerFacts[] {
  const models = facts.models.map(({ model, version, method, guarantee, boundary, commitmentBefore: before, commitmentAfter: after }) => ({ model, version, method, guarantee, boundary, before, after }))
  return story(facts).map(fact => {
    if (fact.kind === 'erasure-intended') return { ...fact, models: models.map(({ model }) => model), ...(waived ? { accuracyFloor: 'waived' as const } : {}) }
    return fact.kind === 'erasure-adopted' ? { ...fact, models } : fact
  })
}

/** A record of these facts, from a ledger of its own. */
export function madeRecord(facts: ErasureOutcome, { waived = false } = {}): MadeRecord {
  const { ledger } = ledgerWithErasure(storyOf(facts, waived))
  const key = ledger.key()
  return { record: writeRecord({ ...gatherEvidence(ledger, requestId)!, outcome: facts, signer: key }), key }
}

const [first, gone] = outcome.models

/** The kinds of record that differ in what a checker reads. */
export const recordKinds: Readonly<Record<string, () => MadeRecord>> = {
  'one model': () => madeRecord({ ...outcome, models: [first!] }),
  'none left to learn from': () => madeRecord({ ...outcome, models: [gone!] }),
  'no model': () => madeRecord({ ...outcome, models: [], organisation: { name: 'Nordlicht Credit GmbH', contact: 'privacy@nordlicht.example' } }),
  'a floor that was waived, and a boundary': () => madeRecord({ ...outcome, models: [{ ...first!, boundary: true, guarantee: 'none', method: 'newton' }] }, { waived: true }),
}
