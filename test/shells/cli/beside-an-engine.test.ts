import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { JobSummary } from '../../../src-main/contract/job.ts'
import { CoreError } from '../../../src-main/core/base/core-error.ts'
import { connectToEngine } from '../../../src-main/engine/local-socket.ts'
import type { RemoteEngine } from '../../../src-main/engine/remote-engine.ts'
import { remoteLethe } from '../../../src-main/shells/cli/remote-lethe.ts'
import { processTerminal } from '../../../src-main/shells/cli/terminal.ts'
import { engineOn } from './engine-on.ts'
import { ask, copyForTest, expectRefusal, folderForTest, lethe, sampleImport, sampleRecords } from './lethe.ts'

const person = sampleRecords[10]![0]!
const theirRows = sampleRecords.flatMap(([id], i) => (id === person ? [i + 1] : []))

let folder: string
let prepared: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-beside-'))
  prepared = join(folder, 'workspace')
  await ask(prepared, sampleImport)
  await ask(prepared, ['train', 'visits'])
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A second client of the engine, to see what happens in it. */
async function watching(workspace: string): Promise<RemoteEngine> {
  const engine = (await connectToEngine(workspace))!
  onTestFinished(() => engine.close())
  return engine
}

const jobOf = (engine: RemoteEngine, fits: (job: JobSummary) => boolean): Promise<JobSummary> => new Promise(resolve => {
  const quiet = engine.on('job.changed', job => {
    if (!fits(job)) return
    quiet()
    resolve(job)
  })
})

/** A file whose import takes long enough to be met at it. */
function longFile(here: string): string {
  const file = join(here, 'long.csv')
  writeFileSync(file, `id,size,label\n${Array.from({ length: 300_000 }, (_, i) => `person-${i},${i % 97},${i % 2 ? 'yes' : 'no'}`).join('\n')}\n`)
  return file
}

