import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { rmSync } from 'node:fs'
import { z } from 'zod'
import { CoreError } from '../../core/base/core-error.ts'
import { errorData } from '../../core/base/error-data.ts'
import type { Clock, RandomBytes } from '../../core/ports.ts'
import { tellAll } from '../../engine/event-hub.ts'
import type { Engine } from '../../engine/engine.ts'
import { access, type Page } from './access.ts'
import { dropRest, safeHeaders, sendReply, statusOf } from './answers.ts'
import { apiRoute } from './api-routes.ts'
import { eventStreams } from './event-stream.ts'
import { usualLimits, type Limits } from './limits.ts'
import { privateFolder } from './private-folder.ts'
import { readJson } from './read-json.ts'
import { ticketPage } from './ticket-file.ts'
import { addressee, refuseEmbedding, refuseOtherSites } from './trusted-request.ts'
import { FileToSend, FileToWrite, OneFile, uploadGate } from './upload-gate.ts'
import { readWindow } from './window-files.ts'

export interface ServerOptions {
  readonly engine: Engine
  /** The built window. */
  readonly windowFolder: string
  /** 0 for any free one. */
  readonly port: number
  readonly clock: Clock
  readonly randomBytes: RandomBytes
  readonly limits?: Partial<Limits>
}

export interface PageServer {
  /** "http://127.0.0.1:PORT" */
  readonly origin: string
  /** A link that opens one page, once, within ten minutes: a secret. */
  openLink(): string
  /** Writes such a link into a file that only its owner can read and that leads a browser on to it; it is gone when the link is spent. */
  openFile(): string
  /** Resolves when a page asks for the end; the caller then closes server and engine. */
  readonly stopAsked: Promise<void>
  /**
   * Answers nothing new; pages are told what happens until the engine has closed, which ends the calls that wait. Leaves no file and
   * no connection behind.
   */
  close(engineClosed?: Promise<void>): Promise<void>
}

const Ticket = z.strictObject({ ticket: z.string().max(200) })
const nothing = z.strictObject({})

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly page: Page
  /** What follows the route's name in the address. */
  readonly rest: string
}

interface Route {
  readonly method: 'GET' | 'POST'
  answer(exchange: Exchange): Promise<void> | void
}

/**
 * Serves the window and the contract to this computer alone, on 127.0.0.1. The window is anybody's; everything else needs the token
 * of a page that was let in with a ticket. Throws 'serve/window-not-built', 'serve/port-in-use' and 'serve/port-forbidden'.
 */
