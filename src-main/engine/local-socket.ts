import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { ApiClient } from '../contract/reply.ts'
import type { HandedFiles } from '../core/base/handed-files.ts'
import { writeFileDurably } from '../core/base/write-file-durably.ts'
import { lineChannel } from './line-channel.ts'
import { remoteEngine, type RemoteEngine } from './remote-engine.ts'
import { serveChannel } from './serve-channel.ts'

/** Where a running engine is found by a command of the same person: its address and a secret, in a file only they can read. */
interface Address {
  readonly address: string
  readonly secret: string
}

const addressFile = (directory: string): string => join(directory, 'engine.json')

/** The most one message may hold: a request that names ten million rows by number has some 100 MB. */
const mostMessageBytes = 128 * 1024 * 1024

/** The most it may be before the other end has said the secret. */
const mostGreetingBytes = 4096

/** How long the other end may take to say the secret, in milliseconds. */
const greetingMs = 2000

/**
 * Lets commands started on this workspace meanwhile reach its engine: a Unix socket in a folder of this person alone (a named
 * pipe on Windows), and in every case a secret. They may stop it where `stop` is given. Returns what ends it.
 */
export async function listenLocally(engine: ApiClient & { readonly files: HandedFiles }, directory: string, stop?: () => void): Promise<() => Promise<void>> {
  removeStale(directory)
  const secret = randomBytes(32).toString('base64url')
  const address = process.platform === 'win32' ? `\\\\.\\pipe\\lethe-${randomBytes(16).toString('hex')}` : join(makeSocketFolder(), 'engine')
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    const channel = lineChannel(socket, () => (greeted ? mostMessageBytes : mostGreetingBytes))
    const tooLate = setTimeout(() => socket.destroy(), greetingMs)
    let greeted = false
    channel.onMessage(message => {
      if (greeted) return
      greeted = true
      clearTimeout(tooLate)
      if (!isSecret((message as { readonly secret?: unknown } | null)?.secret, secret)) return void socket.destroy()
      channel.post({ opened: true })
      serveChannel(engine, channel, stop)
    })
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(address, resolve))
  writeFileDurably(addressFile(directory), Buffer.from(JSON.stringify({ address, secret } satisfies Address)))
  return async () => {
    rmSync(addressFile(directory), { force: true })
    for (const socket of sockets) socket.destroy()
    await new Promise(resolve => server.close(resolve))
    if (process.platform !== 'win32') rmSync(dirname(address), { recursive: true, force: true })
  }
}

const socketFolder = 'lethe-engine-'

/** The most bytes the address of a Unix socket may have: 104 on macOS and 108 on Linux, with a zero at the end. */
const mostAddressBytes = 103

/** The folders a socket may be in: where that for temporary files is missing or has too long a name, the one every system has. */
const socketPlaces = (): string[] => [tmpdir(), '/tmp'].filter(place => Buffer.byteLength(join(place, `${socketFolder}XXXXXX`, 'engine')) <= mostAddressBytes)

function makeSocketFolder(): string {
  const [place = '/tmp', ...others] = socketPlaces()
  try {
    return mkdtempSync(join(place, socketFolder))
  } catch (error) {
    if (others[0] === undefined) throw error
    return mkdtempSync(join(others[0], socketFolder))
  }
}

/** The engine that has this workspace open, or undefined where none answers: a killed one leaves its file behind. */
export async function connectToEngine(directory: string): Promise<RemoteEngine | undefined> {
  const found = readAddress(directory)
  if (found === undefined) return undefined
  return new Promise(resolve => {
    const socket = connect(found.address)
    socket.once('error', () => resolve(undefined))
    socket.once('close', () => resolve(undefined))
    // One that is stopped, or hangs, says nothing: then the lock of the workspace decides what the person is told.
    const tooLate = setTimeout(() => socket.destroy(), greetingMs)
    socket.once('close', () => clearTimeout(tooLate))
    socket.once('connect', () => {
      const channel = lineChannel(socket, () => mostMessageBytes)
      const remote = remoteEngine(channel)
      channel.onMessage(message => {
        if ((message as { readonly opened?: unknown }).opened !== true) return
        clearTimeout(tooLate)
        resolve(remote)
      })
      channel.post({ secret: found.secret })
    })
  })
}

function readAddress(directory: string): Address | undefined {
  try {
    const { address, secret } = JSON.parse(readFileSync(addressFile(directory), 'utf8')) as Address
    return typeof address === 'string' && typeof secret === 'string' ? { address, secret } : undefined
  } catch {
    return undefined
  }
}

/** What an engine that was killed left: called by the one that holds the workspace now. */
function removeStale(directory: string): void {
  const stale = readAddress(directory)
  rmSync(addressFile(directory), { force: true })
  if (stale === undefined || process.platform === 'win32') return
  const folder = dirname(stale.address)
  if (socketPlaces().includes(dirname(folder)) && basename(folder).startsWith(socketFolder)) rmSync(folder, { recursive: true, force: true })
}

function isSecret(given: unknown, secret: string): boolean {
  return typeof given === 'string' && timingSafeEqual(hash(given), hash(secret))
}

/** Of equal length, as comparing in constant time wants it. */
const hash = (text: string) => createHash('sha256').update(text).digest()
