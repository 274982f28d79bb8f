import { createReadStream, createWriteStream, rmSync, statSync, type WriteStream } from 'node:fs'
import { statfs } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { api, type ApiName } from '../../contract/api.ts'
import type { HandedOutFile } from '../../contract/bridge.ts'
import type { JobSummary } from '../../contract/job.ts'
import { fileToken, type FileToken } from '../../contract/shape.ts'
import { CoreError } from '../../core/base/core-error.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Page } from './access.ts'
import { safeFileName } from './file-name.ts'
import type { Limits } from './limits.ts'
import type { PrivateFolder } from './private-folder.ts'

/** What a page says of a file it is about to send, or wants to have written. */
export const FileToSend = z.strictObject({ name: z.string().max(1000), sizeBytes: z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER) })
export const FileToWrite = z.strictObject({ name: z.string().max(1000) })
export const OneFile = z.strictObject({ token: fileToken })

/**
 * Files between a page and the engine. A page has no paths, so what it wants read is sent here first, and what it wants written is
 * written here first; both lie in a private folder under names of ours, and are deleted as soon as nothing needs them.
 */
export interface UploadGate {
  /** A token for a file the page is about to send. Refuses what has no room, and everything while an erasure runs. Of too many files the oldest is dropped. */
  offer(page: Page, file: z.output<typeof FileToSend>): Promise<HandedOutFile>
  /** The content of an offered file; the token is good from then on. Nothing is kept of a file that does not arrive whole. */
  receive(page: Page, token: string, request: IncomingMessage): Promise<HandedOutFile>
  /** A token for a file that a call will write. */
  offerToWrite(page: Page, file: z.output<typeof FileToWrite>): HandedOutFile
  /** Sends a written file, once, and deletes it. */
  send(page: Page, token: string, response: ServerResponse): Promise<void>
  /** The page needs it no more. */
  forget(page: Page, token: string): void
  /** Carries out a call, keeping the files it names until it is over, if it is a job until that is; session is the one it carries, if any. */
  during<T extends { readonly ok: boolean; readonly value?: unknown }>(name: string, input: unknown, how: 'call' | 'start', carryOut: () => Promise<T>, session?: unknown): Promise<T>
  pageGone(page: Page): void
  close(): void
}

interface Kept {
  readonly token: FileToken
  readonly page: Page
  readonly use: 'read' | 'write'
  readonly path: string
  readonly name: string
  readonly sizeBytes: number
  /** 'offered': nothing there yet; 'moving': being received or sent. */
  state: 'offered' | 'moving' | 'here'
  /** Calls and jobs that work with it now. */
  readonly users: Set<symbol | string>
  unwanted: boolean
  /** Ends receiving or sending it. */
  stop: (reason: CoreError) => void
}

export interface UploadGateParts {
  readonly engine: Engine
  readonly folder: PrivateFolder
  readonly limits: Limits
  readonly randomBytes: (size: number) => Buffer
}

