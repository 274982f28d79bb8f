import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { onTestFinished } from 'vitest'
import type { Input, Output } from '../../src-main/contract/api.ts'
import type { HandedOutFile } from '../../src-main/contract/bridge.ts'
import type { ErrorData, JobSummary } from '../../src-main/contract/job.ts'
import type { Clock } from '../../src-main/core/ports.ts'
import { openEngine, type Engine } from '../../src-main/engine/engine.ts'
import { nodeJobHost } from '../../src-main/engine/node-job-host.ts'
import type { Limits } from '../../src-main/shells/http/limits.ts'
import { startServer, type PageServer } from '../../src-main/shells/http/server.ts'
import { keyKeeper } from '../../src-main/shells/key-keeper.ts'
import { nodePorts } from '../../src-main/shells/node-ports.ts'

/** A real server over a real engine and workspace in a temporary folder. */
export interface TestServer {
  readonly server: PageServer
  readonly engine: Engine
  readonly port: number
  /** The workspace. */
  readonly directory: string
  /** Beside the workspace. */
  readonly outside: string
  /** Moves the server's measuring clock on, in milliseconds. */
  wait(ms: number): void
  /** The token of a new page. */
  letIn(): Promise<string>
  /** As a page of the server does it; `headers` replaces single ones, null leaves one out. */
  post(path: string, content: unknown, options?: PostOptions): Promise<Answer>
  /** Sends these very bytes and gives everything that comes back until the connection ends. */
  raw(text: string | Uint8Array): Promise<string>
  /** A connection of one's own. */
  connection(): Socket
  /** Files in the workspace's temporary folder. */
  temporaryFiles(): string[]
  /** Sends a file as a page does. */
  upload(token: string, content: string | Uint8Array, name?: string): Promise<HandedOutFile>
  close(): Promise<void>
}

export interface PostOptions {
  readonly token?: string
  readonly headers?: Readonly<Record<string, string | null>>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly reply: { readonly ok: boolean; readonly value?: unknown; readonly error?: ErrorData }
}

export interface TestServerOptions {
  readonly limits?: Partial<Limits>
  /** Without one, a small window of its own. */
  readonly windowFolder?: string
}

/** Started for one test; closed and removed when it ends. */
export async function serverWith(options: TestServerOptions = {}): Promise<TestServer> {
  const made = await startTestServer(options)
  onTestFinished(() => made.close())
  return made
}

/** Started for the whole of a file's tests: the caller closes it in `afterAll`. */
export async function startTestServer({ limits = {}, windowFolder }: TestServerOptions = {}): Promise<TestServer> {
  const outside = mkdtempSync(join(tmpdir(), 'lethe-http-'))
  const directory = join(outside, 'workspace')
  const keeper = keyKeeper(directory, { kind: 'files' })
  const ports = { ...nodePorts(directory), secrets: keeper.secrets }
  let waited = 0
  const clock: Clock = { ...ports.clock, elapsed: () => ports.clock.elapsed() + waited }
  const engine = openEngine({ directory, ports, keys: keeper, jobHost: nodeJobHost({ directory, keys: keeper.now, files: ports.files, views: ports.views }) })
  const server = await startServer({ engine, windowFolder: windowFolder ?? smallWindow(outside), port: 0, clock, randomBytes, limits })
  const { origin } = server
  const port = Number(new URL(origin).port)

  async function post(path: string, content: unknown, { token, headers = {} }: PostOptions = {}): Promise<Answer> {
    const own: Record<string, string | null> = { origin, 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers }
    const body = typeof content === 'string' || content instanceof Uint8Array ? content as string : JSON.stringify(content)
    const response = await fetch(origin + path, { method: 'POST', headers: Object.fromEntries(Object.entries(own).filter((entry): entry is [string, string] => entry[1] !== null)), body, redirect: 'manual' })
    return { status: response.status, headers: response.headers, reply: await response.json() as Answer['reply'] }
  }

  const sockets = new Set<Socket>()
  function connection(): Socket {
    const socket = connect(port, '127.0.0.1')
    sockets.add(socket)
    // A refused connection may be reset while we still send.
    socket.on('error', () => {})
    return socket
  }

  return {
    server, engine, port, directory, outside, post, connection,
    wait(ms) {
      waited += ms
    },
    async letIn() {
      const { reply } = await post('/ticket', { ticket: ticketIn(server.openLink()) })
      return (reply.value as { token: string }).token
    },
    raw(text) {
      const socket = connection()
      socket.end(text)
      return restOf(socket)
    },
    temporaryFiles: () => filesIn(join(directory, 'temporary')),
    async upload(token, content, name = 'people.csv') {
      const bytes = Buffer.from(content as string)
      const offered = valueOf<HandedOutFile>(await post('/files/read', { name, sizeBytes: bytes.length }, { token }))
      return valueOf<HandedOutFile>(await post(`/files/read/${offered.token}`, bytes, { token, headers: { 'content-type': 'application/octet-stream' } }))
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      const engineClosed = engine.close()
      await Promise.all([engineClosed, server.close(engineClosed)])
      rmSync(outside, { recursive: true, force: true })
    },
  }
}

