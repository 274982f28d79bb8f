import type { ModelMetrics } from '../../contract/model.ts'
import type { ErasedFrom, ErasureOutcome, KeySince, Measured, ModelOutcome, Organisation } from '../../contract/record.ts'
import type { ResidueReport } from '../../contract/residue.ts'
import { count, flag, hash, listOf, mapOf, members, oneOf, orAbsent, orNull, real, setting, text, type Shape } from './shape.ts'
import type { ErasurePredicate, ErasureStatement, LedgerFactsOfRecord } from './statement.ts'

/** Words that may become more with time, such as laws and methods: any text is taken, and compared with the ledger. */
const word = text as Shape<never>

const metrics = members<ModelMetrics>({
  rows: count, accuracy: orNull(real), baseline: orNull(real), logLoss: orNull(real), auc: orNull(real),
  regression: orAbsent(members<NonNullable<ModelMetrics['regression']>>({ rmse: real, mae: real, r2: orNull(real) })),
})
const measured = { computeMs: real, cpuMs: real, gradientPasses: count, hessianPasses: count, treesChanged: orAbsent(count), unseen: metrics }

const model = members<ModelOutcome>({
  model: text, learner: text, version: count, methodAsked: text, method: text, guarantee: oneOf('same-bits', 'certified', 'none'), boundary: flag,
  commitmentBefore: hash, commitmentAfter: orNull(hash), settings: mapOf(setting), rows: members({ train: count, test: count }),
  unlearned: orNull(members<Measured>(measured)),
  retrained: orNull(members<NonNullable<ModelOutcome['retrained']>>({ ...measured, sameBits: flag, distance: orNull(real) })),
  copiesToReplace: orAbsent(count),
})

const totals = { matched: count, erased: count, keptOfMatched: count }
const kept = listOf(members<ErasedFrom['kept'][number]>({ reason: text, rows: count }))
const sinceVersion3 = members<Required<Omit<ErasureOutcome['data'], 'dataset'>>>({ ...totals, datasets: listOf(members<ErasedFrom>({ dataset: text, matched: count, erased: count, kept })) })
const ofOneDataset = members<Required<Omit<ErasureOutcome['data'], 'datasets'>>>({ ...totals, dataset: text })
const data: Shape<ErasureOutcome['data']> = (value, path) => ((value as { datasets?: unknown } | null)?.datasets === undefined ? ofOneDataset : sinceVersion3)(value, path)

const outcome = members<ErasureOutcome>({
  product: members<ErasureOutcome['product']>({ name: oneOf('lethe'), version: text }),
  request: members<ErasureOutcome['request']>({ id: text, law: word, ruleVersion: text, scope: word, receivedAt: text, dueAt: text, completedAt: text }),
  decisions: members<ErasureOutcome['decisions']>({ identity: word, approval: word, sentence: text }),
  data,
  models: listOf(model),
  machine: members<ErasureOutcome['machine']>({ runtime: text, engine: text, platform: text, processor: text, cores: count }),
  residue: members<ResidueReport>({ files: count, bytes: count, searched: count, notSearchable: count, found: count, rebuilt: flag }),
  timing: members<ErasureOutcome['timing']>({ totalMs: real }),
  organisation: orAbsent(members<Organisation>({ name: text, contact: text })),
  recipientsToTell: orAbsent(count),
  notErasedByLethe: listOf(text),
  notClaimed: listOf(text),
})

const ledger = members<LedgerFactsOfRecord>({ origin: text, size: count, root: hash, key: hash, keyProtection: word, keySince: orAbsent(members<KeySince>({ seq: count, how: oneOf('rotated', 'lost'), before: hash })) })

const statement = members<Omit<ErasureStatement, '_type' | 'predicateType'>>({
  subject: listOf(members<ErasureStatement['subject'][number]>({ name: text, digest: members({ sha256: hash }) })),
  predicate: members<ErasurePredicate>({ ledger, outcome }),
})

/** Where a statement, of version 1, 2 or 3, is not of its form, as a path, or undefined. */
export const statementMisfit = (value: unknown): string | undefined => statement(value, '')
