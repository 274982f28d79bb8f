import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startServer } from '../../../src-main/shells/http/server.ts'
import { nodePorts } from '../../../src-main/shells/node-ports.ts'
import { filesIn, importPeople, listenTo, restOf, serverWith, startTestServer, ticketIn, valueOf, type TestServer } from '../../support/page-server.ts'

let shared: TestServer
beforeAll(async () => {
  shared = await startTestServer()
})
afterAll(() => shared.close())

const get = (path: string, init: RequestInit = {}) => fetch(shared.server.origin + path, { redirect: 'manual', ...init })

describe('the window', () => {
  test('is served at / and by the names of its files, with their types, to anybody on this computer', async () => {
    const [page, script] = [await get('/'), await get('/assets/app.js')]
    expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([200, 'text/html; charset=utf-8', '<!doctype html><title>Window</title>'])
    expect([script.status, script.headers.get('content-type'), await script.text()]).toEqual([200, 'text/javascript; charset=utf-8', 'export {}'])
  })

  test('answers HEAD without content, and nothing but GET and HEAD', async () => {
    const head = await get('/', { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '36', ''])
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const refused = await get('/', { method })
      expect([method, refused.status, refused.headers.get('allow')]).toEqual([method, 405, 'GET, HEAD'])
    }
  })

  test('must be there', async () => {
    const ports = nodePorts(shared.directory)
    await expect(startServer({ engine: shared.engine, windowFolder: join(shared.outside, 'nothing'), port: 0, clock: ports.clock, randomBytes })).rejects.toMatchObject({ code: 'serve/window-not-built' })
    mkdirSync(join(shared.outside, 'half'))
    writeFileSync(join(shared.outside, 'half/app.js'), '')
    await expect(startServer({ engine: shared.engine, windowFolder: join(shared.outside, 'half'), port: 0, clock: ports.clock, randomBytes })).rejects.toMatchObject({ code: 'serve/window-not-built' })
  })
})

test('every answer forbids what a page of ours does not need, and lets no other origin read anything', async () => {
  for (const response of [await get('/'), await get('/nothing'), await get('/api/dataset.list', { method: 'POST' }), await get('/', { method: 'OPTIONS' })]) {
    const headers = Object.fromEntries(response.headers)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin', 'cache-control': 'no-store',
    })
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';.*frame-ancestors 'none'; require-trusted-types-for 'script'/)
    expect(Object.keys(headers).filter(name => name.startsWith('access-control') || name === 'set-cookie')).toEqual([])
  }
})

test.runIf(existsSync('/proc/net/tcp'))('of all sockets that listen on its port there is the one of 127.0.0.1', () => {
  const hex = shared.port.toString(16).toUpperCase().padStart(4, '0')
  const lines = ['/proc/net/tcp', '/proc/net/tcp6'].filter(existsSync).flatMap(file => readFileSync(file, 'utf8').split('\n')).map(line => line.trim().split(/\s+/))
  // State 0A is listening.
  expect(lines.flatMap(([, local, , state]) => (local?.endsWith(`:${hex}`) && state === '0A' ? [local] : []))).toEqual([`0100007F:${hex}`])
})

test('it answers at 127.0.0.1 and at no other address', async () => {
  const others = Object.values(networkInterfaces()).flat().filter(address => address !== undefined && !(address.family === 'IPv4' && address.address === '127.0.0.1')).map(address => address!.address)
  for (const address of [...others, '127.0.0.2']) {
    const outcome = await new Promise(resolve => connect(shared.port, address).once('connect', () => resolve('connected')).once('error', () => resolve('refused')))
    expect([address, outcome]).toEqual([address, 'refused'])
  }
})

test('at "localhost" it tells the page its right name, and answers nothing else there', async () => {
  const page = await shared.raw(`GET / HTTP/1.1\r\nhost: localhost:${shared.port}\r\nconnection: close\r\n\r\n`)
  expect(page).toMatch(new RegExp(`^HTTP/1.1 308 [^]*location: http://127.0.0.1:${shared.port}/\r\n`))
  const token = await shared.letIn()
  const call = await shared.raw(`POST /api/dataset.list HTTP/1.1\r\nhost: localhost:${shared.port}\r\norigin: http://localhost:${shared.port}\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}`)
  expect(call).toMatch(/^HTTP\/1.1 405 /)
})

