import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, copyForTest, folderForTest, lethe, sampleFile, sampleImport, sampleRecords } from './lethe.ts'

const header = readFileSync(sampleFile, 'utf8').split('\n', 1)[0]!.split(',')
const age = header.indexOf('age')
const place = header.indexOf('region')
const town = sampleRecords[0]![place]!
const inTown = sampleRecords.flatMap((cells, i) => (cells[place] === town ? [i + 1] : []))
const person = sampleRecords[10]![0]!
const theirRows = sampleRecords.flatMap(([id], i) => (id === person ? [i + 1] : []))

let folder: string
let workspace: string
const ids = { dataset: '', model: '', done: '', open: '' }

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-looking-'))
  workspace = join(folder, 'workspace')
  ids.dataset = (await ask<{ datasetId: string }>(workspace, sampleImport)).datasetId
  ids.model = (await ask<{ modelId: string }>(workspace, ['train', 'visits', '--set', 'seed=3'])).modelId
  ids.done = (await ask<{ requestId: string }>(workspace, ['request', 'open', 'visits', '--subject', person, '--law', 'gdpr'])).requestId
  await ask(workspace, ['erase', ids.done])
  ids.open = (await ask<{ requestId: string }>(workspace, ['request', 'open', 'visits', '--rows', '-', '--law', 'ccpa'], { input: '1\n2\n' })).requestId
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What a command says to people, which must succeed without a word on standard error. */
async function say(words: readonly string[], input?: string): Promise<string> {
  const { status, stderr, stdout } = await lethe([...words, '--workspace', workspace], input === undefined ? {} : { input })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).not.toMatch(/undefined|NaN|\[object/)
  return stdout
}

/** Ledger entries that fit these options. */
const list = (...words: string[]) => ask<{ total: number; found: number; entries: { kind: string; request?: string }[] }>(workspace, ['ledger', 'list', ...words])

describe('dataset show', () => {
  test('gives columns, rejects, open requests and models', async () => {
    expect(await ask(workspace, ['dataset', 'show', 'visits'])).toMatchObject({
      dataset: { datasetId: ids.dataset, name: 'visits', rows: sampleRecords.length - theirRows.length, columns: header.map(name => ({ name })) },
      rejects: [], pending: { requests: 1, rows: 2, restricted: 0 }, models: [ids.model],
    })
    const text = await say(['dataset', 'show', ids.dataset])
    expect(text).toMatch(new RegExp(`^dataset +${ids.dataset}\nname +visits\n`))
    expect(text).toMatch(/open requests +1, naming 2 rows, 0 of them out of every new training\nmodels +m-/)
    expect(text).toMatch(/\nColumns:\n {2}patient_id +text +subject\n/)
    expect(text).toContain('No record was set aside.')
  })

  test('lists what was set aside by line, never by value', async () => {
    const here = folderForTest()
    writeFileSync(join(here, 'mixed.csv'), `id,size,label\n${Array.from({ length: 30 }, (_, i) => `p${i},${i},${i % 2 ? 'yes' : 'no'}`).join('\n')}\np30,Anna Secret,no\n`)
    await ask(join(here, 'w'), ['import', join(here, 'mixed.csv'), '--name', 'mixed'])
    const { stdout } = await lethe(['dataset', 'show', 'mixed', '--workspace', join(here, 'w')])
    expect(stdout).toContain('Set aside 1 record; correct them in the file and import it again if they matter:\n  line 32 (row 31), column "size": is not a number\n')
    expect(stdout).not.toContain('Secret')
  })
})

