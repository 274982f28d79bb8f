import { once } from 'node:events'
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import type { HandedOutFile } from '../../../src-main/contract/bridge.ts'
import type { JobSummary } from '../../../src-main/contract/job.ts'
import type { RequestSummary } from '../../../src-main/contract/request.ts'
import type { EraseReport } from '../../../src-main/contract/record.ts'
import { openEngine } from '../../../src-main/engine/engine.ts'
import { nodeJobHost } from '../../../src-main/engine/node-job-host.ts'
import { nodePorts } from '../../../src-main/shells/node-ports.ts'
import { importInput, importPeople, listenTo, onlyTemporaryFile, peopleCsv, serverWith, startTestServer, tellsEndOf, valueOf, type TestServer } from '../../support/page-server.ts'

describe('a file sent to be read', () => {
  test('lies in a private folder under a name of ours, and never under its own', async () => {
    const test = await serverWith()
    const token = await test.letIn()
    expect(await test.upload(token, peopleCsv, '../Anna Müller.csv')).toEqual({ token: expect.stringMatching(/^file-[0-9a-f]{32}$/), name: '_Anna Müller.csv' })
    const [path] = test.temporaryFiles()
    expect(path).toMatch(/temporary\/page-[0-9a-f]{32}\/[0-9a-f]{32}$/)
    expect([statSync(path!).mode & 0o777, statSync(join(path!, '..')).mode & 0o777]).toEqual([0o600, 0o700])
    expect(onlyTemporaryFile(test)).toBe(peopleCsv)
  })

  test('stays while the import is tried out, and goes when it was imported', async () => {
    const test = await serverWith()
    const token = await test.letIn()
    const events = await listenTo(test, token)
    const file = await test.upload(token, peopleCsv)
    valueOf(await test.post('/api/dataset.import', importInput(file.token, { dryRun: true }), { token }))
    const bad = await test.post('/api/dataset.import', importInput(file.token, { label: 'nothing' }), { token })
    expect(bad.reply.error?.code).toBe('import/unknown-column')
    expect(test.temporaryFiles()).toHaveLength(1)
    const { jobId } = valueOf<JobSummary>(await test.post('/start/dataset.import', importInput(file.token), { token }))
    await events.until(tellsEndOf(jobId))
    expect(test.temporaryFiles()).toEqual([])
    const again = await test.post('/api/dataset.import', importInput(file.token, { name: 'again' }), { token })
    expect(again.reply.error?.code).toBe('file/unknown')
  })

  test('goes when a call that waited for its job has used it', async () => {
    const test = await serverWith()
    await importPeople(test, await test.letIn())
    expect(test.temporaryFiles()).toEqual([])
  })

  test('goes when the page forgets it or leaves; others stay', async () => {
    const test = await serverWith()
    const [one, other] = [await test.letIn(), await test.letIn()]
    const forgotten = await test.upload(one, 'forgotten')
    await test.upload(one, 'left behind')
    await test.upload(other, 'kept')
    // Nobody else's to forget.
    valueOf(await test.post('/files/forget', { token: forgotten.token }, { token: other }))
    expect(test.temporaryFiles()).toHaveLength(3)
    valueOf(await test.post('/files/forget', { token: forgotten.token }, { token: one }))
    expect(test.temporaryFiles()).toHaveLength(2)
    valueOf(await test.post('/leave', {}, { token: one }))
    expect(onlyTemporaryFile(test)).toBe('kept')
  })

  test('goes when its page gave no sign for long, as when the browser was killed', async () => {
    const test = await serverWith({ limits: { pageGoneMs: 100 } })
    const [gone, listening] = [await test.letIn(), await test.letIn()]
    const events = await listenTo(test, listening)
    await test.upload(listening, 'kept')
    await test.upload(gone, 'left behind')
    while (test.temporaryFiles().length > 1) await new Promise(resolve => setTimeout(resolve, 5))
    expect(onlyTemporaryFile(test)).toBe('kept')
    events.stop()
  })

  test('stays until its job is over when the page leaves meanwhile', async () => {
    const test = await serverWith()
    const [leaving, staying] = [await test.letIn(), await test.letIn()]
    const events = await listenTo(test, staying)
    const file = await test.upload(leaving, peopleCsv)
    const { jobId } = valueOf<JobSummary>(await test.post('/start/dataset.import', importInput(file.token), { token: leaving }))
    valueOf(await test.post('/leave', {}, { token: leaving }))
    const { data } = await events.until(tellsEndOf(jobId))
    expect((data as JobSummary).state.kind).toBe('succeeded')
    expect(test.temporaryFiles()).toEqual([])
  })

  test('of too many the oldest that no job needs goes', async () => {
    const test = await serverWith({ limits: { filesPerPage: 3 } })
    const token = await test.letIn()
    const files: HandedOutFile[] = []
    for (const content of ['a', 'b', 'c', 'd']) files.push(await test.upload(token, content))
    expect(test.temporaryFiles()).toHaveLength(3)
    const first = await test.post('/api/dataset.import', importInput(files[0]!.token), { token })
    expect(first.reply.error?.code).toBe('file/unknown')
  })

  test('may be empty, which the import then says', async () => {
    const test = await serverWith()
    const token = await test.letIn()
    const file = await test.upload(token, '')
    expect((await test.post('/api/dataset.import', importInput(file.token), { token })).reply.error?.code).toBe('import/empty')
  })

  test('must fit on the disk beside everything else; what is promised to others counts', async () => {
    const test = await serverWith({ limits: { reserveBytes: Number.MAX_SAFE_INTEGER } })
    const answer = await test.post('/files/read', { name: 'people.csv', sizeBytes: 3 * 1024 * 1024 }, { token: await test.letIn() })
    expect([answer.status, answer.reply.error]).toEqual([507, { code: 'file/no-space', details: { neededMebibytes: 3, freeMebibytes: 0 } }])
    expect(test.temporaryFiles()).toEqual([])
    const roomy = await serverWith()
    const token = await roomy.letIn()
    const free = Number((await roomy.post('/files/read', { name: 'all', sizeBytes: Number.MAX_SAFE_INTEGER }, { token })).reply.error?.details['freeMebibytes'])
    const half = Math.floor(free * 0.6) * 1024 * 1024
    valueOf(await roomy.post('/files/read', { name: 'first', sizeBytes: half }, { token }))
    expect((await roomy.post('/files/read', { name: 'second', sizeBytes: half }, { token })).reply.error?.code).toBe('file/no-space')
  })
})

