import type { LedgerEntry, LedgerModelChange } from '../../contract/ledger.ts'
import type { ErasureOutcome, ModelOutcome } from '../../contract/record.ts'
import { outcomeDigest } from './statement.ts'

export interface StoryProblem {
  readonly code: 'entry-order' | 'entry-other-request' | 'entry-differs'
  readonly seq: number
  readonly message: string
}

type Kind = LedgerEntry['kind']

/** Which entries may follow which. An intent may be repeated or undone (a crash, a cancel) before it is carried out. */
const next: { readonly [K in Kind | 'start']?: readonly Kind[] } = {
  start: ['request-opened'],
  'request-opened': ['request-verified'],
  'request-verified': ['request-approved'],
  'request-approved': ['erasure-intended'],
  'erasure-intended': ['erasure-intended', 'erasure-undone', 'erasure-adopted'],
  'erasure-undone': ['erasure-intended'],
  'erasure-adopted': ['erasure-completed'],
}

/** Once, while nothing is carried out, the time to answer may be extended. */
const extendableAfter: ReadonlySet<Kind | 'start'> = new Set(['request-opened', 'request-verified', 'request-approved', 'erasure-undone'])

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
    if (kind === 'request-extended' && !extended && extendableAfter.has(before)) {
      extended = true
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
  const differ = (entry: LedgerEntry, what: string, said: unknown, noted: unknown) => {
    if (said !== noted) problems.push({ code: 'entry-differs', seq: entry.seq, message: `The statement and entry ${entry.seq} of the ledger differ about ${what}.` })
  }
  const { request, data, residue, models } = outcome

  const opened = lastOf(entries, 'request-opened')!
  differ(opened, 'the dataset', data.dataset, opened.dataset)
  differ(opened, 'the law', request.law, opened.law)
  differ(opened, 'the version of its rules', request.ruleVersion, opened.ruleVersion)
  differ(opened, 'the scope', request.scope, opened.scope)
  differ(opened, 'the number of rows matched', data.matched, opened.matched)
  differ(opened, 'the day of receipt', request.receivedAt, opened.receivedAt)
  const due = lastOf(entries, 'request-extended') ?? opened
  differ(due, 'the day it is due', request.dueAt, due.dueAt)
  if (data.matched !== data.erased + data.keptOfMatched) {
    problems.push({ code: 'entry-differs', seq: opened.seq, message: 'In the statement, the rows erased and kept are not together the rows matched.' })
  }
  differ(lastOf(entries, 'request-verified')!, 'how the identity was verified', outcome.decisions.identity, lastOf(entries, 'request-verified')!.how)
  differ(lastOf(entries, 'request-approved')!, 'how it was approved', outcome.decisions.approval, lastOf(entries, 'request-approved')!.how)

  const intended = lastOf(entries, 'erasure-intended')!
  if (intended.rows < data.erased) differ(intended, 'the number of rows to erase', data.erased, intended.rows)

  const adopted = lastOf(entries, 'erasure-adopted')!
  differ(adopted, 'the number of rows erased', data.erased, adopted.erased)
  const changes: readonly LedgerModelChange[] = Array.isArray(adopted.models) ? adopted.models : []
  differ(adopted, 'the number of models', models.length, changes.length)
  for (const model of models) {
    const change = changes.find(({ model: id }) => id === model.model)
    if (change === undefined || !sameModel(model, change)) differ(adopted, `the model ${model.model}`, model, undefined)
  }
  if (new Set(models.map(({ model }) => model)).size !== models.length) differ(adopted, 'the models, one of which is named twice', 1, 2)

  const completed = lastOf(entries, 'erasure-completed')!
  differ(completed, 'the traces searched for', residue.searched, completed.searched)
  differ(completed, 'the traces that could not be searched for', residue.notSearchable, completed.notSearchable)
  differ(completed, 'the traces found', residue.found, completed.residue)
  differ(completed, 'the outcome as a whole (its digest)', outcomeDigest(outcome), completed.outcome)
  // A time that cannot be read gives NaN, which is not within a day either.
  if (!(Math.abs(Date.parse(request.completedAt) - Date.parse(completed.at)) <= mostLagMs)) differ(completed, 'the time of completion', request.completedAt, completed.at)
  return problems
}

function sameModel(model: ModelOutcome, change: LedgerModelChange): boolean {
  return model.version === change.version && model.method === change.method && model.guarantee === change.guarantee
    && model.boundary === change.boundary && model.commitmentBefore === change.before && model.commitmentAfter === change.after
}
