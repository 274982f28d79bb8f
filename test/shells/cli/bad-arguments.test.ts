import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, contentOf, expectRefusal, lethe, sampleFile, sampleImport, sampleRecords } from './lethe.ts'

let folder: string
let workspace: string
/** A model, a completed request for row 1's person, an open one for rows 10 and 20, and the record of the first. */
const ids = { MODEL: '', DONE: '', OPEN: '', RECORD: '', FOLDER: '', DATASET: '' }

const erasedPerson = sampleRecords[0]![0]!
const keptPerson = sampleRecords[1]![0]!

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-bad-input-'))
  workspace = join(folder, 'workspace')
  ids.FOLDER = folder
  ids.DATASET = (await ask<{ datasetId: string }>(workspace, sampleImport)).datasetId
  ids.MODEL = (await ask<{ modelId: string }>(workspace, ['train', 'visits'])).modelId
  ids.DONE = (await ask<{ requestId: string }>(workspace, ['request', 'open', 'visits', '--subject', erasedPerson, '--law', 'gdpr'])).requestId
  await ask(workspace, ['erase', ids.DONE])
  ids.OPEN = (await ask<{ requestId: string }>(workspace, ['request', 'open', 'visits', '--rows', '-', '--law', 'ccpa'], { input: '10\n20\n' })).requestId
  ids.RECORD = join(folder, 'record.zip')
  await ask(workspace, ['record', 'export', ids.DONE, '--out', ids.RECORD])
  writeFileSync(join(folder, 'cut.zip'), Buffer.from([0x50, 0x4b, 3, 4, 0, 0]))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const named = (words: readonly string[]) => words.map(word => word.replaceAll(/\b(MODEL|DONE|OPEN|RECORD|FOLDER|DATASET)\b/g, id => ids[id as keyof typeof ids]))

/** Arguments, the error's code, exit code, and what is on standard input. */
type Case = readonly [words: readonly string[], code: string, status: 1 | 2, input?: string | Uint8Array]

const open = ['request', 'open', 'visits', '--law', 'gdpr']
const usage: readonly Case[] = [
  [['improt', 'x'], 'usage/unknown-command', 2], [['request', 'opne'], 'usage/unknown-command', 2], [['request'], 'usage/unknown-command', 2], [['--json'], 'usage/unknown-command', 2],
  [['import', 'x.csv', '--nam', 'n'], 'usage/unknown-option', 2], [['import', 'x.csv', '-n', 'n'], 'usage/unknown-option', 2], [['import', 'x.csv', '--__proto__', 'n'], 'usage/unknown-option', 2],
  [['import', 'x.csv', '--name'], 'usage/bad-option-value', 2], [['import', 'x.csv', '--name', '--json'], 'usage/bad-option-value', 2], [['import', 'x.csv', '--name='], 'usage/bad-option-value', 2],
  [['import', 'x.csv', '--name', 'a', '--name', 'b'], 'usage/bad-option-value', 2], [['import', 'x.csv', '--name', 'a', '--dry-run=1'], 'usage/bad-option-value', 2],
  [['import', 'x.csv'], 'usage/missing-option', 2], [['import', 'x.csv', '--name', ' '], 'usage/missing-option', 2], [['import', '--name', 'n'], 'usage/missing-argument', 2], [['import', '', '--name', 'n'], 'usage/missing-argument', 2],
  [['import', 'x.csv', 'y.csv', '--name', 'n'], 'usage/unexpected-argument', 2], [['dataset', 'list', '--', 'x'], 'usage/unexpected-argument', 2],
  [['dataset', 'list', '--workspace='], 'usage/bad-option-value', 2],
  ...['ab', '"', '\r', '😀', 'a', '7'].map((delimiter): Case => [['import', sampleFile, '--name', 'n', '--delimiter', delimiter], 'usage/bad-option-value', 2]),
]