describe('with people imported', () => {
  let test: TestServer
  let token: string
  beforeAll(async () => {
    test = await startTestServer()
    token = await test.letIn()
    await importPeople(test, token)
  })
  afterAll(() => test.close())

  const open = async (subject: string): Promise<string> => valueOf<RequestSummary>(await test.post('/api/request.open', { dataset: 'people', who: { subject }, law: 'gdpr' }, { token })).requestId

  it('keeps no copy of a file while an erasure runs, so that none can hold what was erased', async () => {
    const requestId = await open('P-1004')
    const copy = await test.upload(token, peopleCsv)
    const offered = valueOf<HandedOutFile>(await test.post('/files/read', { name: 'a', sizeBytes: 4 }, { token }))
    const events = await listenTo(test, token)
    const { jobId } = valueOf<JobSummary>(await test.post('/start/erasure.run', { requestId, method: 'auto', compare: false }, { token }))
    expect(test.temporaryFiles()).toEqual([])
    const refusals = await Promise.all([
      test.post('/files/read', { name: 'people.csv', sizeBytes: 100 }, { token }),
      test.post(`/files/read/${offered.token}`, 'late', { token, headers: { 'content-type': 'application/octet-stream' } }),
      test.post('/files/forget', { token: copy.token }, { token }),
    ])
    expect(refusals.map(({ reply }) => reply.error?.code)).toEqual(['file/erasure-running', 'file/unknown', undefined])
    const { data } = await events.until(tellsEndOf(jobId))
    expect((data as JobSummary).state.kind).toBe('succeeded')
    expect(valueOf<{ output: EraseReport }>(await test.post('/api/job.result', { jobId }, { token })).output).toMatchObject({ residueFound: 0 })
    const after = await test.upload(token, peopleCsv)
    valueOf(await test.post('/files/forget', { token: after.token }, { token }))
  })

  it('stops a file that is just arriving when an erasure begins', async () => {
    const requestId = await open('P-1005')
    const { token: file } = valueOf<HandedOutFile>(await test.post('/files/read', { name: 'a', sizeBytes: 1000 }, { token }))
    const upload = test.connection()
    upload.setEncoding('utf8')
    upload.write(`POST /files/read/${file} HTTP/1.1\r\nhost: 127.0.0.1:${test.port}\r\norigin: ${test.server.origin}\r\nauthorization: Bearer ${token}\r\ncontent-type: application/octet-stream\r\ncontent-length: 1000\r\n\r\nsome`)
    const answer = once(upload, 'data')
    while (test.temporaryFiles().length === 0) await new Promise(resolve => setImmediate(resolve))
    valueOf(await test.post('/api/erasure.run', { requestId, method: 'auto', compare: false }, { token }))
    expect(String(await answer)).toMatch(/^HTTP\/1.1 409 [^]*"file\/erasure-running"/)
    expect(test.temporaryFiles()).toEqual([])
  })

  it('keeps no file over a restore, which clears the folder they lie in, and takes new ones after it', async () => {
    // Two of the sixty were erased by then, and stay so.
    const passphrase = 'correct horse battery staple'
    const backup = valueOf<HandedOutFile>(await test.post('/files/write', { name: 'backup.lethe' }, { token }))
    valueOf(await test.post('/api/workspace.backup', { file: backup.token, passphrase }, { token }))
    const download = await fetch(`${test.server.origin}/files/download`, { method: 'POST', headers: { origin: test.server.origin, authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ token: backup.token }) })
    const sent = await test.upload(token, new Uint8Array(await download.arrayBuffer()), 'backup.lethe')
    const other = await test.upload(token, peopleCsv)
    valueOf(await test.post('/api/workspace.restore', { file: sent.token, passphrase }, { token }))
    expect(test.temporaryFiles()).toEqual([])
    expect((await test.post('/api/dataset.import', importInput(other.token, { name: 'other' }), { token })).reply.error?.code).toBe('file/unknown')
    const after = await test.upload(token, peopleCsv)
    expect(valueOf(await test.post('/api/dataset.import', importInput(after.token, { name: 'after' }), { token }))).toMatchObject({ rows: 58 })
  })

  describe('a record that is exported', () => {
    let requestId: string
    beforeAll(async () => {
      requestId = await open('P-1006')
      valueOf(await test.post('/api/erasure.run', { requestId, method: 'auto', compare: false }, { token }))
    })

    it('is sent whole, under the name it was given, and then deleted', async () => {
      const file = valueOf<HandedOutFile>(await test.post('/files/write', { name: 'record 1 (é).zip' }, { token }))
      expect(file.name).toBe('record 1 (é).zip')
      const exported = valueOf<{ sizeBytes: number; sha256: string; file: string }>(await test.post('/api/record.export', { requestId, file: file.token }, { token }))
      expect(exported.file).toBe('record 1 (é).zip')
      const response = await fetch(`${test.server.origin}/files/download`, { method: 'POST', headers: { origin: test.server.origin, authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ token: file.token }) })
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': 'application/octet-stream', 'content-length': String(exported.sizeBytes), 'content-disposition': "attachment; filename*=UTF-8''record%201%20%28%C3%A9%29.zip", 'cache-control': 'no-store',
      })
      const content = new Uint8Array(await response.arrayBuffer())
      expect(Buffer.from(await crypto.subtle.digest('SHA-256', content)).toString('hex')).toBe(exported.sha256)
      await untilGone(test)
    })

    it('cannot be had before it is written, by another page, nor in place of a file that was sent', async () => {
      const file = valueOf<HandedOutFile>(await test.post('/files/write', { name: 'record.zip' }, { token }))
      const sent = await test.upload(token, 'not a record')
      const other = await test.letIn()
      const download = async (wanted: string, by: string) => {
        const { status, reply } = await test.post('/files/download', { token: wanted }, { token: by })
        return [status, reply.error?.code]
      }
      const unknown = [404, 'file/unknown']
      expect([await download(file.token, token), await download(sent.token, token)]).toEqual([unknown, unknown])
      valueOf(await test.post('/api/record.export', { requestId, file: file.token }, { token }))
      expect(await download(file.token, other)).toEqual(unknown)
      expect((await test.post('/api/record.export', { requestId, file: sent.token }, { token })).reply.error?.code).toBe('file/unknown')
    })
  })
})

async function untilGone(test: TestServer): Promise<void> {
  while (test.temporaryFiles().length > 0) await new Promise(resolve => setImmediate(resolve))
}

test('what a killed server left behind goes when the workspace is opened again', async () => {
  const killed = await serverWith()
  await killed.upload(await killed.letIn(), peopleCsv)
  const left = killed.temporaryFiles()[0]!
  await killed.engine.close()
  writeFileSync(join(left, '../open.html'), '')
  const ports = nodePorts(killed.directory)
  const engine = openEngine({ directory: killed.directory, ports, jobHost: nodeJobHost({ directory: killed.directory, files: ports.files, views: ports.views }) })
  expect(killed.temporaryFiles()).toEqual([])
  await engine.close()
})
