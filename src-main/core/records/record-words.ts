import type { Law } from '../../contract/shape.ts'
import { datasetsOf } from '../../contract/datasets-of.ts'
import type { ErasedFrom, ErasureOutcome } from '../../contract/record.ts'
import { drawn, drawnName, notDrawable } from './drawable-text.ts'
import { guarantees, measured, methodName } from './model-words.ts'
import { amountText, countText, dayText, digestText, durationText, timeText } from './number-text.ts'
import type { Block, Fact, RecordDocument } from './record-document.ts'
import type { ErasureStatement } from './statement.ts'

/**
 * What record.pdf says: a pure function of the statement and its digest, and the only place where its words are chosen. They belong
 * to the version of the predicate: a checker compares them one by one, so other words are another version.
 */
export function recordDocument({ predicate: { ledger, outcome } }: ErasureStatement, statementDigest: string): RecordDocument {
  const { request, organisation } = outcome
  return {
    title: `Record of an erasure, ${request.id}`,
    subject: 'What was asked, done and measured when rows were erased from a dataset and from the models that learned from it',
    at: request.completedAt,
    running: { left: runningName(organisation?.name), right: request.id, foot: `Statement ${shortDigest(statementDigest)}, ledger root ${shortDigest(ledger.root)}, key ${shortDigest(ledger.key)}` },
    blocks: [
      { kind: 'heading', level: 1, text: 'Record of an erasure' },
      { kind: 'paragraph', text: summary(outcome) },
      ...asked(outcome),
      ...done(outcome),
      ...measured(outcome),
      ...outside(outcome),
      ...proof(statementDigest, ledger, outcome),
    ],
  }
}

const shortDigest = (hex: string): string => `${hex.slice(0, 4)}…${hex.slice(-4)}`

/** A long name stands in the text alone: above it there is one line. */
function runningName(name: string | undefined): string {
  const text = drawnName(name)
  return text === undefined || text === notDrawable || text.length > 60 ? 'Record of an erasure' : text
}

function summary(outcome: ErasureOutcome): string {
  const { request, data, models, residue } = outcome
  const datasets = datasetsOf(outcome).filter(({ erased }) => erased > 0).length
  const forgot = models.length === 0 ? `No model had learned from ${datasets === 1 ? 'that dataset' : 'those datasets'}.`
    : models.length === 1 ? `One model that had learned from ${datasets === 1 ? 'it' : 'them'} was made to forget them.` : `${countText(models.length)} models that had learned from ${datasets === 1 ? 'it' : 'them'} were made to forget them.`
  const exact = models.filter(({ retrained }) => retrained?.sameBits === true).length
  const alike = 'of the same bits as one retrained without these rows.'
  const proven = exact === 0 ? ''
    : models.length === 1 ? ` The new model consists ${alike}`
      : ` ${exact === models.length ? 'Each of them' : `${countText(exact)} of them`} now consist${exact === models.length || exact === 1 ? 's' : ''} ${alike}`
  const found = residue.found === 0 ? 'No trace of the erased rows that could be searched for was left in the files of the workspace.' : `${amountText(residue.found, 'trace of the erased rows was', 'traces of the erased rows were')} left.`
  const whose = request.scope === 'person' ? ' of one person' : ''
  return `On ${dayText(request.completedAt)}, ${amountText(data.erased, 'row', 'rows')}${whose} ${data.erased === 1 ? 'was' : 'were'} erased from ${datasets === 1 ? 'one dataset' : `${countText(datasets)} datasets`}.${keptText(data.keptOfMatched)} ${forgot}${proven} ${found}`
}

const keptText = (kept: number): string => (kept === 0 ? '' : ` ${amountText(kept, 'row was', 'rows were')} kept, for the reasons below.`)

const laws: { readonly [law in Law]: string } = { gdpr: 'GDPR, Article 17', 'uk-gdpr': 'UK GDPR, Article 17', ccpa: 'CCPA, Civil Code 1798.105' }
const scopes: { readonly [scope in ErasureOutcome['request']['scope']]: string } = { person: 'all rows of one person', rows: 'rows that were named' }

function asked({ request, organisation }: ErasureOutcome): Block[] {
  const rows: Fact[] = [
    { name: 'Request', value: request.id },
    { name: 'Law', value: laws[request.law] ?? drawn(request.law) },
    { name: 'Version of its rules', value: drawn(request.ruleVersion) },
    { name: 'Scope', value: scopes[request.scope] ?? drawn(request.scope) },
    { name: 'Received', value: dayText(request.receivedAt) },
    { name: 'Due', value: dayText(request.dueAt) },
    { name: 'Completed', value: timeText(request.completedAt) },
  ]
  const name = drawnName(organisation?.name)
  const contact = drawnName(organisation?.contact)
  if (contact !== undefined) rows.unshift({ name: 'Contact', value: contact })
  if (name !== undefined) rows.unshift({ name: 'Organisation', value: name })
  return [{ kind: 'heading', level: 2, text: 'Asked' }, { kind: 'facts', summary: 'What was asked, by which law and when', rows }]
}

