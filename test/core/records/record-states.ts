import type { ErasureOutcome, ModelOutcome } from '../../../src-main/contract/record.ts'
import { statedMeasures } from '../../../src-main/contract/stated-measures.ts'
import type { ErasureStatement } from '../../../src-main/core/records/statement.ts'
import { outcome } from './record-in-folder.ts'

const first = outcome.models[0]!
const several = { rows: 200, accuracy: 0.61, baseline: 0.4, logLoss: 0.9123, auc: null }
const numbers = (rmse: number, mae: number, r2: number | null) => ({ rows: 200, accuracy: null, baseline: null, logLoss: null, auc: null, regression: { rmse, mae, r2 } })
const ofTask = (task: 'multiclass' | 'regression', unseen: NonNullable<ModelOutcome['unlearned']>['unseen'], beside = unseen): ModelOutcome => ({
  ...first, settings: { ...first.settings, task }, unlearned: { ...first.unlearned!, unseen }, retrained: { ...first.retrained!, unseen: beside },
})
const withModels = (...models: ModelOutcome[]): ErasureOutcome => ({ ...outcome, models })

/** The kinds of erasure a record may tell of. */
export const states: Readonly<Record<string, ErasureOutcome>> = {
  'one model and one that is gone': outcome,
  'same bits, compared': { ...withModels(first), organisation: { name: 'Nordlicht Credit GmbH', contact: 'privacy@nordlicht.example\nHauptstraße 1, Łódź' } },
  'not compared': withModels({ ...first, retrained: null }),
  'approximate': withModels({ ...first, method: 'influence', methodAsked: 'influence', guarantee: 'none', retrained: { ...first.retrained!, computeMs: 5910.2, sameBits: false, distance: 1.13e-9 } }),
  'many models': withModels(...Array.from({ length: 7 }, (_, i) => ({ ...first, model: `m-00000000000${i}` }))),
  'no model': { ...withModels(), organisation: { name: '北极光信贷', contact: '' } },
  'nothing to measure on': withModels({ ...first, unlearned: { ...first.unlearned!, unseen: { rows: 0, accuracy: null, baseline: null, logLoss: null, auc: null } }, retrained: null }),
  'several classes': withModels(ofTask('multiclass', several)),
  'a number predicted': withModels(ofTask('regression', numbers(5.25, 4.1, 0.612))),
  'a number predicted badly': withModels({ ...ofTask('regression', numbers(Number.MAX_VALUE, 1e300, -Number.MAX_VALUE)), retrained: null }, { ...ofTask('regression', numbers(0, 0, null)), model: 'm-00000000000c' }),
  'a number predicted, and nothing to measure on': withModels({ ...ofTask('regression', { rows: 0, accuracy: null, baseline: null, logLoss: null, auc: null }), retrained: null }),
  'too few unseen rows': withModels(
    { ...first, unlearned: { ...first.unlearned!, unseen: statedMeasures({ ...first.unlearned!.unseen, rows: 9 }) }, retrained: { ...first.retrained!, unseen: statedMeasures({ ...first.retrained!.unseen, rows: 9 }) } },
    { ...ofTask('regression', statedMeasures({ ...numbers(5.25, 5.25, null), rows: 1 })), model: 'm-00000000000e' },
  ),
  'few unseen rows, stated before that was withheld': withModels({ ...first, unlearned: { ...first.unlearned!, unseen: { ...first.unlearned!.unseen, rows: 9 } } }, { ...ofTask('regression', { ...numbers(5.25, 5.25, null), rows: 1 }), model: 'm-00000000000e' }),
  'every task': withModels(first, { ...ofTask('multiclass', several), model: 'm-00000000000a' }, { ...ofTask('regression', numbers(5.25, 4.1, 0.612)), model: 'm-00000000000b' }),
  'large numbers': { ...outcome, data: { ...outcome.data, matched: 1_048_576, erased: 1_048_570, keptOfMatched: 6 }, timing: { totalMs: 754_321.5 }, residue: { ...outcome.residue, rebuilt: true } },
  'long texts': { ...outcome, organisation: { name: 'Æ'.repeat(200), contact: `${'a'.repeat(300)} ${'word '.repeat(40)}` }, notClaimed: Array.from({ length: 40 }, (_, i) => `${i} ${'that anybody reads all of this '.repeat(6)}`) },
}

export const statementDigest = 'ab'.repeat(32)

export const statementAbout = (facts: ErasureOutcome): ErasureStatement => ({
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ name: 'checkpoint.txt', digest: { sha256: '1'.repeat(64) } }, { name: 'entries.jsonl', digest: { sha256: '2'.repeat(64) } }],
  predicateType: 'https://lethe.invalid/erasure-record/v3',
  predicate: {
    ledger: { origin: 'lethe-ledger/ws-4f0c9b7a21d3', size: 10, root: '3'.repeat(64), key: '4'.repeat(64), keyProtection: 'not-protected' },
    outcome: facts,
  },
})