const importing: readonly Case[] = [
  [['import', sampleFile, '--name', 'VISITS'], 'import/name-taken', 2], [['import', sampleFile, '--name', 'n'.repeat(501)], 'usage/bad-input', 2],
  [['import', sampleFile, '--name', 'n', '--label', 'no_shw'], 'import/unknown-column', 2], [['import', sampleFile, '--name', 'n', '--ignore', 'age,__proto__'], 'import/unknown-column', 2],
  [['import', sampleFile, '--name', 'n', '--label', 'age', '--subject', 'age'], 'import/column-two-roles', 2], [['import', sampleFile, '--name', 'n', '--label', 'no_show', '--positive', 'Yes'], 'import/positive-not-found', 2],
  [['import', sampleFile, '--name', 'n', '--columns', 'a,b'], 'import/column-names-count', 2], [['import', sampleFile, '--name', 'n', '--columns', 'a,A,c,d,e,f,g,h,i,j,k,l'], 'import/column-name-repeated', 2],
]

const ledgerFilters: readonly Case[] = [
  ...[['--kind', 'erasure'], ['--kind', 'requests,nothing'], ['--from', 'yesterday'], ['--from', '2026-02-30'], ['--to', '24.11.2026'], ['--from', '2026-11-24', '--to', '2026-11-23'], ['--about', ' ']].map((words): Case => [['ledger', 'list', ...words], 'usage/bad-option-value', 2]),
  [['record', 'show', 'rq-none'], 'request/not-found', 2], [['record', 'show', 'OPEN'], 'record/not-exportable', 2], [['record', 'show', 'OPEN', '--replay'], 'record/not-exportable', 2], [['record', 'show'], 'usage/missing-argument', 2],
]

const training: readonly Case[] = [
  [['train', 'nope'], 'dataset/not-found', 2], [['train', 'visits', '--learner', 'svm'], 'train/unknown-learner', 2],
  ...['lambda', '=1', '__proto__=1', 'a b=1'].map((set): Case => [['train', 'visits', '--set', set], 'usage/bad-option-value', 2]),
  ...['lamda=1', 'constructor=1', 'toString=1'].map((set): Case => [['train', 'visits', '--set', set], 'train/unknown-setting', 2]),
  ...['lambda=abc', 'lambda=', 'lambda=-1', 'lambda=Infinity', 'lambda=0', 'lambda=1e300', 'seed=-1', 'seed=1.5', 'test-share=1'].map((set): Case => [['train', 'visits', '--set', set], 'train/bad-setting', 2]),
]

const requests: readonly Case[] = [
  [['request', 'open', 'visits', '--subject', 'x'], 'request/person-not-found', 2], [['request', 'open', 'visits', '--subject', 'x', '--law', 'GDPR'], 'usage/bad-option-value', 2], [open, 'usage/missing-option', 2],
  [[...open, '--subject', 'x', '--rows', 'y'], 'usage/options-exclude', 2], [[...open, '--subject', 'Anna Nobody'], 'request/person-not-found', 2], [[...open, '--subject', erasedPerson], 'request/person-erased', 2],
  [[...open, '--subject', keptPerson.toLowerCase()], 'request/person-not-found', 2], [[...open, '--subject', '-'], 'usage/cannot-ask', 2, ''], [[...open, '--subject', '-'], 'usage/cannot-ask', 2, '\r\n'],
  [[...open, '--subject', '-'], 'request/person-not-found', 2, `${keptPerson}\n${keptPerson}\n`], [[...open, '--subject', '-'], 'usage/bad-input', 2, 'x'.repeat(20_000)], [[...open, '--subject', '-'], 'request/person-not-found', 2, Buffer.from([0xff, 0xfe, 0, 1])],
  [[...open, '--rows', 'FOLDER/none.txt'], 'usage/file-unreadable', 2], [[...open, '--rows', 'FOLDER'], 'usage/file-unreadable', 2], [[...open, '--rows', '/dev/zero'], 'usage/file-unreadable', 2],
  ...['0', '-1', '1.0', '1e3', 'Anna Smith', '99999999999999999999', '٣', '5,6', Buffer.from('5\n', 'utf16le')].map((rows): Case => [[...open, '--rows', '-'], 'request/bad-row-number', 2, typeof rows === 'string' ? `7\n${rows}\n` : rows]),
  [[...open, '--rows', '-'], 'request/no-rows-named', 2, '\n\n'], [[...open, '--rows', '-'], 'request/rows-not-found', 2, '4000000000'], [[...open, '--rows', '-'], 'request/rows-erased', 2, '1\n2\n'], [[...open, '--rows', '-'], 'request/rows-pending', 2, '\uFEFF10\r\n'],
  ...['yesterday', '2999-01-01', '2026-02-30', '0000-01-01', '2026-02-20Tx', '20260220'].map((received): Case => [[...open, '--subject', keptPerson, '--received', received], 'usage/bad-option-value', 2]),
  [['request', 'verify', 'DONE'], 'request/already-completed', 2], [['request', 'approve', 'OPEN'], 'request/wrong-state', 2], [['request', 'show', 'x'], 'request/not-found', 2],
]

