import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ApiClient, Reply } from '../../src-main/contract/reply.ts'
import type { FileToken } from '../../src-main/contract/shape.ts'
import { childProcessChannel } from '../../src-main/engine/child-process-channel.ts'
import { openEngine } from '../../src-main/engine/engine.ts'
import { connectToEngine, listenLocally } from '../../src-main/engine/local-socket.ts'
import { nodeJobHost } from '../../src-main/engine/node-job-host.ts'
import { replyTo } from '../../src-main/engine/reply-to.ts'
import { superviseEngine } from '../../src-main/engine/supervise-engine.ts'
import { keyKeeper } from '../../src-main/shells/key-keeper.ts'
import { nodePorts } from '../../src-main/shells/node-ports.ts'

/** One way to reach an engine, on a workspace of its own. */
export interface ReachedEngine {
  readonly client: ApiClient
  /** The workspace. */
  readonly directory: string
  toRead(path: string): Promise<FileToken>
  toWrite(path: string): Promise<FileToken>
  /** A call as it crosses the boundary: any name, any input. */
  raw(how: 'call' | 'start', name: unknown, input: unknown): Promise<Reply<unknown>>
  stop(): Promise<void>
}

const handed = (path: string) => ({ path, name: basename(path), mayReplace: false })

const newWorkspace = () => join(mkdtempSync(join(tmpdir(), 'lethe-contract-')), 'workspace')

export const engineProgram = fileURLToPath(new URL('../../src-main/engine/engine-main.ts', import.meta.url))

/** The engine in this process. */
export async function directly(directory = newWorkspace()): Promise<ReachedEngine> {
  const keeper = keyKeeper(directory, { kind: 'files' })
  const ports = { ...nodePorts(directory), secrets: keeper.secrets }
  const engine = openEngine({ directory, ports, keys: keeper, jobHost: nodeJobHost({ directory, keys: keeper.now, files: ports.files, views: ports.views }) })
  return {
    client: engine, directory,
    toRead: async path => ports.files.handOut(path, 'read'),
    toWrite: async path => ports.files.handOut(path, 'write'),
    raw: (how, name, input) => replyTo(engine, how, name, input),
    async stop() {
      await engine.close()
      rmSync(join(directory, '..'), { recursive: true, force: true })
    },
  }
}

/** An engine process of its own, over its process channel: what a desktop window's main process has. */
export async function overProcess(directory = newWorkspace()): Promise<ReachedEngine> {
  const engine = superviseEngine({
    spawnEngine: () => childProcessChannel(engineProgram), spawnWorker: () => { throw new Error('The engine starts its workers itself here') },
    open: { directory, keys: { kind: 'files' }, workers: 'fork' },
  })
  await engine.opened
  return {
    client: engine, directory,
    toRead: path => engine.handOut('read', handed(path)),
    toWrite: path => engine.handOut('write', handed(path)),
    raw: (how, name, input) => replyTo(engine, how, name, input),
    async stop() {
      await engine.stop()
      rmSync(join(directory, '..'), { recursive: true, force: true })
    },
  }
}

/** A command beside a running engine, over its local socket. */
export async function overSocket(directory = newWorkspace()): Promise<ReachedEngine> {
  const keeper = keyKeeper(directory, { kind: 'files' })
  const ports = { ...nodePorts(directory), secrets: keeper.secrets }
  const engine = openEngine({ directory, ports, keys: keeper, jobHost: nodeJobHost({ directory, keys: keeper.now, files: ports.files, views: ports.views }) })
  const stopListening = await listenLocally(engine, directory)
  const remote = (await connectToEngine(directory))!
  return {
    client: remote, directory,
    toRead: path => remote.handOut('read', handed(path)),
    toWrite: path => remote.handOut('write', handed(path)),
    raw: (how, name, input) => replyTo(remote, how, name, input),
    async stop() {
      remote.close()
      await stopListening()
      await engine.close()
      rmSync(join(directory, '..'), { recursive: true, force: true })
    },
  }
}
