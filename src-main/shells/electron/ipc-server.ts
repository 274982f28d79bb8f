import { realpath, stat } from 'node:fs/promises'
import { basename, isAbsolute } from 'node:path'
import { WindowRequest, type HandedOutFile } from '../../contract/bridge.ts'
import type { ApiClient, Reply } from '../../contract/reply.ts'
import type { FileToken } from '../../contract/shape.ts'
import { CoreError } from '../../core/base/core-error.ts'
import { errorData } from '../../core/base/error-data.ts'
import type { HandedFile } from '../../core/base/handed-files.ts'
import { replyTo } from '../../engine/reply-to.ts'
import type { FileDialogs } from './file-dialogs.ts'
import { roughSize } from './rough-size.ts'
import { isTrustedSender, type MessageEvent } from './trusted-sender.ts'
import type { WindowLock } from './window-lock.ts'

export interface IpcServerOptions {
  /** The contents of our window now; undefined while there is none. */
  windowId(): number | undefined
  /** Waits while the workspace is being opened. */
  engine(): Promise<ApiClient & { handOut(use: 'read' | 'write', file: HandedFile): Promise<FileToken> }>
  readonly dialogs: FileDialogs
  /** Absent where nothing can be locked. */
  readonly lock?: Pick<WindowLock, 'isLocked' | 'unlock'>
  /** Told which session the window's calls carry, if any. */
  sessionSeen?(session: string | undefined): void
}

/** The most one message may hold: a request that names ten million rows by number has some 80 MB. */
const mostMebibytes = 128

/**
 * Answers what the window asks. Rejects, without a word of why, whatever did not come from the main frame of our own window;
 * everything else is answered with data, refusals included.
 */
export function ipcServer({ windowId, engine, dialogs, lock, sessionSeen: told = () => {} }: IpcServerOptions): (event: MessageEvent, message: unknown) => Promise<Reply<unknown>> {
  return async (event, message) => {
    const id = windowId()
    if (id === undefined || !isTrustedSender(event, id)) throw new Error('refused')
    try {
      return await answer(checked(message))
    } catch (error) {
      return { ok: false, error: errorData(error) }
    }
  }

  async function answer(request: WindowRequest): Promise<Reply<unknown>> {
    switch (request.do) {
      case 'call':
      case 'start': {
        told(request.session)
        return replyTo(await engine(), request.do, request.name, request.input, request.session)
      }
      case 'pick-to-read': return { ok: true, value: await handOut('read', await dialogs.pickToRead(request.endings)) }
      case 'pick-to-write': return { ok: true, value: await handOut('write', await dialogs.pickToWrite(request.suggestedName)) }
      case 'is-locked': return { ok: true, value: lock?.isLocked() === true }
      case 'unlock':
        await lock?.unlock(request.passphrase)
        return { ok: true, value: null }
      case 'hand-over-dropped': return { ok: true, value: await handOut('read', await droppedFile(request.path)) }
    }
  }

  async function handOut(use: 'read' | 'write', file: HandedFile | null): Promise<HandedOutFile | null> {
    return file === null ? null : { token: await (await engine()).handOut(use, file), name: file.name }
  }
}

function checked(message: unknown): WindowRequest {
  const most = mostMebibytes * 1024 * 1024
  const size = roughSize(message, most)
  if (size === undefined) throw new CoreError('usage/bad-input', { field: 'message', problem: 'not plain data' })
  if (size > most) throw new CoreError('engine/message-too-large', { mostMebibytes })
  const parsed = WindowRequest.safeParse(message)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]!
  throw new CoreError('usage/bad-input', { field: issue.path.join('.') || 'message', problem: issue.message })
}

/** A file that lies where the person dragged it from: a regular one, named by where it really is. */
async function droppedFile(path: string): Promise<HandedFile> {
  if (!isAbsolute(path) || path.includes('\0')) throw new CoreError('file/unknown', {})
  const name = basename(path)
  let real
  try {
    real = await realpath(path)
    if (!(await stat(real)).isFile()) throw new CoreError('import/not-a-file', { file: name })
  } catch (error) {
    throw error instanceof CoreError ? error : new CoreError('import/file-unreadable', { file: name })
  }
  return { path: real, name, mayReplace: false }
}