const erasing: readonly Case[] = [
  [['erase', 'rq-000000000000'], 'request/not-found', 2], [['erase', 'DONE'], 'request/already-completed', 2], [['erase', 'OPEN', '--method', 'magic'], 'erase/method-not-for-learner', 2], [['erase'], 'usage/missing-argument', 2],
  [['compare', 'MODEL'], 'usage/missing-option', 2], [['compare', 'm-0', '--rows', '-'], 'model/not-found', 2, '5'], [['compare', 'MODEL', '--rows', '-', '--methods', 'x'], 'erase/method-not-for-learner', 2, '5'], [['compare', 'MODEL', '--rows', '-'], 'request/rows-not-found', 2, '1'],
  [['compare', 'MODEL', '--rows', 'x', '--request', 'y'], 'usage/options-exclude', 2], [['compare', 'MODEL', '--request', 'DONE'], 'request/already-completed', 2],
]

const records: readonly Case[] = [
  [['record', 'export', 'DONE'], 'usage/missing-option', 2], [['record', 'export', 'OPEN', '--out', 'FOLDER/x.zip'], 'record/not-exportable', 2], [['record', 'export', 'DONE', '--out', 'FOLDER'], 'record/file-exists', 2],
  [['record', 'export', 'DONE', '--out', sampleFile], 'record/file-exists', 2], [['record', 'export', 'DONE', '--out', 'FOLDER/no/such/x.zip'], 'record/cannot-write', 1],
  [['record', 'check', 'FOLDER/none.zip'], 'record/file-missing', 2], [['record', 'check', sampleFile], 'record/not-a-record', 2], [['record', 'check', 'FOLDER'], 'record/not-a-record', 2], [['record', 'check', 'RECORD', '--key', 'abc'], 'usage/bad-option-value', 2],
  [['ledger', 'check', '--against', 'FOLDER/none.zip'], 'record/file-missing', 2], [['ledger', 'check', '--against', sampleFile], 'ledger/not-a-witness', 2], [['ledger', 'check', '--against', 'FOLDER/cut.zip'], 'ledger/not-a-witness', 2],
  [['ledger', 'proof'], 'usage/missing-argument', 2], ...['0', 'x', '1.5'].map((seq): Case => [['ledger', 'proof', seq], 'usage/bad-option-value', 2]), [['ledger', 'proof', '100000'], 'ledger/no-such-entry', 2], [['ledger', 'proof', '1', '--against', '100000'], 'ledger/no-such-entry', 2],
  [['ledger', 'export'], 'usage/missing-option', 2], [['ledger', 'export', '--out', sampleFile], 'ledger/file-exists', 2], [['ledger', 'export', '--out', 'FOLDER/x.json', '--entries', '1,x'], 'usage/bad-option-value', 2], [['ledger', 'export', '--out', 'FOLDER/no/such/x.json'], 'record/cannot-write', 1],
  [['workspace', 'scan'], 'usage/missing-option', 2], [['workspace', 'scan', '--for', '-'], 'usage/cannot-ask', 2, ''],
]

