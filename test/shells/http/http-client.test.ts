import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { EventData } from '../../../src-main/contract/events.ts'
import { ApiFailure } from '../../../src-renderer/client/api-failure.ts'
import { httpClient, type HttpClient } from '../../../src-renderer/client/http-client.ts'
import { pageRequest } from '../../../src-renderer/client/page-request.ts'
import { importInput, peopleCsv, serverWith, startTestServer, type TestServer } from '../../support/page-server.ts'
import { fetchAt, pageOf, type TestPage } from './reach-over-http.ts'

describe('the contract over HTTP', () => {
  let lethe: TestServer
  let page: TestPage
  let requestId: string
  beforeAll(async () => {
    lethe = await startTestServer()
    page = await pageOf(lethe)
  })
  afterAll(async () => {
    page.client.close()
    await lethe.close()
  })

  test('a file is handed over and imported, with everything told on the way', async () => {
    const told: string[] = []
    const parts: string[] = []
    const quiet = [page.client.on('job.changed', job => told.push(job.state.kind)), page.client.on('workspace.changed', changed => parts.push(...changed.parts))]
    const file = await page.files.handOver(new File([peopleCsv], 'people.csv'))
    expect(file.name).toBe('people.csv')
    expect(await page.client.call('dataset.import', importInput(file.token))).toMatchObject({ rows: 60, rejects: [] })
    expect([told[0], told.at(-1)]).toEqual(['queued', 'succeeded'])
    await untilTrue(() => parts.includes('datasets'))
    for (const stop of quiet) stop()
  })

  test('several calls that take long are answered each with its own', async () => {
    const [scan, profile] = await Promise.all([page.client.call('workspace.scan', { value: 'P-1004x' }), page.client.call('dataset.profile', { dataset: 'people', column: 'age' })])
    expect([scan.found, profile.column.name]).toEqual([[], 'age'])
  })

  test('errors come out as ApiFailure, of queries and of jobs, with the sentence people read', async () => {
    const failures = await Promise.all([
      page.client.call('request.show', { requestId: 'rq-000000000000' }).catch((failure: unknown) => failure),
      page.client.call('dataset.import', importInput(`file-${'0'.repeat(32)}`)).catch((failure: unknown) => failure),
      page.client.start('dataset.list', {}).catch((failure: unknown) => failure),
    ]) as ApiFailure[]
    expect(failures.every(failure => failure instanceof ApiFailure)).toBe(true)
    expect(failures.map(({ code, message }) => [code, message])).toEqual([
      ['request/not-found', expect.stringMatching(/^There is no request "rq-000000000000"/)], ['file/unknown', expect.stringMatching(/^This file was not picked/)], ['job/not-a-job', expect.stringMatching(/^"dataset.list" is answered at once/)],
    ])
  })

  test('what a call wrote is downloaded, and its name and content are those of the export', async () => {
    requestId = (await page.client.call('request.open', { dataset: 'people', who: { subject: 'P-1004' }, law: 'gdpr' })).requestId
    await page.client.call('erasure.run', { requestId, method: 'auto', compare: false })
    const file = (await page.files.pickToWrite('record of "P".zip'))!
    const exported = await page.client.call('record.export', { requestId, file: file.token })
    await file.done()
    await untilTrue(() => page.saved.size > 0)
    expect([...page.saved].map(([name, bytes]) => [name, bytes.length])).toEqual([['record of _P_.zip', exported.sizeBytes]])
    await expect(file.done()).rejects.toMatchObject({ code: 'file/unknown' })
  })

  test('a file that is no longer needed can be forgotten', async () => {
    const file = await page.files.handOver(new File(['x'], 'x.csv'))
    expect(lethe.temporaryFiles()).toHaveLength(1)
    await page.files.forget(file.token)
    expect(lethe.temporaryFiles()).toEqual([])
  })

  test('a job that is cancelled is told as cancelled to whoever called it', async () => {
    const cancelled = new Promise<string>(resolve => {
      const stop = page.client.on('job.changed', job => {
        if (job.call !== 'model.train' || job.state.kind !== 'queued') return
        stop()
        resolve(job.jobId)
      })
    })
    // The first keeps the queue, so that the second waits in it.
    const first = page.client.call('model.train', { dataset: 'people', learner: 'logistic-regression', settings: {} })
    await cancelled
    const second = page.client.start('model.train', { dataset: 'people', learner: 'logistic-regression', settings: {} })
    const { jobId } = await second
    const third = page.client.call('job.cancel', { jobId })
    expect((await third).state.kind).toBe('cancelled')
    await first
    await expect(page.client.call('job.result', { jobId })).rejects.toMatchObject({ code: 'run/cancelled' })
  })
})

