import { beforeEach, expect, test } from 'vitest'
import type { ErasureOutcome, RecordProblem } from '../../../src-main/contract/record.ts'
import { canonicalForm } from '../../../src-main/core/ledger/canonical-form.ts'
import { readCanonicalZip, writeCanonicalZip } from '../../../src-main/core/records/canonical-zip.ts'
import { checkRecord } from '../../../src-main/core/records/check-record.ts'
import { readEnvelope } from '../../../src-main/core/records/envelope.ts'
import { recordReportText } from '../../../src-main/core/records/record-report-text.ts'
import { madeRecord } from './record-kinds.ts'
import { outcome } from './record-in-folder.ts'

type Json = string | number | boolean | null | Json[] | { [name: string]: Json }
type Path = readonly (string | number)[]

const facts: ErasureOutcome = { ...outcome, organisation: { name: 'Nordlicht Credit GmbH', contact: 'privacy@nordlicht.example' } }
let files: ReadonlyMap<string, Buffer>
let statement: { [name: string]: Json }
beforeEach(() => {
  files = readCanonicalZip(madeRecord(facts).record).files!
  statement = JSON.parse(readEnvelope(files.get('record.dsse.json')!.toString())!.payload.toString()) as typeof statement
})

/** The record with another statement, as somebody without the key would leave it: the signatures are those of the old one. */
function withStatement(payload: unknown, other: Record<string, Buffer> = {}): Buffer {
  const envelope = JSON.parse(files.get('record.dsse.json')!.toString()) as { payload: string }
  const next = new Map([...files, ...Object.entries(other)])
  next.set('record.dsse.json', Buffer.from(`${canonicalForm({ ...envelope, payload: Buffer.from(canonicalForm(payload)).toString('base64') })}\n`))
  return writeCanonicalZip(next)
}

const changed = (path: Path, to: (value: Json) => Json, value: Json = statement): Json => {
  const [part, ...rest] = path
  if (part === undefined) return to(value)
  if (Array.isArray(value)) return value.map((item, i) => (i === part ? changed(rest, to, item) : item))
  return { ...value as { [name: string]: Json }, [part]: changed(rest, to, (value as { [name: string]: Json })[part]!) }
}

const problemsIn = (bytes: Buffer) => checkRecord(bytes).problems.filter(({ file }) => file === 'record.dsse.json')
const placed = (problems: readonly RecordProblem[]) => [...new Set(problems.flatMap(({ code, path }) => (code === 'statement-signature' || path === undefined ? [] : [path])))]