const rowsOf = ['dataset', 'rows', 'visits']
const looking: readonly Case[] = [
  [['dataset', 'show', 'nope'], 'dataset/not-found', 2], [['dataset', 'show'], 'usage/missing-argument', 2], [['dataset', 'rows', 'nope'], 'dataset/not-found', 2], [['dataset', 'profile', 'visits'], 'usage/missing-argument', 2],
  ...['agee', '__proto__'].map((column): Case => [['dataset', 'profile', 'visits', column], 'dataset/unknown-column', 2]),
  ...['age:sideways', '__proto__:up'].map((order): Case => [[...rowsOf, '--order', order], 'dataset/unknown-column', 2]),
  [[...rowsOf, ...['age', 'sex', 'email', 'no_show'].flatMap(column => ['--order', column])], 'usage/bad-input', 2],
  [[...rowsOf, '--where', 'agee=5'], 'dataset/unknown-column', 2], [[...rowsOf, '--where', `agee=${keptPerson}`], 'dataset/unknown-column', 2],
  ...['age', `age=${keptPerson}`].map((where): Case => [[...rowsOf, '--where', where], 'usage/bad-option-value', 2]),
  [[...rowsOf, '--where', 'email=-'], 'usage/cannot-ask', 2, ''], [[...rowsOf, '--search', '-'], 'usage/cannot-ask', 2, ''], [[...rowsOf, '--search', '-'], 'usage/bad-input', 2, 'x'.repeat(2000)], [[...rowsOf, '--where', 'email=-'], 'usage/bad-input', 2, 'x'.repeat(20_000)],
  [[...rowsOf, ...Array.from({ length: 21 }, () => ['--where', 'age=5']).flat()], 'usage/bad-input', 2],
  ...['-1', '', '99999999999'].map((offset): Case => [[...rowsOf, `--offset=${offset}`], 'usage/bad-option-value', 2]),
  ...['0', '501'].map((limit): Case => [[...rowsOf, `--limit=${limit}`], 'usage/bad-option-value', 2]), [[...rowsOf, '--numbers', '--limit', '1000001'], 'usage/bad-option-value', 2],
  [['model', 'show', 'm-0'], 'model/not-found', 2], [['model', 'show', 'DATASET'], 'model/not-found', 2], [['model', 'show'], 'usage/missing-argument', 2],
  ...['0', '99999999999999999999'].map((before): Case => [['ledger', 'list', `--before=${before}`], 'usage/bad-option-value', 2]), [['ledger', 'list', '--limit', '501'], 'usage/bad-option-value', 2],
  ...['show', 'cancel', 'result'].flatMap((verb): Case[] => [[['job', verb], 'usage/missing-argument', 2], [['job', verb, 'j-0'], 'job/not-found', 2]]), [['job'], 'usage/unknown-command', 2], [['status', 'now'], 'usage/unexpected-argument', 2],
]

// Words of arguments and lists that could be a person's.
const unsaid = [erasedPerson, keptPerson, 'Anna', 'Smith', '99999999999999999999']

describe.each([['usage', usage], ['importing', importing], ['training', training], ['ledger filters', ledgerFilters], ['requests', requests], ['erasing', erasing], ['records', records], ['looking', looking]] as const)('bad arguments: %s', (_, cases) => {
  test('each is refused with one sentence, its code and exit code, and changes nothing', async () => {
    const before = contentOf(workspace)
    for (const [words, code, status, input] of cases) {
      const ended = await lethe([...named(words), '--json', ...(words.some(word => word.startsWith('--workspace')) ? [] : ['--workspace', workspace])], input === undefined ? {} : { input })
      try {
        expectRefusal(ended, code, status, unsaid)
      } catch (error) {
        throw new Error(`lethe ${words.join(' ')}: ${JSON.stringify(ended)}`, { cause: error })
      }
    }
    expect(contentOf(workspace)).toEqual(before)
  })
})

test('a wrong name gets a suggestion', async () => {
  expect((await lethe(['improt', 'x'])).stderr).toContain('Did you mean "import"?')
  expect((await lethe(['request', 'opne'])).stderr).toContain('Did you mean "request open"?')
  expect((await lethe(['import', sampleFile, '--name', 'n', '--label', 'no_shw', '--workspace', join(folder, 'w')])).stderr).toContain('Did you mean "no_show"?')
})