async function untilTrue(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(resolve => setImmediate(resolve))
}

/** A wire to the server that can be cut and mended. */
async function wireTo({ port }: TestServer) {
  const sockets = new Set<Socket>()
  const at = (): number => address
  const listen = (wanted: number): Promise<Server> => new Promise(resolve => {
    const server = createServer(near => {
      const far = connect(port, '127.0.0.1')
      for (const socket of [near, far]) {
        sockets.add(socket)
        socket.on('error', () => {})
        socket.once('close', () => {
          near.destroy()
          far.destroy()
        })
      }
      // The server answers to its own name only.
      near.on('data', (chunk: Buffer) => far.write(Buffer.from(chunk.toString('latin1').replaceAll(`127.0.0.1:${at()}`, `127.0.0.1:${port}`), 'latin1')))
      near.once('end', () => far.end())
      far.pipe(near)
    }).listen(wanted, '127.0.0.1', () => resolve(server))
  })
  let server = await listen(0)
  const address = (server.address() as { port: number }).port
  const cut = async () => {
    const closed = new Promise(resolve => server.close(resolve))
    for (const socket of sockets) socket.destroy()
    sockets.clear()
    await closed
  }
  onTestFinished(cut)
  return {
    cut,
    async mend() {
      server = await listen(address)
    },
    fetch: fetchAt(`http://127.0.0.1:${address}`),
  }
}

/** Resolves when the client tells this state. */
const told = (client: HttpClient, wanted: EventData<'engine.changed'>['state']): Promise<void> => new Promise(resolve => {
  const stop = client.on('engine.changed', ({ state }) => {
    if (state !== wanted) return
    stop()
    resolve()
  })
})

describe('when the connection breaks', () => {
  test('it is made again, and everybody reads anew', async () => {
    const lethe = await serverWith()
    const wire = await wireTo(lethe)
    const client = httpClient({ request: pageRequest({ fetch: wire.fetch, token: await lethe.letIn() }), pausesMs: [0, 10] })
    onTestFinished(client.close)
    await client.listening
    const states: string[] = []
    client.on('engine.changed', ({ state }) => states.push(state))
    let ready = told(client, 'ready')
    // Only the stream: the server ends it as it does where too many listen.
    await wire.cut()
    await wire.mend()
    await ready
    const stopped = told(client, 'stopped')
    await wire.cut()
    await stopped
    await expect(client.call('dataset.list', {})).rejects.toMatchObject({ code: 'page/unreachable' })
    ready = told(client, 'ready')
    await wire.mend()
    await ready
    expect(await client.call('dataset.list', {})).toEqual([])
    expect(states.filter((state, i) => state !== states[i - 1])).toEqual(['ready', 'stopped', 'ready'])
  })

  test('a job that ends meanwhile is still answered', async () => {
    const lethe = await serverWith()
    const wire = await wireTo(lethe)
    const client = httpClient({ request: pageRequest({ fetch: wire.fetch, token: await lethe.letIn() }), pausesMs: [0, 2000] })
    onTestFinished(client.close)
    await client.listening
    const started = new Promise<void>(resolve => void client.on('job.changed', () => resolve()))
    const answer = client.call('workspace.scan', { value: 'nothing like it' })
    await started
    await new Promise(resolve => setImmediate(resolve))
    const ended = new Promise<void>(resolve => void lethe.engine.on('job.changed', job => { if (job.state.kind === 'succeeded') resolve() }))
    await wire.cut()
    await ended
    await wire.mend()
    expect((await answer).found).toEqual([])
  })

  test('a call that waits for its job fails when the server is gone for good', async () => {
    const lethe = await serverWith()
    const wire = await wireTo(lethe)
    const client = httpClient({ request: pageRequest({ fetch: wire.fetch, token: await lethe.letIn() }), pausesMs: [0, 10] })
    onTestFinished(client.close)
    await client.listening
    const started = new Promise<void>(resolve => void client.on('job.changed', () => resolve()))
    const answer = client.call('workspace.scan', { value: 'nothing like it' })
    const failure = answer.catch((thrown: unknown) => thrown)
    await started
    await wire.cut()
    expect(await failure).toMatchObject({ code: 'page/unreachable' })
  })
})