test('a port that is taken is named', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => taken.once('listening', resolve))
  const { port } = taken.address() as { port: number }
  const { clock } = nodePorts(shared.directory)
  await expect(startServer({ engine: shared.engine, windowFolder: join(shared.outside, 'window'), port, clock, randomBytes })).rejects.toMatchObject({ code: 'serve/port-in-use', details: { port } })
  await new Promise(resolve => taken.close(resolve))
})

test('the page is opened by a file that only its owner can read, which is gone as soon as its link was used', async () => {
  const file = shared.server.openFile()
  expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
  expect((statSync(join(file, '..')).mode & 0o777).toString(8)).toBe('700')
  const link = /url=([^"]+)"/.exec(readFileSync(file, 'utf8'))![1]!
  expect(link.startsWith(`${shared.server.origin}/#ticket=`)).toBe(true)
  valueOf(await shared.post('/ticket', { ticket: ticketIn(link) }))
  expect(existsSync(file)).toBe(false)
})

test('the file is gone after ten minutes too, when nobody used it', async () => {
  const test = await serverWith({ limits: { ticketMs: 50 } })
  const file = test.server.openFile()
  while (existsSync(file)) await new Promise(resolve => setTimeout(resolve, 5))
  expect(test.temporaryFiles()).toEqual([])
})

test('one page can let another in, and each has a token of its own', async () => {
  const first = await shared.letIn()
  const { ticket } = valueOf<{ ticket: string }>(await shared.post('/tickets', {}, { token: first }))
  const { token: second } = valueOf<{ token: string }>(await shared.post('/ticket', { ticket }))
  expect(second).not.toBe(first)
  for (const token of [first, second]) expect(valueOf(await shared.post('/api/dataset.list', {}, { token }))).toEqual([])
})

test('a page can ask for the end', async () => {
  const test = await serverWith()
  valueOf(await test.post('/stop', {}, { token: await test.letIn() }))
  await expect(test.server.stopAsked).resolves.toBeUndefined()
})

test('closing tells the pages, ends every connection and leaves no file, whatever is under way', async () => {
  const test = await serverWith()
  const token = await test.letIn()
  const events = await listenTo(test, token)
  await importPeople(test, token)
  await test.upload(token, 'left behind')
  valueOf(await test.post('/files/write', { name: 'never written.zip' }, { token }))
  test.server.openFile()
  expect(test.temporaryFiles()).toHaveLength(2)
  // An upload that goes on for ever, and a connection that says nothing.
  const { token: file } = valueOf<{ token: string }>(await test.post('/files/read', { name: 'a', sizeBytes: 1000 }, { token }))
  const upload = test.connection()
  upload.write(`POST /files/read/${file} HTTP/1.1\r\nhost: 127.0.0.1:${test.port}\r\norigin: ${test.server.origin}\r\nauthorization: Bearer ${token}\r\ncontent-type: application/octet-stream\r\ncontent-length: 1000\r\n\r\nsome`)
  const silent = test.connection()
  const gone = Promise.all([upload, silent].map(restOf))
  // A job under way: a call that waits for it is answered before the end.
  const waiting = test.post('/api/model.train', { dataset: 'people', learner: 'logistic-regression', settings: {} }, { token })
  await events.until(({ event, data }) => event === 'job.changed' && (data as { call: string }).call === 'model.train')
  const engineClosed = test.engine.close()
  await test.server.close(engineClosed)
  expect((await waiting).reply).toMatchObject({ ok: false, error: { code: 'run/cancelled' } })
  await events.until(({ event, data }) => event === 'engine.changed' && (data as { state: string }).state === 'stopped')
  await Promise.all([events.ended, gone])
  expect(filesIn(join(test.directory, 'temporary'))).toEqual([])
  await expect(fetch(test.server.origin)).rejects.toThrow('fetch failed')
})

test('links in the window\'s folder are not followed', async () => {
  const outside = await serverWith()
  const folder = join(outside.outside, 'linked')
  mkdirSync(folder)
  writeFileSync(join(folder, 'index.html'), 'window')
  writeFileSync(join(outside.outside, 'secret.txt'), 'secret')
  symlinkSync(join(outside.outside, 'secret.txt'), join(folder, 'secret.txt'))
  symlinkSync(outside.outside, join(folder, 'folder'))
  const test = await serverWith({ windowFolder: folder })
  for (const path of ['/secret.txt', '/folder/secret.txt']) expect((await fetch(test.server.origin + path)).status).toBe(404)
})