describe('a command started while an engine keeps the workspace', () => {
  test('does the whole main job through it, in the same words and the same bits as without one', { timeout: 180_000 }, async () => {
    const alone = copyForTest(prepared)
    const beside = join(folderForTest(), 'workspace')
    await ask(beside, ['import', sampleImport[1]!, '--name', 'first'])
    const engine = await engineOn(beside)
    const imported = await ask<{ datasetId: string }>(beside, sampleImport)
    expect(imported).toMatchObject({ rows: sampleRecords.length, rejected: 0 })
    const trained = await ask<{ modelId: string; publishedSha256: string }>(beside, ['train', 'visits'])
    expect(trained.publishedSha256).toBe((await ask<{ models: { publishedSha256: string }[] }>(alone, ['model', 'list'])).models[0]!.publishedSha256)

    const erase = async (workspace: string) => {
      const { requestId } = await ask<{ requestId: string }>(workspace, ['request', 'open', 'visits', '--subject', '-', '--law', 'gdpr'], { input: person })
      const erased = await ask<{ models: { publishedSha256: string; sameBits: boolean }[] }>(workspace, ['erase', requestId, '--compare'])
      return { requestId, erased }
    }
    const [there, here] = [await erase(beside), await erase(alone)]
    expect(there.erased).toMatchObject({ requestId: there.requestId, erasedRows: theirRows.length, residueFound: 0, models: [{ modelId: trained.modelId, sameBits: true, publishedSha256: here.erased.models[0]!.publishedSha256 }] })

    const cwd = folderForTest()
    const record = join(cwd, 'record.zip')
    const exported = await ask<{ key: string }>(beside, ['record', 'export', there.requestId, '--out', 'record.zip'], { cwd })
    expect(exported).toMatchObject({ requestId: there.requestId, file: record })
    expect(await ask(beside, ['record', 'check', record, '--key', exported.key])).toMatchObject({ ok: true })
    expect(await ask(beside, ['ledger', 'check', '--against', 'record.zip'], { cwd })).toMatchObject({ ok: true })
    const { found } = await ask<{ found: object[] }>(beside, ['workspace', 'scan', '--for', '-'], { input: person })
    // In the dataset "first" they still are.
    expect(found[0]).toMatchObject({ file: 'lethe.db' })
    expect(await ask(beside, ['dataset', 'rows', 'visits', '--search', '-', '--numbers'], { input: person })).toMatchObject({ total: 0, rows: [] })
    expect(await ask(beside, ['status'])).toMatchObject({ datasets: 2, models: 1, requests: { completed: 1 } })
    expect(engine.exitCode).toBeNull()

    const text = await lethe(['erase', there.requestId, '--workspace', beside])
    expect(text).toEqual({ status: 2, signal: null, stdout: '', stderr: `Request ${there.requestId} was completed before: its rows are erased already. Its record can be exported with "lethe record export".\n` })
  })

  test('is refused in the same words as without one', { timeout: 180_000 }, async () => {
    const workspace = copyForTest(prepared)
    const cwd = folderForTest()
    const refused = [
      ['import', 'none.csv', '--name', 'n'], ['import', '.', '--name', 'n'], ['train', 'nope'], ['train', 'visits', '--set', 'lambda=0'], ['dataset', 'profile', 'visits', 'agee'], ['dataset', 'rows', 'visits', '--where', 'agee=1'],
      ['request', 'show', 'rq-0'], ['erase', 'rq-0'], ['compare', 'm-0', '--rows', 'none.txt'], ['record', 'export', 'rq-0', '--out', 'x.zip'], ['ledger', 'check', '--against', 'none.zip'], ['job', 'show', 'j-0'],
    ]
    const answers = async () => {
      const all = []
      for (const words of refused) all.push(await lethe([...words, '--json', '--workspace', workspace], { cwd }))
      return all
    }
    const alone = await answers()
    await engineOn(workspace)
    expect(await answers()).toEqual(alone)
    expect(new Set(alone.map(({ status }) => status))).toEqual(new Set([2]))
  })

  test('is listed there as a job, with its answer while the engine runs and how it ended afterwards', async () => {
    const workspace = copyForTest(prepared)
    const engine = await engineOn(workspace)
    const trained = await ask(workspace, ['train', 'visits', '--set', 'seed=7'])
    const { jobs } = await ask<{ jobs: JobSummary[] }>(workspace, ['job', 'list'])
    expect(jobs).toMatchObject([{ call: 'model.train', state: { kind: 'succeeded' } }])
    const { jobId } = jobs[0]!
    expect(await ask(workspace, ['job', 'show', jobId])).toEqual(jobs[0])
    expect(await ask(workspace, ['job', 'result', jobId])).toMatchObject({ job: { jobId }, output: { publishedSha256: trained['publishedSha256'] } })
    expect((await lethe(['job', 'result', jobId, '--workspace', workspace])).stdout).toMatch(/task +model\.train\n[\s\S]*SHA-256 of the published model: [0-9a-f]{64}\n/)
    expect((await lethe(['job', 'list', '--workspace', workspace])).stdout).toMatch(new RegExp(`${jobId} +model\\.train .* succeeded `))
    expectRefusal(await lethe(['job', 'cancel', jobId, '--json', '--workspace', workspace]), 'job/cannot-be-cancelled', 2)

    engine.kill('SIGTERM')
    await once(engine, 'close')
    expect(await ask(workspace, ['job', 'list'])).toEqual({ jobs })
    expectRefusal(await lethe(['job', 'result', jobId, '--json', '--workspace', workspace]), 'job/no-result', 2)
    expectRefusal(await lethe(['job', 'cancel', jobId, '--json', '--workspace', workspace]), 'job/cannot-be-cancelled', 2)
  })

  test('is cancelled there by Ctrl-C, leaves nothing, and the engine goes on', async () => {
    const workspace = copyForTest(prepared)
    await engineOn(workspace)
    const engine = await watching(workspace)
    const storing = jobOf(engine, ({ state }) => state.kind === 'running' && state.stage === 'store')
    const over = jobOf(engine, ({ state }) => state.kind === 'cancelled')
    const file = longFile(folderForTest())
    const ended = await lethe(['import', file, '--name', 'long', '--json', '--workspace', workspace], { meanwhile: child => void storing.then(() => child.kill('SIGINT')) })
    expectRefusal(ended, 'run/cancelled', 1)
    expect((await over).call).toBe('dataset.import')
    expect(await ask(workspace, ['dataset', 'list'])).toMatchObject({ datasets: [{ name: 'visits' }] })
    expect(await ask(workspace, ['train', 'visits'])).toMatchObject({ boundary: false })
  })

  test.skipIf(process.platform === 'win32')('asks a question of an engine that is stopped only until Ctrl-C', async () => {
    const workspace = copyForTest(prepared)
    const engine = await engineOn(workspace)
    const controller = new AbortController()
    const asking = remoteLethe(await watching(workspace), { signal: controller.signal, progress: () => {} }, processTerminal(true))
    engine.kill('SIGSTOP')
    const answer = asking.call('dataset.list', {})
    controller.abort(new CoreError('run/cancelled', {}))
    await expect(answer).rejects.toMatchObject({ code: 'run/cancelled' })
    engine.kill('SIGCONT')
  })

  test('can be cancelled from another terminal', async () => {
    const workspace = copyForTest(prepared)
    await engineOn(workspace)
    const engine = await watching(workspace)
    const storing = jobOf(engine, ({ state }) => state.kind === 'running' && state.stage === 'store')
    const cancelled = storing.then(({ jobId }) => lethe(['job', 'cancel', jobId, '--workspace', workspace]))
    const ended = await lethe(['import', longFile(folderForTest()), '--name', 'long', '--json', '--workspace', workspace])
    expectRefusal(ended, 'run/cancelled', 1)
    expect((await cancelled).stdout).toMatch(/^Job \S+ (stops as soon as its present step lets go|is cancelled)/)
  })

  test('ends with one clear sentence where the engine is killed meanwhile, and the next command finds the workspace whole', async () => {
    const workspace = copyForTest(prepared)
    const process = await engineOn(workspace)
    const engine = await watching(workspace)
    const storing = jobOf(engine, ({ state }) => state.kind === 'running' && state.stage === 'store')
    const ended = await lethe(['import', longFile(folderForTest()), '--name', 'long', '--json', '--workspace', workspace], { meanwhile: () => void storing.then(() => process.kill('SIGKILL')) })
    expectRefusal(ended, 'engine/gone', 1)
    // Its address is still there; nobody answers at it.
    expect(existsSync(join(workspace, 'engine.json'))).toBe(true)
    expect(await ask(workspace, ['dataset', 'list'])).toMatchObject({ datasets: [{ name: 'visits' }] })
    expect(await ask(workspace, ['ledger', 'check'])).toMatchObject({ ok: true })
  })

  test('shows the progress of its job on a terminal, and nothing but the answer in a pipe', async () => {
    const workspace = copyForTest(prepared)
    await engineOn(workspace)
    const file = longFile(folderForTest())
    const onTerminal = ['python3', '-c', 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))']
    const shown = await lethe(['import', file, '--name', 'shown', '--workspace', workspace], { through: onTerminal })
    expect(shown.stdout.split('\r\u001b[2K')).toContainEqual(expect.stringMatching(/^Storing rows: \d+ %/))
    const piped = await lethe(['import', file, '--name', 'piped', '--workspace', workspace])
    expect(piped.stderr).toBe('')
    expect(piped.stdout).toMatch(/^Imported 300,000 rows as "piped"/)
  })

  test('says what the engine did about an erasure that was killed before it', async () => {
    const workspace = copyForTest(prepared)
    const { requestId } = await ask<{ requestId: string }>(workspace, ['request', 'open', 'visits', '--rows', '-', '--law', 'gdpr'], { input: '5' })
    expect(spawnSync(process.execPath, [join(import.meta.dirname, '../../support/die-at.ts'), workspace, requestId, 'overwrite']).signal).toBe('SIGKILL')
    await engineOn(workspace)
    // The engine answers while its first job still tidies up.
    expectRefusal(await lethe(['erase', requestId, '--json', '--workspace', workspace]), 'request/already-completed', 2)
    expect(await ask(workspace, ['status'])).toMatchObject({ recovered: [{ requestId, how: 'finished' }] })
    expect((await lethe(['status', '--workspace', workspace])).stdout).toContain(`(request ${requestId}) was interrupted after the rows were gone: it has been finished now.`)
  })

  test('makes the demo work through it too', async () => {
    const workspace = copyForTest(prepared)
    await engineOn(workspace)
    expect(await ask(workspace, ['demo'])).toMatchObject({ erasedRows: expect.any(Number), residueFound: 0, sameBits: true, recordOk: true, ledgerOk: true })
  })
})

test('a file at the address of the engine that is none is passed by', async () => {
  const workspace = copyForTest(prepared)
  for (const content of ['', '{}', '{"address":5,"secret":5}', JSON.stringify({ address: join(workspace, 'nowhere'), secret: 'x' })]) {
    writeFileSync(join(workspace, 'engine.json'), content)
    expect(await ask(workspace, ['dataset', 'list'])).toMatchObject({ datasets: [{ name: 'visits' }] })
  }
  expect(readFileSync(join(workspace, 'engine.json'), 'utf8')).toContain('nowhere')
})