test('a page is told that the server stops, and what was cancelled by that', async () => {
  const lethe = await serverWith()
  const { client } = await pageOf(lethe, { pausesMs: [0, 10] })
  onTestFinished(client.close)
  const stopped = told(client, 'stopped')
  const started = new Promise<void>(resolve => void client.on('job.changed', () => resolve()))
  const answer = client.call('workspace.scan', { value: 'nothing like it' })
  const ended = answer.then(() => 'done', (failure: ApiFailure) => failure.code)
  await started
  const engineClosed = lethe.engine.close()
  await lethe.server.close(engineClosed)
  await stopped
  // The last word may be lost with the connection.
  expect(['done', 'run/cancelled', 'page/unreachable', 'engine/gone']).toContain(await ended)
})

test('a page of a server that ended and was started again is told that it is not let in, and does not go on trying', async () => {
  const lethe = await serverWith()
  const { client } = await pageOf(lethe)
  onTestFinished(client.close)
  let asked = 0
  const stale = httpClient({
    request: pageRequest({
      fetch: (path, init) => {
        asked += 1
        return fetchAt(lethe.server.origin)(path, init)
      },
      token: 'of the server before',
    }),
    pausesMs: [0],
  })
  onTestFinished(stale.close)
  const stopped = told(stale, 'stopped')
  await expect(stale.listening).rejects.toMatchObject({ code: 'page/not-let-in' })
  await stopped
  await expect(stale.call('dataset.list', {})).rejects.toMatchObject({ code: 'page/not-let-in' })
  expect(asked).toBe(2)
})

test('of too many pages a hidden one gives way, and listens again when it is looked at', async () => {
  const lethe = await serverWith({ limits: { streams: 1 } })
  const { promise: shown, resolve: show } = Promise.withResolvers<void>()
  let hidden = true
  const first = await pageOf(lethe, { pausesMs: [0, 10], visibility: { hidden: () => hidden, shown: () => shown } })
  onTestFinished(first.client.close)
  const second = await pageOf(lethe, { pausesMs: [0, 10], visibility: { hidden: () => true, shown: () => new Promise(() => {}) } })
  onTestFinished(second.client.close)
  // Without events it is still answered.
  expect((await first.client.call('workspace.scan', { value: 'nothing like it' })).found).toEqual([])
  const ready = told(first.client, 'ready')
  hidden = false
  show()
  await ready
  expect((await second.client.call('workspace.scan', { value: 'nothing like it' })).found).toEqual([])
})

test('a screen that makes a mistake while it is told does not keep others from being told', async () => {
  const lethe = await serverWith()
  const { client } = await pageOf(lethe)
  onTestFinished(client.close)
  const mistakes: unknown[] = []
  const listeners = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  process.on('uncaughtException', mistake => mistakes.push(mistake))
  onTestFinished(() => {
    process.removeAllListeners('uncaughtException')
    for (const listener of listeners) process.on('uncaughtException', listener)
  })
  client.on('job.changed', () => {
    throw new Error('a mistake of this test')
  })
  const heard = new Promise(resolve => void client.on('job.changed', resolve))
  await client.call('workspace.scan', { value: 'nothing like it' })
  await heard
  expect(mistakes.length).toBeGreaterThan(0)
})
