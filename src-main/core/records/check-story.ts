import type { LedgerEntry, LedgerModelChange } from '../../contract/ledger.ts'
import { datasetsOf } from '../../contract/datasets-of.ts'
import type { ErasureOutcome, ModelOutcome } from '../../contract/record.ts'
import { outcomeDigest } from './statement.ts'

export interface StoryProblem {
  readonly code: 'entry-order' | 'entry-other-request' | 'entry-differs'
  readonly seq: number
  readonly message: string
  /** Where in the outcome it stands, such as "data.erased". */
  readonly member?: string
}

type Kind = LedgerEntry['kind']

/** Which entries may follow which. An intent may be repeated or undone (a crash, a cancel) before it is carried out. */
const next: { readonly [K in Kind | 'start']?: readonly Kind[] } = {
  start: ['request-opened'],
  'request-opened': ['request-verified'],
  'request-verified': ['request-approved'],
  'request-approved': ['approval-undone', 'erasure-intended'],
  'approval-undone': ['request-approved'],
  'erasure-intended': ['erasure-intended', 'erasure-undone', 'erasure-adopted'],
  'erasure-undone': ['erasure-intended', 'approval-undone'],
  'erasure-adopted': ['erasure-completed'],
}

/** What may come in between, at any time until the rows are gone. */
const between: ReadonlySet<Kind> = new Set(['request-noted', 'request-extended', 'request-matched', 'matches-decided', 'request-submitted', 'hold-placed', 'hold-lifted', 'answer-sent'])

/** Of these, what need not wait while models are computed. */
const whileComputing: ReadonlySet<Kind> = new Set(['hold-placed', 'hold-lifted', 'answer-sent'])

/** Completion is written right after the outcome is fixed; a day allows for a machine put to sleep in between. */
const mostLagMs = 24 * 60 * 60 * 1000

type EntryOf<K extends Kind> = Extract<LedgerEntry, { kind: K }>
const lastOf = <K extends Kind>(entries: readonly LedgerEntry[], kind: K): EntryOf<K> | undefined =>
  entries.findLast((entry): entry is EntryOf<K> => entry.kind === kind)