function done(outcome: ErasureOutcome): Block[] {
  const { data, decisions, models, residue, timing } = outcome
  const datasets = datasetsOf(outcome)
  return [
    { kind: 'heading', level: 2, text: 'Done' },
    { kind: 'paragraph', text: drawn(decisions.sentence) },
    {
      kind: 'table', summary: 'Rows matched, erased and kept', head: ['Dataset', 'Rows matched', 'Erased', 'Kept'],
      rows: datasets.map(one => [drawn(one.dataset), countText(one.matched), countText(one.erased), countText(one.matched - one.erased)]),
    },
    ...(data.keptOfMatched === 0 || data.datasets === undefined ? [] : [keptTable(data.datasets)]),
    ...(models.length === 0 ? [{ kind: 'paragraph', text: datasets.length === 1 ? 'No model had learned from this dataset, so none had anything to forget.' : 'No model had learned from these datasets, so none had anything to forget.' } as const] : [{
      kind: 'table', summary: 'What each model was made to forget by, and what that promises', head: ['Model', 'Version', 'Method', 'Guarantee', 'Rows learned from'],
      rows: models.map(model => [drawn(model.model), countText(model.version), methodName(model.method), guarantees[model.guarantee], countText(model.rows.train)]),
    } as const]),
    {
      kind: 'table', summary: 'The search for traces of the erased rows in the files of the workspace',
      head: ['Files searched', 'Bytes', 'Traces searched for', 'Not searchable', 'Found'],
      rows: [[residue.files, residue.bytes, residue.searched, residue.notSearchable, residue.found].map(countText)],
    },
    {
      kind: 'paragraph', small: true,
      text: `Not searchable are values too short, or ones that other rows have too: unknown, not clean. ${residue.rebuilt ? 'A first search found traces, so the file was rebuilt and searched again. ' : ''}The whole erasure took ${durationText(timing.totalMs)}.`,
    },
  ]
}

/** Why rows were kept, by the codes of the law's list of reasons. */
const keptTable = (datasets: readonly ErasedFrom[]): Block => ({
  kind: 'table', summary: 'Rows that were kept, and the reasons', head: ['Dataset', 'Reason', 'Rows kept'],
  rows: datasets.flatMap(({ dataset, kept }) => kept.map(({ reason, rows }) => [drawn(dataset), drawn(reason), countText(rows)])),
})

const list = (title: string, items: readonly string[]): Block[] => (items.length === 0 ? [] : [{ kind: 'heading', level: 2, text: title }, { kind: 'list', items: items.map(drawn) }])

/** Others hold what was erased, and copies that left the workspace what their model has forgotten; who has them is not said. */
function othersToTell({ models, recipientsToTell = 0 }: ErasureOutcome): Block[] {
  const recipients = recipientsToTell === 0 ? [] : [`${recipientsToTell === 1 ? 'the recipient' : `each of the ${countText(recipientsToTell)} recipients`} of data of these datasets: what they hold has to be erased as well`]
  const copies = models.flatMap(({ model, copiesToReplace: copies = 0 }) => (copies === 0 ? [] : [`whoever has ${copies === 1 ? 'the exported copy' : `one of the ${countText(copies)} exported copies`} of the model ${model}: it holds what the model has forgotten, and has to be replaced`]))
  return list('Who has to be told', [...recipients, ...copies])
}

function outside(outcome: ErasureOutcome): Block[] {
  const { notErasedByLethe, notClaimed } = outcome
  return [...othersToTell(outcome), ...list('Not erased by Lethe', notErasedByLethe), ...list('Not claimed', notClaimed)]
}

export const protections: { readonly [how in ErasureStatement['predicate']['ledger']['keyProtection']]: string } = {
  'os-keychain': 'in the keychain of the system', passphrase: 'behind a passphrase', 'not-protected': 'not protected, in a file only its owner can read',
}

/** A key that is not the first says since when it counts, and after a loss on whose word. */
function keySinceFacts({ keySince }: ErasureStatement['predicate']['ledger']): Fact[] {
  if (keySince === undefined) return []
  const { seq, how, before } = keySince
  return [
    { name: 'The key counts', value: how === 'rotated' ? `from entry ${countText(seq)} on; the key before it signed that too` : `from entry ${countText(seq)} on; the key before it was declared lost, so what came before rests on the word of whoever holds this one` },
    { name: how === 'rotated' ? 'Key before it' : 'Key declared lost', value: digestText(before), digest: true },
  ]
}

function proof(statementDigest: string, ledger: ErasureStatement['predicate']['ledger'], { product }: ErasureOutcome): Block[] {
  return [
    { kind: 'heading', level: 2, text: 'Proof' },
    { kind: 'paragraph', text: 'Every number on these pages is that of the signed statement in record.dsse.json. Compare the fingerprint of the key with one you got from the operator by another way. README.txt says how to check the rest.' },
    {
      kind: 'facts', summary: 'What ties these pages to the statement and to the ledger',
      rows: [
        { name: 'Statement, SHA-256', value: digestText(statementDigest), digest: true },
        { name: 'Ledger root', value: digestText(ledger.root), digest: true },
        { name: 'Entries under it', value: countText(ledger.size) },
        { name: 'Ledger', value: drawn(ledger.origin) },
        { name: 'Fingerprint of the key', value: digestText(ledger.key), digest: true },
        { name: 'The key was kept', value: protections[ledger.keyProtection] ?? drawn(ledger.keyProtection) },
        ...keySinceFacts(ledger),
        { name: 'Written by', value: `Lethe ${drawn(product.version)}` },
      ],
    },
    { kind: 'paragraph', small: true, text: 'All times are those of the operator’s clock. This page is no legal advice.' },
  ]
}