function leaves(value: Json, path: Path = []): Path[] {
  if (value === null || typeof value !== 'object') return [path]
  return Object.entries(value).flatMap(([name, member]) => leaves(member, [...path, Array.isArray(value) ? Number(name) : name]))
}
const written = (path: Path) => path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${part}`)).join('')

/** Another value that keeps the form. */
const other = (value: Json): Json => {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value + 1 : value * 2
  if (typeof value === 'boolean') return !value
  if (value === null) return '9'.repeat(64)
  const text = String(value)
  if (/^[0-9a-f]{64}$/.test(text)) return text.replaceAll(/[0-9a-f]/g, digit => (digit === '0' ? 'e' : '0'))
  if (/^\d{4}-\d\d-\d\d/.test(text)) return text.replace(/^\d{4}/, '2031')
  if (text === 'same-bits') return 'certified'
  if (text === 'none') return 'same-bits'
  return `${text} too`
}

/** "predicate.outcome.data" of "predicate.outcome.data.erased", and what is beside it in there: told where sums no longer fit. */
const isAbout = (place: string, path: string) => place.startsWith('predicate.outcome.data') && path.startsWith('predicate.outcome.data')

test('every member of a statement that is changed is named, and no other', { timeout: 60_000 }, () => {
  const notTold: string[] = []
  const alsoNamed: Record<string, string[]> = {}
  for (const path of leaves(statement).filter(([part]) => part === 'predicate')) {
    const found = placed(problemsIn(withStatement(changed(path, other))))
    const name = written(path)
    if (!found.includes(name)) notTold.push(name)
    const more = found.filter(place => place !== name && place !== 'predicate.outcome' && !isAbout(place, name))
    if (more.length > 0) alsoNamed[name] = more
  }
  expect({ notTold, alsoNamed }).toEqual({ notTold: [], alsoNamed: {} })
})

test('each is told with both values, in the window as in the terminal', () => {
  const bytes = withStatement(changed(['predicate', 'outcome', 'residue', 'notSearchable'], () => 700))
  expect(problemsIn(bytes)).toEqual(expect.arrayContaining([
    { file: 'record.dsse.json', code: 'entry-differs', path: 'predicate.outcome.residue.notSearchable', message: expect.stringMatching(/^The statement and entry \d+ of the ledger differ about the traces that could not be searched for: 700 and 3\.$/) as string },
    { file: 'record.dsse.json', code: 'pdf-differs', path: 'predicate.outcome.residue.notSearchable', message: expect.stringMatching(/^The PDF says ".*\b3\b.*" where the statement gives ".*\b700\b.*"\.$/) as string },
  ]))
  expect(recordReportText(checkRecord(bytes)).join('\n')).toContain('  record.dsse.json (predicate.outcome.residue.notSearchable): The PDF says "')
  const commitment = problemsIn(withStatement(changed(['predicate', 'outcome', 'models', 0, 'commitmentAfter'], () => 'f'.repeat(64))))
  expect(commitment).toEqual(expect.arrayContaining([expect.objectContaining({ path: 'predicate.outcome.models[0].commitmentAfter', message: expect.stringContaining('the commitment after of the model m-000000000001: "ffff…ffff" and "0000…0002"') as string })]))
  const loss = problemsIn(withStatement(changed(['predicate', 'outcome', 'models', 0, 'unlearned', 'unseen', 'logLoss'], () => 0.4512345678901235)))
  expect(loss).toContainEqual({ file: 'record.dsse.json', code: 'bom-differs', path: 'predicate.outcome.models[0].unlearned.unseen.logLoss', message: 'The list of software and models says "0.4512345678901234" where the statement gives "0.4512345678901235".' })
})

test('several members that were changed at once are all named', () => {
  const once = changed(['predicate', 'outcome', 'request', 'dueAt'], () => '2027-01-01')
  const twice = changed(['predicate', 'outcome', 'machine', 'cores'], () => 64, once)
  const all = changed(['predicate', 'outcome', 'models', 0, 'method'], () => 'retrain', twice)
  expect(placed(problemsIn(withStatement(all)))).toEqual(expect.arrayContaining(['predicate.outcome.request.dueAt', 'predicate.outcome.machine.cores', 'predicate.outcome.models[0].method']))
})

test('a retelling that was changed itself is no witness: then it is named, and not the statement', () => {
  const pdf = Buffer.from(files.get('record.pdf')!)
  const { problems } = checkRecord(withStatement(changed(['predicate', 'outcome', 'timing', 'totalMs'], () => 1), { 'record.pdf': Buffer.concat([pdf.subarray(0, -6), Buffer.from('%%EOE\n')]) }))
  expect(problems.filter(({ code, path }) => /pdf/.test(code) && path?.startsWith('predicate') === true)).toEqual([])
  expect(problems.map(({ file, code }) => `${file}: ${code}`)).toEqual(expect.arrayContaining(['record.pdf: sum-differs', 'record.dsse.json: sum-differs']))
})

test('a list that grew is told as before, by the first words that differ', () => {
  const { problems } = checkRecord(withStatement(changed(['predicate', 'outcome', 'notErasedByLethe'], list => [...list as Json[], 'the moon'])))
  expect(problems.map(({ file, code }) => `${file}: ${code}`)).toEqual(expect.arrayContaining(['record.pdf: pdf-differs', 'bom.cdx.json: bom-differs']))
})

test('a forged statement of a hundred models is checked within seconds all the same', () => {
  const [model] = outcome.models
  const started = performance.now()
  const { problems } = checkRecord(withStatement(changed(['predicate', 'outcome', 'models'], () => Array.from({ length: 100 }, (_, i) => ({ ...model, model: `m-${i}` }) as unknown as Json))))
  expect(problems.length).toBeGreaterThan(0)
  expect(performance.now() - started).toBeLessThan(3000)
})