/** Checks that the entries tell the whole way of this request, in order, and that they and the outcome say the same. */
export function checkStory(entries: readonly LedgerEntry[], outcome: ErasureOutcome): StoryProblem[] {
  const problems: StoryProblem[] = []
  let before: Kind | 'start' = 'start'
  let extended = false
  for (const entry of entries) {
    const { seq, kind } = entry
    if ((entry as { request?: unknown }).request !== outcome.request.id) {
      problems.push({ code: 'entry-other-request', seq, message: `Entry ${seq} is not about the request ${outcome.request.id}.` })
    }
    // The time to answer is extended once.
    if (between.has(kind) && before !== 'start' && before !== 'erasure-adopted' && before !== 'erasure-completed' && (before !== 'erasure-intended' || whileComputing.has(kind)) && !(kind === 'request-extended' && extended)) {
      extended ||= kind === 'request-extended'
      continue
    }
    if (next[before]?.includes(kind) !== true) {
      problems.push({ code: 'entry-order', seq, message: `Entry ${seq} ("${kind}") does not follow ${before === 'start' ? 'at the beginning' : `"${before}"`}: an entry is missing or out of order.` })
      return problems
    }
    before = kind
  }
  if (before !== 'erasure-completed') {
    problems.push({ code: 'entry-order', seq: entries[entries.length - 1]?.seq ?? 0, message: 'The entries do not end with the completion of the erasure.' })
    return problems
  }
  const differ = (entry: LedgerEntry, what: string, said: unknown, noted: unknown, member: string) => {
    if (said !== noted) problems.push({ code: 'entry-differs', seq: entry.seq, member, message: `The statement and entry ${entry.seq} of the ledger differ about ${what}${isPlain(said) && isPlain(noted) ? `: ${valueText(said)} and ${valueText(noted)}` : ''}.` })
  }
  const { request, data, residue, models } = outcome

  const opened = lastOf(entries, 'request-opened')!
  const matched = lastOf(entries, 'request-matched') ?? opened
  const datasets = datasetsOf(outcome)
  differ(matched, 'the datasets', datasets.map(({ dataset }) => dataset).sort().join(), [...matched.datasets ?? [matched.kind === 'request-opened' ? matched.dataset : undefined]].sort().join(), data.datasets === undefined ? 'data.dataset' : 'data.datasets')
  differ(opened, 'the law', request.law, opened.law, 'request.law')
  differ(opened, 'the version of its rules', request.ruleVersion, opened.ruleVersion, 'request.ruleVersion')
  differ(opened, 'the scope', request.scope, opened.scope, 'request.scope')
  differ(matched, 'the number of rows matched', data.matched, matched.matched, 'data.matched')
  differ(opened, 'the day of receipt', request.receivedAt, opened.receivedAt, 'request.receivedAt')
  const due = entries.findLast((entry): entry is EntryOf<'request-extended' | 'request-noted' | 'request-opened'> => dueKinds.has(entry.kind)) ?? opened
  differ(due, 'the day it is due', request.dueAt, due.dueAt, 'request.dueAt')
  if (data.matched !== data.erased + data.keptOfMatched) {
    problems.push({ code: 'entry-differs', seq: opened.seq, member: data.matched === matched.matched && data.erased === lastOf(entries, 'erasure-adopted')?.erased ? 'data.keptOfMatched' : 'data', message: 'In the statement, the rows erased and kept are not together the rows matched.' })
  }
  for (const [what, of] of [['matched', datasets.map(one => one.matched)], ['erased', datasets.map(one => one.erased)]] as const) {
    if (of.reduce((sum, rows) => sum + rows, 0) !== data[what]) problems.push({ code: 'entry-differs', seq: opened.seq, member: 'data.datasets', message: `In the statement, the rows ${what} of the datasets are not together those of the request.` })
  }
  const kept = new Map<string, number>()
  for (const { reason, rows } of datasets.flatMap(one => one.kept)) kept.set(reason, (kept.get(reason) ?? 0) + rows)
  const decided = lastOf(entries, 'matches-decided')
  if (data.datasets !== undefined) {
    differ(decided ?? matched, 'the rows kept, and the reasons', keptText([...kept].map(([reason, rows]) => ({ reason, rows }))), keptText(decided === undefined || decided.seq < matched.seq ? [] : decided.keep), 'data.datasets')
  }
  const lifted = new Set(entries.flatMap(entry => (entry.kind === 'hold-lifted' ? [entry.hold] : [])))
  // One over rows may lie there still where they are kept.
  const inForce = entries.find((entry): entry is EntryOf<'hold-placed'> => entry.kind === 'hold-placed' && !lifted.has(entry.hold) && !(typeof entry.rows === 'number' && entry.rows <= data.keptOfMatched))
  if (inForce !== undefined) problems.push({ code: 'entry-order', seq: inForce.seq, message: 'A legal hold was placed, and neither lifted nor all it names kept, before rows were erased.' })
  differ(lastOf(entries, 'request-verified')!, 'how the identity was verified', outcome.decisions.identity, lastOf(entries, 'request-verified')!.how, 'decisions.identity')
  differ(lastOf(entries, 'request-approved')!, 'how it was approved', outcome.decisions.approval, lastOf(entries, 'request-approved')!.how, 'decisions.approval')

  const intended = lastOf(entries, 'erasure-intended')!
  if (intended.rows < data.erased) differ(intended, 'the number of rows to erase', data.erased, intended.rows, 'data.erased')

  const adopted = lastOf(entries, 'erasure-adopted')!
  differ(adopted, 'the number of rows erased', data.erased, adopted.erased, 'data.erased')
  const changes: readonly LedgerModelChange[] = Array.isArray(adopted.models) ? adopted.models : []
  differ(adopted, 'the number of models', models.length, changes.length, 'models')
  for (const [i, model] of models.entries()) {
    const change = changes.find(({ model: id }) => id === model.model)
    if (change === undefined) differ(adopted, `the model ${model.model}, which it does not name`, model, undefined, `models[${i}].model`)
    else for (const [member, name, what] of ofModel) differ(adopted, `${what} of the model ${model.model}`, model[member], change[name], `models[${i}].${member}`)
  }
  if (new Set(models.map(({ model }) => model)).size !== models.length) differ(adopted, 'the models, one of which is named twice', models, undefined, 'models')

  const completed = lastOf(entries, 'erasure-completed')!
  differ(completed, 'the traces searched for', residue.searched, completed.searched, 'residue.searched')
  differ(completed, 'the traces that could not be searched for', residue.notSearchable, completed.notSearchable, 'residue.notSearchable')
  differ(completed, 'the traces found', residue.found, completed.residue, 'residue.found')
  if (outcomeDigest(outcome) !== completed.outcome) problems.push({ code: 'entry-differs', seq: completed.seq, member: '', message: `The statement and entry ${completed.seq} of the ledger differ about the outcome as a whole (its digest).` })
  // A time that cannot be read gives NaN, which is not within a day either.
  if (!(Math.abs(Date.parse(request.completedAt) - Date.parse(completed.at)) <= mostLagMs)) differ(completed, 'the time of completion', request.completedAt, completed.at, 'request.completedAt')
  return problems
}

const dueKinds: ReadonlySet<Kind> = new Set(['request-opened', 'request-extended', 'request-noted'])

const keptText = (kept: readonly { readonly reason: string; readonly rows: number }[]): string => kept.filter(({ rows }) => rows > 0).map(({ reason, rows }) => `${reason} ${rows}`).sort().join()

/** What the ledger says of a model: the member of the statement, that of the entry, and both in words. */
const ofModel: readonly (readonly [member: keyof ModelOutcome, name: keyof LedgerModelChange, what: string])[] = [
  ['version', 'version', 'the version'], ['method', 'method', 'the method'], ['guarantee', 'guarantee', 'the guarantee'], ['boundary', 'boundary', 'the boundary'],
  ['commitmentBefore', 'before', 'the commitment before'], ['commitmentAfter', 'after', 'the commitment after'],
]

const isPlain = (value: unknown): value is string | number | boolean | null => value === null || ['string', 'number', 'boolean'].includes(typeof value)

/** A digest by its ends, a long text by its beginning. */
function valueText(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value)
  return `"${/^[0-9a-f]{64}$/.test(value) ? `${value.slice(0, 4)}…${value.slice(-4)}` : value.length > 60 ? `${value.slice(0, 60)}…` : value}"`
}