describe('dataset rows', () => {
  test('shows the first rows as imported, with their cells and what a request says of them', async () => {
    const page = await ask<{ rows: { row: number; cells: unknown[] }[] }>(workspace, ['dataset', 'rows', 'visits', '--limit', '3'])
    expect(page).toMatchObject({ datasetId: ids.dataset, columns: header, offset: 0, total: sampleRecords.length - theirRows.length, rows: [{ row: 1, pending: 'named' }, { row: 2, pending: 'named' }, { row: 3, pending: null }] })
    expect(page.rows[0]!.cells.map(cell => String(cell ?? ''))).toEqual(sampleRecords[0]!)
    const text = await say(['dataset', 'rows', 'visits', '--limit', '3'])
    expect(text).toMatch(/^Rows 1 to 3 of [\d,]+ in "visits":\nrow +patient_id +email .* state\n1 /)
    expect(text).toContain('named by an open request')
    expect(text).toMatch(/\nMore: --offset 3\n$/)
  })

  test('chooses, orders and pages', async () => {
    const chosen = ['dataset', 'rows', 'visits', '--where', `region=${town.toUpperCase()}`, '--where', 'age>=40', '--order', 'age:down', '--order', 'patient_id']
    const expected = inTown.filter(row => !theirRows.includes(row) && Number(sampleRecords[row - 1]![age]) >= 40)
      .sort((a, b) => Number(sampleRecords[b - 1]![age]) - Number(sampleRecords[a - 1]![age]) || (sampleRecords[a - 1]![0]! < sampleRecords[b - 1]![0]! ? -1 : sampleRecords[a - 1]![0] === sampleRecords[b - 1]![0] ? a - b : 1))
    expect(expected.length).toBeGreaterThan(10)
    const page = await ask<{ total: number; rows: { row: number }[] }>(workspace, [...chosen, '--offset', '2', '--limit', '5'])
    expect({ total: page.total, rows: page.rows.map(({ row }) => row) }).toEqual({ total: expected.length, rows: expected.slice(2, 7) })
    expect(await ask(workspace, [...chosen, '--numbers'])).toMatchObject({ total: expected.length, rows: expected })
    expect(await say([...chosen, '--numbers'])).toBe(`${expected.join('\n')}\n`)
    expect(await say([...chosen, '--numbers', '--offset', '1', '--limit', '2'])).toBe(`${expected.slice(1, 3).join('\n')}\n`)
    expect(await say([...chosen, '--offset', '4000'])).toBe(`There are ${expected.length} rows; none from number 4001 of them on.\n`)
  })

  test('finds a person by a value from standard input, as a list of rows for a request', async () => {
    const email = sampleRecords[20]![1]!
    const rows = sampleRecords.flatMap((cells, i) => (cells[1] === email ? [i + 1] : []))
    const numbers = await say(['dataset', 'rows', 'visits', '--where', 'email=-', '--numbers'], email)
    expect(numbers).toBe(`${rows.join('\n')}\n`)
    expect(await say(['dataset', 'rows', 'visits', '--search', '-', '--numbers'], `${email}\n`)).toBe(numbers)
    const here = join(folderForTest(), 'w')
    await ask(here, sampleImport)
    expect(await ask(here, ['request', 'open', 'visits', '--rows', '-', '--law', 'gdpr'], { input: numbers })).toMatchObject({ matchedRows: rows.length })
  })

  test('of a person who was erased there is none', async () => {
    expect(await say(['dataset', 'rows', 'visits', '--where', 'patient_id=-'], person)).toBe('No row fits.\n')
    expect(await ask(workspace, ['dataset', 'rows', 'visits', '--search', '-', '--numbers'], { input: person })).toMatchObject({ total: 0, rows: [] })
  })

  test('cells that steer a terminal, turn text around or break lines are spelled out, and long ones cut; JSON has them whole', async () => {
    const here = folderForTest()
    const cells = ['\u001b[31mred', '\u202edrowssap', 'two\nlines', 'x'.repeat(100)]
    writeFileSync(join(here, 'bad.csv'), `a,b,c,d,label\n"${cells.join('","')}",yes\n${'k,l,m,n,no\n'.repeat(9)}`)
    await ask(join(here, 'w'), ['import', join(here, 'bad.csv'), '--name', 'bad'])
    const { stdout } = await lethe(['dataset', 'rows', 'bad', '--limit', '1', '--workspace', join(here, 'w')])
    expect(stdout.split('\n')[2]).toMatch(/^1 {4}\\u\{1b\}\[31mred {2}\\u\{202e\}drowssap {2}two\\u\{a\}lines {2}x{39}… {2}yes$/)
    const { rows } = await ask<{ rows: { cells: string[] }[] }>(join(here, 'w'), ['dataset', 'rows', 'bad', '--limit', '1'])
    expect(rows[0]!.cells).toEqual([...cells, 'yes'])
  })
})

describe('dataset profile', () => {
  test('gives the spread of numbers, and bars for people', async () => {
    const kept = sampleRecords.flatMap((cells, i) => (theirRows.includes(i + 1) ? [] : [Number(cells[age])]))
    expect(await ask(workspace, ['dataset', 'profile', 'visits', 'age'])).toMatchObject({
      column: { name: 'age' }, rows: kept.length, distinct: new Set(kept).size, numbers: { least: Math.min(...kept), most: Math.max(...kept) },
    })
    const text = await say(['dataset', 'profile', 'visits', 'age'])
    expect(text).toMatch(new RegExp(`^Column "age" \\(integer, feature\\): ${kept.length.toLocaleString('en')} rows, 0 empty, ${new Set(kept).size} different\\.\nFrom ${Math.min(...kept)} to ${Math.max(...kept)}, mean `))
    expect(text).toMatch(/\n {2}\S+ to \S+ +[\d,]+ {2}█+\n/)
  })

  test('gives the most frequent texts', async () => {
    const counts = new Map<string, number>()
    sampleRecords.forEach((cells, i) => theirRows.includes(i + 1) || counts.set(cells[place]!, (counts.get(cells[place]!) ?? 0) + 1))
    const [value, rows] = [...counts].sort((a, b) => b[1] - a[1])[0]!
    expect(await ask(workspace, ['dataset', 'profile', 'visits', 'region'])).toMatchObject({ numbers: null, frequent: expect.arrayContaining([{ value, rows }]) })
    expect(await say(['dataset', 'profile', 'visits', 'region'])).toMatch(new RegExp(`Most frequent:\n {2}${value} +${rows} `))
  })
})

describe('the other commands that look', () => {
  test('status: what is there, what is due and how the ledger stands', async () => {
    expect(await ask(workspace, ['status'])).toMatchObject({
      datasets: 1, models: 1, requests: { open: 1, completed: 1, answersOwed: 1, next: [{ requestId: ids.done }, { requestId: ids.open }] }, ledger: { entries: expect.any(Number), key: expect.stringMatching(/^[0-9a-f]{64}$/) }, records: [{ requestId: ids.done }],
    })
    const text = await say(['status'])
    expect(text).toMatch(/requests +1 open \(0 overdue, \d due soon\), 1 completed\n/)
    expect(text).toMatch(new RegExp(`Due next:\n {2}${ids.done} +completed +due .*\n {2}${ids.open} +received +due `))
    expect(text).toMatch(/key +[0-9a-f]{64}, in files that only their owner can read\n/)
  })

  test('status of an empty workspace', async () => {
    const here = join(folderForTest(), 'w')
    expect((await lethe(['import', sampleFile, '--name', 'x', '--dry-run', '--workspace', here])).status).toBe(0)
    expect((await lethe(['status', '--workspace', here])).stdout).toMatch(/datasets +0\nmodels +0\nrequests +0 open .*\nledger +0 entries\n[\s\S]*key +none yet\nNo request is open\.\n$/)
    for (const [words, says] of [[['ledger', 'list'], 'The ledger has no entry yet.\n'], [['record', 'list'], /^No record yet\./], [['job', 'list'], /^No job\./]] as const) {
      expect((await lethe([...words, '--workspace', here])).stdout).toMatch(says)
    }
  })

  test('status after an erasure was killed: what was done about it, said once', async () => {
    const here = copyForTest(workspace)
    const killed = () => spawnSync(process.execPath, [join(import.meta.dirname, '../../support/die-at.ts'), here, ids.open, 'overwrite'])
    expect(killed().signal).toBe('SIGKILL')
    const again = join(folderForTest(), 'again')
    cpSync(here, again, { recursive: true })
    expect(await ask(here, ['status'])).toMatchObject({ recovered: [{ requestId: ids.open, how: 'finished' }], requests: { open: 0, completed: 2 } })
    const { stdout } = await lethe(['status', '--workspace', again])
    expect(stdout.split('it has been finished now')).toHaveLength(2)
  })

  test('learner list: what is predicted, and what can be set', async () => {
    expect(await ask(workspace, ['learner', 'list'])).toMatchObject({ learners: expect.arrayContaining([expect.objectContaining({ learner: 'logistic-regression', tasks: ['binary'], presets: [], settings: expect.arrayContaining([expect.objectContaining({ name: 'lambda', default: 1 })]) })]) })
    expect(await say(['learner', 'list'])).toMatch(/^logistic-regression\n {2}predicts: two classes \(task=binary\)\n {2}setting +default +must be +about\n[\s\S]* lambda +1 /)
  })

  test('model show: settings, measures, versions and methods', async () => {
    expect(await ask(workspace, ['model', 'show', ids.model])).toMatchObject({
      model: { modelId: ids.model, version: 2 }, datasetName: 'visits', lineage: expect.arrayContaining([expect.objectContaining({ version: 1, method: 'train', state: 'shredded' }), expect.objectContaining({ version: 2, requestId: ids.done, state: 'present' })]),
      methods: expect.arrayContaining([expect.objectContaining({ method: 'retrain' }), expect.objectContaining({ method: 'influence', guarantee: 'none' })]), pendingRequests: 1,
    })
    const text = await say(['model', 'show', ids.model])
    expect(text).toMatch(/settings +.*seed=3/)
    expect(text).toMatch(new RegExp(`Versions:\n {2}version [\\s\\S]* ${ids.done} `))
    expect(text).toMatch(/Ways to make it forget:\n {2}method [\s\S]* influence +approximate, no guarantee/)
  })

  test('record list: exports are counted', async () => {
    expect(await ask(workspace, ['record', 'list'])).toMatchObject({ records: [{ requestId: ids.done, erasedRows: theirRows.length, models: 1, exports: 0, lastExportedAt: null }] })
    expect(await say(['record', 'list'])).toMatch(new RegExp(`${ids.done} .* 0 +never\n$`))
  })

  test('ledger list: the newest first, page by page', async () => {
    const { total, entries } = await ask<{ total: number; entries: { seq: number; kind: string }[] }>(workspace, ['ledger', 'list'])
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: total }, (_, i) => total - i))
    expect(entries[0]).toMatchObject({ kind: 'request-opened', request: ids.open, law: 'ccpa' })
    const before = await ask<{ entries: { seq: number }[] }>(workspace, ['ledger', 'list', '--before', '4', '--limit', '2'])
    expect(before.entries.map(({ seq }) => seq)).toEqual([3, 2])
    expect(await say(['ledger', 'list', '--before', '4', '--limit', '2'])).toMatch(/^entry +at +by +what +facts\n3 .*\n2 .*\nMore: --before 2\n$/)
    expect(await say(['ledger', 'list'])).toMatch(new RegExp(`That is the first of ${total} entries\\.\n$`))
    expect(await say(['ledger', 'list', '--before', '1'])).toBe(`None of the ${total} entries is that old.\n`)
  })

  test('ledger list: what is looked for, by kind, by id and by day', async () => {
    const erasures = await list('--kind', 'erasures,records')
    expect(erasures.entries.map(({ kind }) => kind)).toEqual(['erasure-completed', 'erasure-adopted', 'erasure-intended'])
    expect(erasures.found).toBe(3)
    const about = await list('--about', ids.done, '--kind', 'requests')
    expect(about.entries.map(({ request }) => request)).toEqual([ids.done, ids.done, ids.done])
    const { found } = await list('--from', '2100-01-01')
    expect(found).toBe(0)
    expect((await list('--to', '2100-01-01')).found).toBe(erasures.total)
    expect(await say(['ledger', 'list', '--about', 'rq-none'])).toBe(`None of the ${erasures.total} entries fits.\n`)
    expect(await say(['ledger', 'list', '--kind', 'erasures'])).toMatch(new RegExp(`\\n3 entries fit, of ${erasures.total}\\. .*--before \\d+ and the same filter\n$`))
  })

  test('record show: the words of the record, and nothing written', async () => {
    const words = await say(['record', 'show', ids.done])
    expect(words).toMatch(/^RECORD OF AN ERASURE\nOn /)
    expect(words).toContain(ids.done)
    expect(await ask(workspace, ['record', 'list'])).toMatchObject({ records: [{ exports: 0 }] })
    expect(await ask(workspace, ['record', 'show', ids.done, '--replay'])).toMatchObject({ requestId: ids.done, report: { ok: true }, replay: [{ outcome: 'same-bits' }] })
  })
})
