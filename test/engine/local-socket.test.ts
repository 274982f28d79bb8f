import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openEngine, type Engine } from '../../src-main/engine/engine.ts'
import { connectToEngine, listenLocally } from '../../src-main/engine/local-socket.ts'
import { nodeJobHost } from '../../src-main/engine/node-job-host.ts'
import { serveChannel } from '../../src-main/engine/serve-channel.ts'
import { nodePorts } from '../../src-main/shells/node-ports.ts'

interface Listening {
  readonly engine: Engine
  readonly directory: string
  readonly address: string
  readonly secret: string
  stop(): Promise<void>
}

async function listening(): Promise<Listening> {
  const outside = mkdtempSync(join(tmpdir(), 'lethe-socket-'))
  const directory = join(outside, 'workspace')
  const ports = nodePorts(directory)
  const engine = openEngine({ directory, ports, jobHost: nodeJobHost({ directory, files: ports.files, views: ports.views }) })
  const stopListening = await listenLocally(engine, directory)
  let stopped = false
  const stop = async () => {
    if (stopped) return
    stopped = true
    await stopListening()
    await engine.close()
  }
  onTestFinished(async () => {
    await stop()
    rmSync(outside, { recursive: true, force: true })
  })
  return { engine, directory, stop, ...JSON.parse(readFileSync(join(directory, 'engine.json'), 'utf8')) as { address: string; secret: string } }
}

/** Everything the socket says until it is closed by the other end. */
function said(address: string, ...lines: readonly (string | Buffer)[]): Promise<string> {
  return new Promise(resolve => {
    const socket: Socket = connect(address)
    let text = ''
    socket.setEncoding('utf8').on('data', chunk => void (text += chunk))
    socket.on('error', () => {})
    socket.once('close', () => resolve(text))
    for (const line of lines) socket.write(line)
  })
}

test('is for its owner alone, and gone when it stops', async () => {
  const { directory, address, stop } = await listening()
  expect(statSync(join(directory, 'engine.json')).mode & 0o777).toBe(0o600)
  expect(statSync(dirname(address)).mode & 0o777).toBe(0o700)
  const remote = (await connectToEngine(directory))!
  expect(await remote.call('dataset.list', {})).toEqual([])
  await stop()
  await expect(remote.call('dataset.list', {})).rejects.toMatchObject({ code: 'engine/gone' })
  expect([existsSync(join(directory, 'engine.json')), existsSync(dirname(address))]).toEqual([false, false])
  expect(await connectToEngine(directory)).toBeUndefined()
})

test.each([
  ['no secret', '{}\n'], ['a wrong one', '{"secret":"guess"}\n'], ['no JSON', 'GET / HTTP/1.1\r\n\r\n'], ['null', 'null\n'], ['a call before it', '{"id":1,"do":"call","name":"dataset.list","input":{}}\n'],
  ['an array', '[["secret"]]\n'],
])('closes on %s without a word', async (_, line) => {
  const { address } = await listening()
  expect(await said(address, line)).toBe('')
})

test('a message that is no request is not answered, and the next one is', async () => {
  const { directory, address, secret } = await listening()
  const socket = connect(address)
  const lines: string[] = []
  const answered = new Promise<void>(resolve => socket.setEncoding('utf8').on('data', (text: string) => {
    lines.push(...text.trim().split('\n'))
    if (text.includes('"id":7')) resolve()
  }))
  const strange = ['null', '5', '"text"', '[]', '{}', '{"id":"1","do":"call"}', '{"do":"call","name":"dataset.list"}', '{"id":1.5,"do":"call"}']
  socket.write(`${JSON.stringify({ secret })}\n${strange.join('\n')}\n{"id":6,"do":"dance"}\n{"id":7,"do":"call","name":"dataset.list","input":{}}\n`)
  await answered
  expect(lines.map(line => JSON.parse(line) as object)).toEqual([
    { opened: true }, { id: 6, reply: { ok: false, error: { code: 'usage/bad-input', details: { field: 'do', problem: 'unknown request' } } } }, { id: 7, reply: { ok: true, value: [] } },
  ])
  socket.destroy()
  expect(await (await connectToEngine(directory))!.call('dataset.list', {})).toEqual([])
})

test('whoever has not said the secret is not listened to for long', async () => {
  const { address } = await listening()
  const socket = connect(address)
  socket.on('error', () => {})
  const closed = new Promise<void>(resolve => socket.once('close', () => resolve()))
  const megabyte = Buffer.alloc(1024 * 1024, 'a')
  const more = () => void (socket.bytesWritten < 256 * megabyte.length && socket.write(megabyte))
  socket.on('drain', more)
  more()
  await closed
  // What the system itself holds of it on the way is far less.
  expect(socket.bytesWritten).toBeLessThan(16 * megabyte.length)
})

test.each(['missing', 'x'.repeat(100)])('is reached where the folder for temporary files cannot hold it (%s)', async name => {
  const before = process.env['TMPDIR']
  onTestFinished(() => {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  })
  const outside = mkdtempSync(join(tmpdir(), 'lethe-socket-'))
  const directory = join(outside, 'workspace')
  const ports = nodePorts(directory)
  const engine = openEngine({ directory, ports, jobHost: nodeJobHost({ directory, files: ports.files, views: ports.views }) })
  process.env['TMPDIR'] = join(outside, name)
  const stop = await listenLocally(engine, directory)
  expect(await (await connectToEngine(directory))!.call('dataset.list', {})).toEqual([])
  const { address } = JSON.parse(readFileSync(join(directory, 'engine.json'), 'utf8')) as { address: string }
  await stop()
  await engine.close()
  expect(existsSync(dirname(address))).toBe(false)
  rmSync(outside, { recursive: true, force: true })
})

test('an answer that no line can hold is an error, and nobody waits for it', () => {
  const posted: unknown[] = []
  const asked: ((message: unknown) => void)[] = []
  const channel = { post: (message: unknown) => void posted.push(JSON.parse(JSON.stringify(message))), onMessage: (told: (message: unknown) => void) => void asked.push(told), onClose: () => {}, close: () => {} }
  const client = { call: () => Promise.resolve(1n as never), start: () => Promise.resolve(1n as never), on: () => () => {}, files: nodePorts('nowhere').files }
  serveChannel(client, channel)
  asked[0]!({ id: 3, do: 'call', name: 'dataset.list', input: {} })
  return expect.poll(() => posted).toMatchObject([{ id: 3, reply: { ok: false, error: { code: 'internal' } } }])
})

test('what a killed engine left behind answers nobody, and is cleared away by the next', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'lethe-socket-'))
  const stale = mkdtempSync(join(tmpdir(), 'lethe-engine-'))
  onTestFinished(() => rmSync(outside, { recursive: true, force: true }))
  const directory = join(outside, 'workspace')
  const ports = nodePorts(directory)
  const engine = openEngine({ directory, ports, jobHost: nodeJobHost({ directory, files: ports.files, views: ports.views }) })
  writeFileSync(join(directory, 'engine.json'), JSON.stringify({ address: join(stale, 'engine'), secret: 'old' }))
  expect(await connectToEngine(directory)).toBeUndefined()
  const stop = await listenLocally(engine, directory)
  expect(existsSync(stale)).toBe(false)
  // A file somebody else wrote must not make it delete other folders.
  await stop()
  writeFileSync(join(directory, 'engine.json'), JSON.stringify({ address: join(outside, 'precious', 'engine'), secret: 'old' }))
  writeFileSync(join(outside, 'kept'), '')
  await (await listenLocally(engine, directory))()
  expect(existsSync(join(outside, 'kept'))).toBe(true)
  await engine.close()
})
