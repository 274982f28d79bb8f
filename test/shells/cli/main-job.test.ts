import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, copyForTest, folderForTest, lethe, sampleFile, sampleImport, sampleRecords } from './lethe.ts'

const person = sampleRecords[10]![0]!
const theirRows = sampleRecords.flatMap(([id], i) => (id === person ? [i + 1] : []))
const sha256 = /^[0-9a-f]{64}$/

let folder: string
let workspace: string
let imported: Record<string, unknown>
let trained: Record<string, unknown>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-main-job-'))
  workspace = join(folder, 'workspace')
  imported = await ask(workspace, sampleImport)
  trained = await ask(workspace, ['train', 'visits', '--learner', 'logistic-regression'])
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the main job for programs, one object a command', () => {
  test('import: the dataset, its rows, those set aside, and the SHA-256 of the file read', () => {
    expect(imported).toMatchObject({
      datasetId: expect.stringMatching(/^ds-[0-9a-f]{12}$/), rows: sampleRecords.length, rejected: 0,
      sha256: createHash('sha256').update(readFileSync(sampleFile)).digest('hex'),
    })
  })

  test('train: the model, the SHA-256 of what is published, its accuracy and time', () => {
    expect(trained).toMatchObject({ modelId: expect.stringMatching(/^m-[0-9a-f]{12}$/), publishedSha256: expect.stringMatching(sha256), testAccuracy: expect.any(Number), trainMs: expect.any(Number) })
  })

  test('from request to record: every promised field, the same bits by three ways, nothing left, and a record that checks', async () => {
    const here = copyForTest(workspace)
    const request = await ask<{ requestId: string }>(here, ['request', 'open', 'visits', '--subject', '-', '--law', 'gdpr', '--received', '2026-01-30'], { input: `${person}\n` })
    expect(request).toMatchObject({ requestId: expect.stringMatching(/^rq-[0-9a-f]{12}$/), matchedRows: theirRows.length, dueAt: '2026-03-02' })

    const compared = await ask<{ methods: Record<string, unknown>[] }>(here, ['compare', trained['modelId'] as string, '--rows', '-', '--methods', 'refined,influence'], { input: theirRows.join('\r\n') })
    expect(compared.methods.map(m => m['method'])).toEqual(['retrain', 'refined', 'influence'])
    for (const method of compared.methods) {
      expect(method).toMatchObject({
        guarantee: expect.stringMatching(/^(same-bits|none)$/), publishedSha256: expect.stringMatching(sha256), sameBits: expect.any(Boolean), boundary: expect.any(Boolean),
        distanceToRetrained: expect.any(Number), computeMs: expect.any(Number), testAccuracy: expect.any(Number),
      })
    }
    const [retrain, refined] = compared.methods
    expect(refined).toMatchObject({ sameBits: true, publishedSha256: retrain!['publishedSha256'] })

    const erased = await ask<{ requestId: string; models: Record<string, unknown>[] }>(here, ['erase', request.requestId, '--compare'])
    expect(erased).toMatchObject({ requestId: request.requestId, erasedRows: theirRows.length, residueFound: 0, totalMs: expect.any(Number), decisions: 'identity vouched for and approved by the operator' })
    expect(erased.models).toEqual([expect.objectContaining({
      modelId: trained['modelId'], method: 'refined', guarantee: 'same-bits', boundary: false, computeMs: expect.any(Number),
      publishedSha256: retrain!['publishedSha256'], retrainedSha256: retrain!['publishedSha256'], sameBits: true,
    })])

    const record = join(folder, 'record.zip')
    const exported = await ask<{ key: string }>(here, ['record', 'export', request.requestId, '--out', record])
    expect(await ask(here, ['record', 'check', record])).toMatchObject({ intact: true, ok: false, signedBy: exported.key, problems: [] })
    expect(await ask(here, ['record', 'check', record, '--key', exported.key])).toMatchObject({ intact: true, ok: true, signedBy: exported.key, problems: [] })
    expect(await ask(here, ['ledger', 'check', '--against', record])).toEqual({ ok: true, entries: expect.any(Number), root: expect.stringMatching(sha256), problems: [] })
    expect(await ask(here, ['workspace', 'scan', '--for', '-'], { input: person })).toEqual({ found: [], notSearchable: 0 })
    const kept = await ask<{ found: unknown[] }>(here, ['workspace', 'scan', '--for', sampleRecords[0]![0]!])
    expect(kept.found[0]).toEqual({ file: 'lethe.db', offset: expect.any(Number) })
    expect(await ask(here, ['request', 'show', request.requestId])).toMatchObject({ state: 'completed' })
  })

  test('the ledger of a workspace rolled back to before an exported record does not pass: exit 1, and what is missing', async () => {
    const here = copyForTest(workspace)
    const before = join(folderForTest(), 'before')
    const { requestId } = await ask<{ requestId: string }>(here, ['request', 'open', 'visits', '--rows', '-', '--law', 'ccpa'], { input: '5' })
    cpSync(here, before, { recursive: true })
    await ask(here, ['erase', requestId])
    const record = join(before, '..', 'record.zip')
    await ask(here, ['record', 'export', requestId, '--out', record])
    const ended = await lethe(['ledger', 'check', '--against', record, '--json', '--workspace', before])
    expect(ended.status).toBe(1)
    expect(JSON.parse(ended.stdout)).toMatchObject({ ok: false, problems: [{ code: 'tail-missing', seq: expect.any(Number), message: expect.any(String) }] })
  })

  test('a record that was tampered with does not pass: exit 1, with each problem by file', async () => {
    const here = copyForTest(workspace)
    const { requestId } = await ask<{ requestId: string }>(here, ['request', 'open', 'visits', '--rows', '-', '--law', 'ccpa'], { input: '5' })
    await ask(here, ['erase', requestId])
    const record = join(here, '..', 'record.zip')
    await ask(here, ['record', 'export', requestId, '--out', record])
    const bytes = readFileSync(record)
    bytes[bytes.indexOf('"erased"') + 10]! ^= 1
    writeFileSync(record, bytes)
    const ended = await lethe(['record', 'check', record, '--json'])
    expect(ended.status).toBe(1)
    expect(JSON.parse(ended.stdout)).toMatchObject({ intact: false, ok: false, problems: expect.arrayContaining([expect.objectContaining({ file: expect.any(String), code: expect.any(String), message: expect.any(String) })]) })
  })

  test('an intact record that another key signed does not pass: the question was whether this key did', async () => {
    const here = copyForTest(workspace)
    const { requestId } = await ask<{ requestId: string }>(here, ['request', 'open', 'visits', '--rows', '-', '--law', 'ccpa'], { input: '5' })
    await ask(here, ['erase', requestId])
    const record = join(here, '..', 'record.zip')
    const { key } = await ask<{ key: string }>(here, ['record', 'export', requestId, '--out', record])
    const other = await lethe(['record', 'check', record, '--key', 'ab'.repeat(32), '--json'])
    expect(other.status).toBe(1)
    expect(JSON.parse(other.stdout)).toMatchObject({ intact: true, ok: false, signedBy: key })
    const text = await lethe(['record', 'check', record, '--key', 'ab'.repeat(32)])
    expect(text.status).toBe(1)
    expect(text.stdout).toMatch(/^intact, but NOT signed by the key you gave:\n/)
  })

  test('a dataset without a model is erased from with an empty list of models', async () => {
    const here = join(folderForTest(), 'workspace')
    await ask(here, sampleImport)
    const { requestId } = await ask<{ requestId: string }>(here, ['request', 'open', 'VISITS', '--rows', '-', '--law', 'uk-gdpr'], { input: '1\n2\n' })
    expect(await ask(here, ['erase', requestId])).toMatchObject({ erasedRows: 2, residueFound: 0, models: [] })
  })

  test('verified and approved beforehand, the request is erased without further words; its rows are out of a new training', async () => {
    const here = copyForTest(workspace)
    const { requestId } = await ask<{ requestId: string }>(here, ['request', 'open', 'visits', '--subject', person, '--law', 'gdpr'])
    await ask(here, ['request', 'verify', requestId])
    expect(await ask(here, ['request', 'approve', requestId])).toMatchObject({ state: 'approved' })
    const fresh = await ask(here, ['train', 'visits'])
    const erased = await ask<{ models: { publishedSha256: string }[] }>(here, ['erase', requestId])
    expect(new Set(erased.models.map(m => m.publishedSha256))).toEqual(new Set([fresh['publishedSha256']]))
  })
})