/** Everything a connection brings until it ends. */
export function restOf(socket: Socket): Promise<string> {
  const chunks: Buffer[] = []
  socket.on('data', chunk => chunks.push(chunk))
  return new Promise(resolve => socket.once('close', () => resolve(Buffer.concat(chunks).toString('latin1'))))
}

export const ticketIn = (link: string): string => new URL(link).hash.slice('#ticket='.length)

export function valueOf<T>({ reply }: Answer): T {
  if (!reply.ok) throw new Error(`refused: ${JSON.stringify(reply.error)}`)
  return reply.value as T
}

/** Files below a folder, with forward slashes; none where there is no folder. */
export function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => !entry.isDirectory()).map(entry => join(entry.parentPath, entry.name)).sort()
  } catch {
    return []
  }
}

function smallWindow(outside: string): string {
  const folder = join(outside, 'window')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Window</title>')
  writeFileSync(join(folder, 'assets/app.js'), 'export {}')
  return folder
}

/** One event of the contract as it comes over the stream. */
export interface Listening {
  /** Resolves with the first event, from now on or before, that `fits`. */
  until(fits: (event: { readonly event: string; readonly data: unknown }) => boolean): Promise<{ readonly event: string; readonly data: unknown }>
  /** Resolves when the stream has ended. */
  readonly ended: Promise<void>
  stop(): void
}

/** Listens to the events of a server as a page does. */
export async function listenTo({ server: { origin } }: TestServer, token: string): Promise<Listening> {
  const end = new AbortController()
  const response = await fetch(`${origin}/events`, { headers: { authorization: `Bearer ${token}` }, signal: end.signal })
  if (response.status !== 200) throw new Error(`refused: ${await response.text()}`)
  const seen: { event: string; data: unknown }[] = []
  const wanted = new Set<() => void>()
  const ended = (async () => {
    let text = ''
    try {
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
        const messages = (text + chunk).split('\n\n')
        text = messages.pop()!
        for (const message of messages) if (message.startsWith('data: ')) seen.push(JSON.parse(message.slice(6)) as typeof seen[0])
        for (const look of wanted) look()
      }
    } catch {
      // Ended by `stop`, or cut.
    }
  })()
  return {
    until: fits => new Promise(resolve => {
      const look = () => {
        const found = seen.find(fits)
        if (found === undefined) return
        wanted.delete(look)
        resolve(found)
      }
      wanted.add(look)
      look()
    }),
    ended,
    stop: () => end.abort(),
  }
}

/** True for the event that tells how a job ended. */
export const tellsEndOf = (jobId: string) => ({ event, data }: { readonly event: string; readonly data: unknown }): boolean =>
  event === 'job.changed' && (data as JobSummary).jobId === jobId && !['queued', 'running'].includes((data as JobSummary).state.kind)

export const peopleCsv = 'id,age,income,late\n' + Array.from({ length: 60 }, (_, i) => `P-${1000 + i},${20 + (i % 40)},${(1000 + 37 * i) % 911},${i % 3 === 0 ? 'yes' : 'no'}`).join('\n') + '\n'

export const importInput = (file: string, changes: Partial<Input<'dataset.import'>> = {}): Input<'dataset.import'> =>
  ({ file: file as Input<'dataset.import'>['file'], name: 'people', subject: 'id', label: 'late', ignore: [], features: [], text: [], dryRun: false, ...changes })

/** Imports the people, waiting for it. */
export async function importPeople(test: TestServer, token: string): Promise<Output<'dataset.import'>> {
  const file = await test.upload(token, peopleCsv)
  return valueOf(await test.post('/api/dataset.import', importInput(file.token), { token }))
}

/** The only file of the workspace's temporary folder, as text. */
export const onlyTemporaryFile = (test: TestServer): string => readFileSync(test.temporaryFiles()[0]!, 'utf8')
