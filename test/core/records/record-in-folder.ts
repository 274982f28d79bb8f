import type { LedgerFacts } from '../../../src-main/contract/ledger.ts'
import type { ErasureOutcome } from '../../../src-main/contract/record.ts'
import { writeRecord, type RecordParts } from '../../../src-main/core/records/bundle.ts'
import { readCanonicalZip } from '../../../src-main/core/records/canonical-zip.ts'
import { gatherEvidence } from '../../../src-main/core/records/gather-evidence.ts'
import { outcomeDigest } from '../../../src-main/core/records/statement.ts'
import { exported, imported, ledgerInFolder, type LedgerInFolder } from '../ledger/ledger-in-folder.ts'

export const requestId = 'rq-4f0c9b7a21d3'
const commitment = (n: number) => n.toString(16).padStart(64, '0')

const measured = {
  computeMs: 12.25, cpuMs: 12, gradientPasses: 3, hessianPasses: 1,
  unseen: { rows: 200, accuracy: 0.765, baseline: 0.7, logLoss: 0.4512345678901234, auc: 0.8 },
}

/** The outcome of an erasure of 12 rows from two models, with numbers that JSON writers like to disagree about. */
export const outcome: ErasureOutcome = {
  product: { name: 'lethe', version: '0.1.0' },
  request: {
    id: requestId, law: 'gdpr', ruleVersion: 'gdpr-2018-05-25', scope: 'person',
    receivedAt: '2026-11-20', dueAt: '2026-12-21', completedAt: '2026-11-24T10:00:08.000Z',
  },
  decisions: { identity: 'vouched-for-by-operator', approval: 'by-operator', sentence: 'Identity vouched for and approved by the operator – “selbst”.' },
  data: { datasets: [{ dataset: 'ds-0123456789ab', matched: 12, erased: 12, kept: [] }], matched: 12, erased: 12, keptOfMatched: 0 },
  models: [
    {
      model: 'm-000000000001', learner: 'logistic-regression', version: 2, methodAsked: 'auto', method: 'refined', guarantee: 'same-bits', boundary: false,
      commitmentBefore: commitment(1), commitmentAfter: commitment(2), settings: { lambda: 1e-7, standardise: true, solver: 'newton' },
      rows: { train: 788, test: 200 }, unlearned: measured, retrained: { ...measured, sameBits: true, distance: 0 },
    },
    {
      model: 'm-000000000002', learner: 'logistic-regression', version: 5, methodAsked: 'newton', method: 'newton', guarantee: 'none', boundary: true,
      commitmentBefore: commitment(3), commitmentAfter: null, settings: {}, rows: { train: 0, test: 0 }, unlearned: null, retrained: null,
    },
  ],
  machine: { runtime: 'node 24.21.0', engine: 'v8 13.6', platform: 'linux x64', processor: 'a "quoted" \\ name', cores: 2 },
  residue: { files: 9, bytes: 1234567, searched: 40, notSearchable: 3, found: 0, rebuilt: false },
  timing: { totalMs: 321.5 },
  notErasedByLethe: ['the source file', 'backups'],
  notClaimed: ['that no copy exists elsewhere'],
}

/** What the ledger says of that erasure, one transaction each. */
export const story = (facts: ErasureOutcome = outcome): LedgerFacts[] => [
  { kind: 'request-opened', request: requestId, datasets: ['ds-0123456789ab'], channel: 'letter', askedBy: 'person', law: 'gdpr', ruleVersion: 'gdpr-2018-05-25', scope: 'person', matched: 12, receivedAt: '2026-11-20', dueAt: '2026-12-21' },
  { kind: 'request-verified', request: requestId, how: 'vouched-for-by-operator' },
  { kind: 'request-approved', request: requestId, how: 'by-operator' },
  { kind: 'erasure-intended', request: requestId, rows: 12, models: ['m-000000000001', 'm-000000000002'] },
  { kind: 'erasure-undone', request: requestId, why: 'interrupted' },
  { kind: 'erasure-intended', request: requestId, rows: 12, models: ['m-000000000001', 'm-000000000002'] },
  {
    kind: 'erasure-adopted', request: requestId, erased: 12,
    models: [
      { model: 'm-000000000001', version: 2, method: 'refined', guarantee: 'same-bits', boundary: false, before: commitment(1), after: commitment(2) },
      { model: 'm-000000000002', version: 5, method: 'newton', guarantee: 'none', boundary: true, before: commitment(3), after: null },
    ],
  },
  { kind: 'erasure-completed', request: requestId, searched: 40, notSearchable: 3, residue: 0, outcome: outcomeDigest(facts) },
]

/** A ledger in which that erasure lies among others. */
export function ledgerWithErasure(facts: readonly LedgerFacts[] = story()): LedgerInFolder {
  const made = ledgerInFolder()
  for (let i = 0; i < 5; i += 1) made.write(imported(i))
  for (const fact of facts) {
    made.write(fact)
    made.write(exported('rq-000000000000'), imported(7))
  }
  return made
}

export const partsOf = ({ ledger }: LedgerInFolder): RecordParts => ({ ...gatherEvidence(ledger, requestId)!, outcome, signer: ledger.key() })

export function recordInFolder(): LedgerInFolder & { readonly record: Buffer; readonly files: Map<string, Buffer>; readonly fingerprint: string } {
  const made = ledgerWithErasure()
  const record = writeRecord(partsOf(made))
  return { ...made, record, files: new Map(readCanonicalZip(record).files), fingerprint: made.ledger.key().fingerprint }
}