describe('the main job for people', () => {
  test('every command says in plain lines what it did and what comes next, and writes nothing to standard error', async () => {
    const here = join(folderForTest(), 'workspace')
    const say = async (words: readonly string[], input?: string) => {
      const ended = await lethe([...words, '--workspace', here], input === undefined ? {} : { input })
      expect({ status: ended.status, stderr: ended.stderr }).toEqual({ status: 0, stderr: '' })
      expect(ended.stdout).not.toMatch(/undefined|NaN|null|\[object|\n\n\n/)
      return ended.stdout
    }
    const text = await say(sampleImport)
    expect(text).toMatch(/^Imported 3,915 rows as "visits" \(ds-[0-9a-f]{12}\)\.\nDelimiter: comma\. Columns:\n/)
    expect(text).toMatch(/patient_id +text +subject +more than 1,000 different/)
    expect(text).toContain('Positive label value: yes\nEvery record could be read.\n')
    expect(await say(['dataset', 'list'])).toMatch(/visits +3,915/)
    const train = await say(['train', 'visits'])
    expect(train).toMatch(/Trained (m-[0-9a-f]{12}) \(logistic-regression\) on [\d,]+ rows in .*\nOn [\d,]+ unseen rows: accuracy \d+\.\d+ %/)
    const model = /m-[0-9a-f]{12}/.exec(train)![0]
    expect(await say(['model', 'list'])).toContain(model)
    const open = await say(['request', 'open', 'visits', '--subject', person, '--law', 'gdpr'])
    const request = /rq-[0-9a-f]{12}/.exec(open)![0]
    expect(open).toContain(`Opened request ${request}: ${theirRows.length} rows matched.\nAnswer due by `)
    expect(open).toContain(`Next: lethe erase ${request}\n`)
    expect(await say(['compare', model, '--request', request])).toMatch(/retrain .*\n +refined .*same as retraining\n +influence /)
    const erase = await say(['erase', request, '--compare'])
    expect(erase).toMatch(/^Erased \d+ rows? in .* \(identity vouched for and approved by the operator\)\.\n/)
    for (const words of ['Purpose', 'Speed', 'Accuracy', 'Resource use', 'the same bits', 'none is left', 'Not erased by Lethe', `Next: lethe record export ${request} --out record.zip`]) expect(erase).toContain(words)
    const file = join(here, '..', 'record.zip')
    const exported = await say(['record', 'export', request, '--out', file])
    const key = /by key ([0-9a-f]{64})/.exec(exported)![1]!
    expect(await say(['record', 'check', file])).toContain('not confirmed')
    expect(await say(['record', 'check', file, '--key', key])).toContain('intact')
    expect(await say(['ledger', 'check', '--against', file])).toMatch(/^The ledger is intact: \d+ entries, root [0-9a-f]{64}\.\n$/)
    expect(await say(['workspace', 'scan', '--for', '-'], person)).toBe('Not found in any file of the workspace.\n')
    expect(await say(['request', 'list'])).toContain('completed')
  })

  test('records set aside are listed with line, row, column and reason, and never with a value', async () => {
    const here = folderForTest()
    const file = join(here, 'mixed.csv')
    writeFileSync(file, `id,size,label\n${Array.from({ length: 30 }, (_, i) => `p${i},${i},${i % 2 ? 'yes' : 'no'}`).join('\n')}\np30,Anna Secret,no\np31\n`)
    const { stdout, status } = await lethe(['import', file, '--name', 'mixed', '--workspace', join(here, 'w')])
    expect(status).toBe(0)
    expect(stdout).toContain('Set aside 2 records; correct them in the file and import it again if they matter:\n  line 32 (row 31), column "size": is not a number\n  line 33 (row 32): has another number of cells than the header\n')
    expect(stdout).not.toContain('Secret')
  })

  test('names that steer a terminal or turn text around are spelled out, not obeyed', async () => {
    const here = folderForTest()
    const file = join(here, 'names.csv')
    writeFileSync(file, '\u202edrowssap,__proto__,<img src=x onerror=alert(1)>,label\n'.concat('a,b,c,yes\nd,e,f,no\n'.repeat(5)))
    const { stdout } = await lethe(['import', file, '--name', 'na\u001b[31mme \u202ex', '--workspace', join(here, 'w')])
    expect(stdout).toContain('\\u{202e}drowssap')
    expect(stdout).toContain('"na\\u{1b}[31mme \\u{202e}x"')
    expect(stdout).toContain('__proto__')
    for (const steering of ['\u001b', '\u202e']) expect(stdout).not.toContain(steering)
  })
})

describe('help', () => {
  test('lists every command, and shows one with its options and examples, however it is asked for', async () => {
    const overview = await Promise.all([['--help'], ['help'], []].map(words => lethe(words)))
    for (const { status, stdout } of overview) {
      expect(status).toBe(0)
      expect(stdout).toContain('request open')
      expect(stdout).toBe(overview[0]!.stdout)
    }
    const [one, other] = await Promise.all([lethe(['request', 'open', '--help']), lethe(['help', 'request', 'open'])])
    expect(one.stdout).toContain('Usage: lethe request open [DATASET] [options]')
    expect(other.stdout).toBe(one.stdout)
    expect((await lethe(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  test('options may stand before the command', async () => {
    const { stdout } = await lethe(['--json', '--workspace', workspace, 'dataset', 'list'])
    expect(JSON.parse(stdout)).toMatchObject({ datasets: [{ name: 'visits' }] })
    const named = await lethe(['--name', 'again', '--workspace', workspace, 'import', sampleFile, '--dry-run'])
    expect(named.stdout).toContain('Dry run: 3,915 rows would be imported; nothing was changed.')
  })
})