export function uploadGate({ engine, folder, limits, randomBytes }: UploadGateParts): UploadGate {
  const files = new Map<string, Kept>()
  const erasures = new Set<string>()
  /** Jobs that name files here, and whether their success uses these up. */
  const jobs = new Map<string, boolean>()
  const quiet = engine.on('job.changed', follow)
  void engine.call('job.list', {}).then(list => list.forEach(follow), () => {})

  function follow(job: JobSummary): void {
    const over = isOver(job)
    if (job.call === 'erasure.run' || job.call === 'dataset.erase') {
      if (over) erasures.delete(job.jobId)
      else if (!erasures.has(job.jobId)) {
        erasures.add(job.jobId)
        dropCopies()
      }
    }
    if (over && jobs.has(job.jobId)) {
      const usesUp = jobs.get(job.jobId) === true && job.state.kind === 'succeeded'
      jobs.delete(job.jobId)
      release(job.jobId, usesUp)
    }
    // Opening what was restored cleared the workspace's folder for temporary files.
    if (over && job.call === 'workspace.restore') for (const kept of files.values()) discard(kept)
  }

  /** An erasure searches the workspace's files for what was erased; a copy of the file it came from would be found. */
  function dropCopies(): void {
    for (const kept of files.values()) if (kept.use === 'read') discard(kept, new CoreError('file/erasure-running', {}))
  }

  function discard(kept: Kept, reason: CoreError = new CoreError('file/unknown', {})): void {
    kept.unwanted = true
    if (kept.users.size > 0) return
    files.delete(kept.token)
    engine.files.takeBack(kept.token)
    kept.stop(reason)
    rmSync(kept.path, { force: true })
  }

  function release(user: symbol | string, usesUp: boolean): void {
    for (const kept of files.values()) {
      if (!kept.users.delete(user)) continue
      if (kept.unwanted || (usesUp && kept.use === 'read')) discard(kept)
    }
  }

  function keep(page: Page, use: 'read' | 'write', name: string, sizeBytes: number): Kept {
    const own = [...files.values()].filter(kept => kept.page === page)
    const oldestIdle = own.length >= limits.filesPerPage ? own.find(kept => kept.users.size === 0) : undefined
    if (oldestIdle !== undefined) discard(oldestIdle)
    const kept: Kept = {
      token: `file-${randomBytes(16).toString('hex')}`, page, use, path: folder.newPath(), name: safeFileName(name), sizeBytes,
      state: 'offered', users: new Set(), unwanted: false, stop: () => {},
    }
    files.set(kept.token, kept)
    return kept
  }

  function find(page: Page, token: string, use: 'read' | 'write', state: Kept['state']): Kept {
    const kept = files.get(token)
    if (kept?.page !== page || kept.use !== use || kept.state !== state || kept.unwanted) throw new CoreError('file/unknown', {})
    return kept
  }

  function refuseDuringErasure(): void {
    if (erasures.size > 0) throw new CoreError('file/erasure-running', {})
  }

  async function refuseWithoutRoom(sizeBytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(engine.directory)
    const promised = [...files.values()].reduce((sum, kept) => sum + (kept.use === 'read' && kept.state !== 'here' ? kept.sizeBytes : 0), 0)
    const free = Math.max(0, bavail * bsize - promised - limits.reserveBytes)
    if (sizeBytes > free) throw noSpace(sizeBytes, free)
  }

  return {
    async offer(page, { name, sizeBytes }) {
      await refuseWithoutRoom(sizeBytes)
      refuseDuringErasure()
      return handedOut(keep(page, 'read', name, sizeBytes))
    },
    async receive(page, token, request) {
      const kept = find(page, token, 'read', 'offered')
      if (request.headers['content-type'] !== 'application/octet-stream' || request.headers['content-encoding'] !== undefined) throw new CoreError('page/refused', { why: 'content-type' })
      // As announced to the byte: the parser then tells a connection that broke from a file that ended.
      if (request.headers['content-length'] !== String(kept.sizeBytes)) throw new CoreError('page/refused', { why: 'length' })
      refuseDuringErasure()
      kept.state = 'moving'
      const out = createWriteStream(kept.path, { flags: 'wx', mode: 0o600 })
      try {
        await pour(request, out, limits.pauseMs, stop => (kept.stop = stop))
      } catch (error) {
        discard(kept)
        throw isFull(error) ? noSpace(kept.sizeBytes, 0) : error instanceof CoreError ? error : new CoreError('file/not-sent', {})
      } finally {
        await closed(out)
        if (kept.unwanted) rmSync(kept.path, { force: true })
      }
      kept.state = 'here'
      engine.files.accept(kept.token, 'read', { path: kept.path, name: kept.name, mayReplace: false })
      return handedOut(kept)
    },
    offerToWrite(page, { name }) {
      const kept = keep(page, 'write', name, 0)
      kept.state = 'here'
      engine.files.accept(kept.token, 'write', { path: kept.path, name: kept.name, mayReplace: false })
      return handedOut(kept)
    },
    async send(page, token, response) {
      const kept = find(page, token, 'write', 'here')
      const size = sizeOf(kept.path)
      // Not written yet, or being written just now.
      if (size === undefined || kept.users.size > 0) throw new CoreError('file/unknown', {})
      kept.state = 'moving'
      kept.stop = () => response.destroy()
      response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': size, 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(kept.name).replaceAll(/['()*]/g, c => `%${c.codePointAt(0)!.toString(16)}`)}` })
      try {
        await pipeline(createReadStream(kept.path), response)
      } catch {
        // The page went, or broke it off: what it has is not whole, and it can export again.
        response.destroy()
      } finally {
        discard(kept)
      }
    },
    forget(page, token) {
      const kept = files.get(token)
      if (kept?.page === page) discard(kept)
    },
    async during(name, input, how, carryOut, session) {
      const call = Symbol(name)
      for (const token of tokensIn(input)) files.get(token)?.users.add(call)
      const reply = await carryOut()
      const usesUp = reply.ok && usesUpFiles(name, input)
      if (!reply.ok || how === 'call') release(call, usesUp)
      else {
        const { jobId } = reply.value as JobSummary
        const named = [...files.values()].filter(kept => kept.users.has(call))
        if (named.length > 0) {
          for (const kept of named) kept.users.add(jobId)
          jobs.set(jobId, usesUp)
        }
        release(call, false)
        // It may have ended before we knew its number.
        if (named.length > 0) await engine.call('job.show', { jobId }, typeof session === 'string' ? session : undefined).then(follow, () => release(jobId, false))
      }
      return reply
    },
    pageGone(page) {
      for (const kept of files.values()) if (kept.page === page) discard(kept)
    },
    close() {
      quiet()
      for (const kept of files.values()) kept.stop(new CoreError('engine/gone', {}))
      files.clear()
    },
  }
}

/** Writes what arrives, as fast as the disk takes it; rejects where it stops arriving, cannot be written, or `stop` is called. */
function pour(request: IncomingMessage, out: WriteStream, pauseMs: number, stoppedBy: (stop: (reason: CoreError) => void) => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const idle = setTimeout(() => reject(new CoreError('page/refused', { why: 'slow' })), pauseMs)
  const take = (chunk: Buffer) => {
    idle.refresh()
    if (out.write(chunk)) return
    request.pause()
    out.once('drain', () => request.resume())
  }
  stoppedBy(reject)
  request.on('data', take)
  request.on('error', () => {})
  request.once('end', () => out.end(resolve))
  request.once('close', () => {
    if (!request.complete) reject(new CoreError('file/not-sent', {}))
  })
  out.on('error', reject)
  return promise.finally(() => {
    clearTimeout(idle)
    request.off('data', take)
    stoppedBy(() => {})
  })
}

function closed(out: WriteStream): Promise<void> {
  if (out.closed) return Promise.resolve()
  return new Promise(resolve => out.once('close', resolve).destroy())
}

const isFull = (error: unknown): boolean => ['ENOSPC', 'EDQUOT', 'EFBIG'].includes((error as NodeJS.ErrnoException).code ?? '')

const handedOut = ({ token, name }: Kept): HandedOutFile => ({ token, name })

const isOver = ({ state }: JobSummary): boolean => state.kind !== 'queued' && state.kind !== 'running'

/** Calls name files at the top of their input. */
const tokensIn = (input: unknown): string[] =>
  (typeof input === 'object' && input !== null ? Object.values(input).filter((value): value is string => typeof value === 'string' && fileToken.safeParse(value).success) : [])

/** A job that changed something is done with its files; looking at one may be followed by another look, or by the change. */
const usesUpFiles = (name: string, input: unknown): boolean =>
  Object.hasOwn(api, name) && api[name as ApiName].kind === 'job' && (input as { readonly dryRun?: unknown }).dryRun !== true

function sizeOf(path: string): number | undefined {
  try {
    return statSync(path).size
  } catch {
    return undefined
  }
}

const noSpace = (needed: number, free: number) => new CoreError('file/no-space', { neededMebibytes: Math.ceil(needed / (1024 * 1024)), freeMebibytes: Math.floor(free / (1024 * 1024)) })