export async function startServer({ engine, windowFolder, port: wantedPort, clock, randomBytes, limits: changes = {} }: ServerOptions): Promise<PageServer> {
  const limits = { ...usualLimits, ...changes }
  const window = readWindow(windowFolder)
  const pages = access({ clock, randomBytes, limits })
  const folder = privateFolder(engine.directory, randomBytes)
  const gate = uploadGate({ engine, folder, limits, randomBytes })
  const streams = eventStreams({ limits, now: () => clock.elapsed() })
  const callEngine = apiRoute({ engine, gate, limits })
  const { promise: stopAsked, resolve: askToStop } = Promise.withResolvers<void>()
  const answering = new Set<Promise<void>>()
  let closing = false

  const quiet = tellAll(engine.on, event => streams.tell(event))
  const sweeping = setInterval(() => pages.sweep().forEach(page => gate.pageGone(page)), Math.min(60_000, limits.pageGoneMs))
  sweeping.unref()

  const read = async <T>(request: IncomingMessage, shape: z.ZodType<T>): Promise<T> => {
    const parsed = shape.safeParse(await readJson(request, { mostBytes: 64 * 1024, mostMs: limits.callMs }))
    if (parsed.success) return parsed.data
    const issue = parsed.error.issues[0]!
    throw new CoreError('usage/bad-input', { field: issue.path.join('.') || 'content', problem: issue.message })
  }

  /** By the first part of the address, or the first two of files; what follows is given to those that end in a slash. */
  const routes: Readonly<Record<string, Route>> = {
    '/api/': { method: 'POST', answer: ({ request, response, rest }) => callEngine(request, response, 'call', rest) },
    '/start/': { method: 'POST', answer: ({ request, response, rest }) => callEngine(request, response, 'start', rest) },
    '/events': { method: 'GET', answer: ({ page, response }) => streams.open(page, response) },
    '/files/read': { method: 'POST', answer: async ({ page, request, response }) => done(response, await gate.offer(page, await read(request, FileToSend))) },
    '/files/read/': { method: 'POST', answer: async ({ page, request, response, rest }) => done(response, await gate.receive(page, rest, request)) },
    '/files/write': { method: 'POST', answer: async ({ page, request, response }) => done(response, gate.offerToWrite(page, await read(request, FileToWrite))) },
    '/files/download': { method: 'POST', answer: async ({ page, request, response }) => gate.send(page, (await read(request, OneFile)).token, response) },
    '/files/forget': {
      method: 'POST',
      async answer({ page, request, response }) {
        gate.forget(page, (await read(request, OneFile)).token)
        done(response)
      },
    },
    // For another page of the same browser, such as a link opened in a new tab.
    '/tickets': {
      method: 'POST',
      async answer({ request, response }) {
        await read(request, nothing)
        done(response, { ticket: pages.newTicket() })
      },
    },
    '/leave': {
      method: 'POST',
      async answer({ page, request, response }) {
        await read(request, nothing)
        gate.pageGone(page)
        done(response)
      },
    },
    '/stop': {
      method: 'POST',
      async answer({ request, response }) {
        await read(request, nothing)
        done(response)
        askToStop()
      },
    },
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(safeHeaders)) response.setHeader(name, value)
    const { method = '', url = '' } = request
    if (addressee(request, port) === 'localhost') return sendOn(method, response)
    const [address = ''] = url.split('?')
    const file = window.get(address)
    if (file !== undefined) {
      refuseEmbedding(request)
      allow(response, method, ['GET', 'HEAD'])
      response.writeHead(200, { 'content-type': file.type, 'content-length': file.bytes.length })
      return void response.end(method === 'HEAD' ? undefined : file.bytes)
    }
    refuseOtherSites(request, port)
    if (closing) throw new CoreError('engine/gone', {})
    if (address === '/ticket') {
      allow(response, method, ['POST'])
      const { ticket } = await read(request, Ticket)
      return done(response, { token: pages.letIn(ticket) })
    }
    const prefix = Object.keys(routes).find(known => (known.endsWith('/') ? address.startsWith(known) : address === known))
    if (prefix === undefined) throw new CoreError('page/refused', { why: 'path' })
    const page = pages.pageOf(request.headers['authorization'])
    const route = routes[prefix]!
    allow(response, method, [route.method])
    await route.answer({ request, response, page, rest: address.slice(prefix.length) })
  }

  /** The page under its right name, with whatever fragment it was asked for; nothing else. */
  function sendOn(method: string, response: ServerResponse): void {
    allow(response, method, ['GET', 'HEAD'])
    response.writeHead(308, { location: `http://127.0.0.1:${port}/`, 'content-length': 0 }).end()
  }

  const server = createServer({ keepAliveTimeout: 60_000, headersTimeout: limits.headMs, requestTimeout: 0, connectionsCheckingInterval: Math.min(5000, limits.headMs) })
  server.maxConnections = limits.connections
  server.on('request', (request, response) => {
    response.on('error', () => {})
    const ended = answer(request, response).catch((error: unknown) => {
      sendReply(response, { ok: false, error: errorData(error) })
    }).finally(() => {
      answering.delete(ended)
      dropRest(request, response, limits.lingerMs)
    })
    answering.add(ended)
  })
  server.on('clientError', refuseMalformed)
  // Nothing here speaks another protocol, or for another server.
  server.on('upgrade', (_request, socket) => socket.destroy())
  server.on('connect', (_request, socket) => socket.destroy())
  let port = wantedPort
  try {
    port = await listen(server, wantedPort)
  } catch (error) {
    quiet()
    clearInterval(sweeping)
    streams.close()
    gate.close()
    throw error
  }

  return {
    origin: `http://127.0.0.1:${port}`,
    openLink: () => linkWith(pages.newTicket()),
    openFile() {
      let path = ''
      const ticket = pages.newTicket(() => rmSync(path, { force: true }))
      path = folder.write(ticketPage(linkWith(ticket)), '.html')
      setTimeout(() => pages.sweep(), limits.ticketMs + 10).unref()
      return path
    },
    stopAsked,
    async close(engineClosed = Promise.resolve()) {
      if (closing) return
      closing = true
      clearInterval(sweeping)
      const stopped = new Promise(resolve => server.close(resolve))
      await engineClosed.catch(() => {})
      streams.tell({ event: 'engine.changed', data: { state: 'stopped' } })
      quiet()
      streams.close()
      pages.close()
      gate.close()
      server.closeIdleConnections()
      await Promise.all(answering)
      server.closeAllConnections()
      await stopped
      folder.remove()
    },
  }

  function linkWith(ticket: string): string {
    return `http://127.0.0.1:${port}/#ticket=${ticket}`
  }
}

const done = (response: ServerResponse, value: unknown = null): void => sendReply(response, { ok: true, value })

function allow(response: ServerResponse, method: string, methods: readonly string[]): void {
  if (methods.includes(method)) return
  response.setHeader('allow', methods.join(', '))
  throw new CoreError('page/refused', { why: 'method' })
}

/** What is not even a request, or did not come in time. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket | import('node:stream').Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const refusal = errorData(new CoreError('page/refused', { why: error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'slow' : 'malformed' }))
  const text = JSON.stringify({ ok: false, error: refusal })
  const head = [`HTTP/1.1 ${statusOf(refusal)} Refused`, 'content-type: application/json', `content-length: ${Buffer.byteLength(text)}`, 'connection: close', ...Object.entries(safeHeaders).map(([name, value]) => `${name}: ${value}`)]
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`)
}

function listen(server: Server, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  server.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') reject(new CoreError('serve/port-in-use', { port }))
    else if (error.code === 'EACCES') reject(new CoreError('serve/port-forbidden', { port }))
    else reject(error)
  })
  server.on('error', () => {}) // one connection that could not be accepted
  // Exactly this address: no other computer reaches it, and no other name of this one.
  server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve((server.address() as AddressInfo).port))
  return promise
}
