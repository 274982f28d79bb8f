import { mkdtempSync, rmSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { ImportReport } from '../../../contract/dataset.ts'
import { CoreError } from '../../../core/base/core-error.ts'
import { articleLines, articleReport } from '../../../core/core.ts'
import { samplePath } from '../../sample-files.ts'
import type { Answer, Command, CommandContext } from '../command.ts'
import { readValue } from '../read-value.ts'
import { count, duration } from '../terminal.ts'
import type { Lethe } from '../lethe.ts'
import { compareLines } from './compare.ts'
import { modelLines } from './erase.ts'
import { importFile, importLines } from './import.ts'
import { trainLines } from './train.ts'

const sampleFile = samplePath('clinic-visits.csv')
/** The person of the sample who asks to be erased. */
const samplePersonLine = 12

export const demoCommand: Command = {
  name: 'demo',
  arguments: [],
  options: {
    article: { about: 'the two programs of the article instead, computed, with what they hide' },
    file: { value: 'FILE', about: 'your own file instead of the sample' },
    label: { value: 'COL', about: 'with --file: the column a model is to predict' },
    positive: { value: 'VALUE', about: "with --file: the label's value that counts as positive" },
    subject: { value: 'COL', about: "with --file: the column with the person's identifier" },
    person: { value: 'VALUE', about: 'with --file: whom to erase; "-" asks for it or reads standard input' },
    feature: { value: 'COL,…', repeatable: true, about: 'with --file: columns to learn from' },
    ignore: { value: 'COL,…', repeatable: true, about: 'with --file: columns never to learn from' },
    columns: { value: 'NAME,…', about: 'with --file: names for the columns of a file without a header line' },
    verbose: { about: 'show every column, and each step in full' },
  },
  about: 'The whole main job on sample data, told step by step',
  examples: ['lethe demo', 'lethe demo --article', 'lethe demo --file customers.csv --label churned --subject customer_id --person -'],
  async run(context) {
    if (context.flag('article')) return article()
    return mainJob(context)
  },
}

function article(): Answer {
  const report = articleReport()
  return { json: report, lines: articleLines(report) }
}

async function mainJob(context: CommandContext): Promise<Answer> {
  const given = context.option('file')
  const verbose = context.flag('verbose')
  const folder = context.option('workspace') ?? mkdtempSync(join(tmpdir(), 'lethe-demo-'))
  const directory = resolve(folder)
  const lethe = await context.letheIn(directory)
  const tell = teller(context)

  tell.step('Import', given === undefined
    ? ['A clinic keeps visits of 1,200 invented people, several rows each, and predicts who will not show up.']
    : [`Your file ${given}.`])
  const report = await importFor(context, lethe, given)
  const dataset = report.dataset!
  tell.say(verbose ? importLines(report) : shortImport(report))

  tell.step('Train', ['A logistic regression in float64 learns from four fifths of the people; the others are held out to measure it.'])
  const trained = await lethe.call('model.train', { dataset: dataset.datasetId, learner: 'logistic-regression', settings: {} })
  tell.say(trainLines(trained))

  const person = await whom(context, report, given)
  tell.step('Somebody asks to be erased', ['A request is opened under the GDPR. It gets its deadline, and its rows are found through a keyed hash of the identifier.'])
  const request = await lethe.call('request.open', { dataset: dataset.datasetId, who: person, law: 'gdpr' })
  tell.say([`Request ${request.requestId}: ${count(request.matchedRows, 'row')}${request.scope === 'person' ? ' of one person' : ''}, to be answered by ${request.dueAt}.`])

  tell.step('Retrain, or unlearn?', ["The article's question, measured on your machine: the model forgets the same rows three ways. Nothing is changed yet."])
  const compared = await lethe.call('model.compare', { modelId: trained.modelId, erased: { requestId: request.requestId }, methods: ['refined', 'influence'] })
  tell.say(compareLines(compared))

  tell.step('Erase', ['The new model is computed first. Then, in one transaction, the rows are deleted and the model is swapped; then old bytes are overwritten, and every file of the workspace is searched for what the rows held.'])
  const erased = await lethe.call('erasure.run', { requestId: request.requestId, method: 'auto', compare: true })
  const { residue } = erased.outcome
  tell.say([
    `Erased ${count(erased.erasedRows, 'row')} in ${duration(erased.totalMs)}; ${erased.decisions}.`,
    ...erased.models.flatMap(modelLines),
    `Searched ${count(residue.files, 'file')} (${(residue.bytes / 1e6).toFixed(1)} MB) for ${count(residue.searched, 'trace')} of the erased rows: ${residue.found === 0 ? 'none is left' : `${residue.found} are left`}.`,
    ...(residue.notSearchable === 0 ? [] : [`${count(residue.notSearchable, 'value')} could not be searched for: too short, or others have the same.`]),
  ])

  const replay = 'subject' in person && given === undefined ? await retrainElsewhere(context, person.subject) : undefined
  const now = erased.models[0]?.publishedSha256
  if (replay !== undefined) {
    tell.step('Check the promise yourself', ['The kept rows, in reverse order, are imported into another, empty workspace and a model is trained from nothing.'])
    tell.say([
      `SHA-256 there: ${replay}`,
      `SHA-256 here:  ${now}`,
      replay === now ? 'The same bits: the model here is the one that never saw the erased rows.' : 'DIFFERENT: the promise is broken. Please report this.',
    ])
  }

  tell.step('Record', ['A signed record goes to the person, the auditor or the regulator. It holds no identifier and no value of any row.'])
  const file = join(directory, 'records', `${request.requestId}.zip`)
  const record = await lethe.call('record.export', { requestId: request.requestId, file: await lethe.toWrite(file) })
  const check = await lethe.call('record.check', { file: await lethe.toRead(file), key: record.key })
  const ledger = await lethe.call('ledger.check', { against: await lethe.toRead(file) })
  tell.say([
    `Record: ${file}`,
    `  ${check.ok ? 'intact, signed by the key of this workspace' : 'NOT intact'}: ${record.key}`,
    `Ledger: ${ledger.ok ? `intact, ${count(ledger.entries, 'entry', 'entries')}` : 'NOT intact'}.`,
    '',
    'Check it by hand, without Lethe:',
    `  mkdir record && cd record && unzip -q ${file}`,
    '  sha256sum -c SHA256SUMS',
    '  openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig',
    '  openssl pkey -pubin -in public-key.pem -outform DER | sha256sum     (the fingerprint above)',
    `  node check.mjs ${file} --key ${record.key}`,
    'README.txt inside explains each file. The workspace of this demo:',
    `  ${directory}`,
  ])

  const failed = !check.ok || !ledger.ok || residue.found > 0 || (replay !== undefined && replay !== now) || erased.models.some(m => m.retrained?.sameBits === false)
  return {
    json: {
      workspace: directory, datasetId: dataset.datasetId, modelId: trained.modelId, requestId: request.requestId, erasedRows: erased.erasedRows, residueFound: residue.found,
      publishedSha256: now ?? null, ...(replay === undefined ? {} : { retrainedElsewhereSha256: replay, sameBits: replay === now }),
      record: file, recordOk: check.ok, ledgerOk: ledger.ok, key: record.key, compare: compared.methods,
    },
    lines: [], failed,
  }
}

/** Tells the story: numbered steps, a sentence of explanation, then what happened. */
function teller({ terminal }: CommandContext) {
  let number = 0
  return {
    step(title: string, explanation: readonly string[]) {
      number += 1
      terminal.line('')
      terminal.line(`${number}. ${title}`)
      for (const line of explanation.flatMap(text => wrap(text, 96))) terminal.line(`   ${line}`)
      terminal.line('')
    },
    say(lines: readonly string[]) {
      for (const line of lines) terminal.line(line === '' ? '' : `   ${line}`)
    },
  }
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

async function importFor(context: CommandContext, lethe: Lethe, given: string | undefined): Promise<ImportReport> {
  if (given === undefined) {
    return lethe.call('dataset.import', { file: await lethe.toRead(sampleFile), name: 'clinic visits (sample)', ignore: ['email'], features: [], text: [], dryRun: false, label: 'no_show', subject: 'patient_id' })
  }
  const withThis = { ...context, lethe: async () => lethe }
  const look = await importFile({ ...withThis, flag: name => name === 'dry-run' }, given, 'demo')
  const asked = { label: await askedLabel(context, look), subject: await askedSubject(context, look) }
  return importFile({ ...withThis, option: name => (name === 'label' || name === 'subject' ? asked[name] : context.option(name)), flag: () => false }, given, 'demo')
}

/** The label to predict: as given, as guessed, or asked for; a terminal that cannot ask is told which option to use. */
async function askedLabel(context: CommandContext, look: ImportReport): Promise<string | undefined> {
  if (context.option('label') !== undefined || look.labelPositive !== null) return context.option('label')
  const answer = context.terminal.interactive ? (await context.terminal.ask(`   Which column shall the model predict? (${columnList(look)}) `)).trim() : ''
  if (answer === '') throw new CoreError('usage/missing-option', { option: '--label COL (no column with two values was found to predict)', command: 'demo' })
  return answer
}

async function askedSubject(context: CommandContext, look: ImportReport): Promise<string | undefined> {
  const given = context.option('subject')
  if (given !== undefined || !context.terminal.interactive || look.columns.some(column => column.role === 'subject')) return given
  const answer = (await context.terminal.ask(`   Which column identifies the person? (${columnList(look)}; Enter: none) `)).trim()
  return answer === '' ? undefined : answer
}

const columnList = ({ columns }: ImportReport): string => columns.map(column => column.name).join(', ')

function shortImport({ rows, rejects, columns, labelPositive }: ImportReport): string[] {
  const named = (role: string) => columns.filter(column => column.role === role).map(column => column.name)
  const features = named('feature')
  return [
    `Imported ${count(rows, 'row')}${rejects.length === 0 ? '; every record could be read' : `; ${count(rejects.length, 'record')} set aside`}.`,
    `Person: ${named('subject')[0] ?? 'no identifier'}. Predicts: ${named('label')[0]} = ${labelPositive}. Learns from: ${features.slice(0, 12).join(', ')}${features.length > 12 ? ' …' : ''}.`,
  ]
}

async function whom(context: CommandContext, report: ImportReport, given: string | undefined): Promise<{ subject: string } | { rows: number[] }> {
  if (given === undefined) return { subject: samplePerson() }
  const asked = context.option('person')
  if (asked !== undefined) return { subject: await readValue(asked, '--person', context.terminal) }
  const hasSubject = report.columns.some(column => column.role === 'subject')
  if (hasSubject && context.terminal.interactive) {
    const answer = (await context.terminal.askHidden('   Whom shall the demo erase? Identifier (not shown; Enter for the first row): ')).trim()
    if (answer !== '') return { subject: answer }
  }
  return { rows: [firstRow(report)] }
}

function firstRow({ rejects }: ImportReport): number {
  const rejected = new Set(rejects.map(reject => reject.row))
  let row = 1
  while (rejected.has(row)) row += 1
  return row
}

const samplePerson = (): string => sampleLines()[samplePersonLine]!.split(',')[0]!

const sampleLines = (): string[] => readFileSync(sampleFile, 'utf8').trimEnd().split('\n')

/** Imports the kept rows of the sample, in reverse order, into a workspace of their own beside the demo's, and trains there. */
async function retrainElsewhere(context: CommandContext, person: string): Promise<string> {
  const [header, ...lines] = sampleLines()
  const kept = lines.filter(line => !line.startsWith(`${person},`)).reverse()
  const elsewhere = mkdtempSync(join(tmpdir(), 'lethe-demo-kept-'))
  const file = join(elsewhere, 'kept-rows.csv')
  writeFileSync(file, `${[header, ...kept].join('\n')}\n`)
  const lethe = await context.letheIn(join(elsewhere, 'workspace'))
  const report = await lethe.call('dataset.import', { file: await lethe.toRead(file), name: 'kept rows', ignore: ['email'], features: [], text: [], dryRun: false, label: 'no_show', subject: 'patient_id' })
  const trained = await lethe.call('model.train', { dataset: report.dataset!.datasetId, learner: 'logistic-regression', settings: {} })
  lethe.close()
  rmSync(elsewhere, { recursive: true })
  return trained.publishedSha256
}
