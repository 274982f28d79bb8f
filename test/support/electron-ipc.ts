import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Reply } from '../../src-main/contract/reply.ts'
import type { FileToken } from '../../src-main/contract/shape.ts'
import type { HandedFile } from '../../src-main/core/base/handed-files.ts'
import { openEngine, type Engine } from '../../src-main/engine/engine.ts'
import { nodeJobHost } from '../../src-main/engine/node-job-host.ts'
import type { FileDialogs } from '../../src-main/shells/electron/file-dialogs.ts'
import { ipcServer } from '../../src-main/shells/electron/ipc-server.ts'
import type { MessageEvent } from '../../src-main/shells/electron/trusted-sender.ts'
import type { WindowLock } from '../../src-main/shells/electron/window-lock.ts'
import { keyKeeper } from '../../src-main/shells/key-keeper.ts'
import { nodePorts } from '../../src-main/shells/node-ports.ts'

/** An engine as the desktop's main process has it, with a record of the calls that reached it. */
export interface WatchedEngine {
  readonly engine: Engine
  readonly asked: string[]
  /** Beside the workspace, removed with it. */
  readonly outside: string
}

/** A real engine on a workspace in a temporary folder, closed when the test ends. */
export function watchedEngine(): WatchedEngine {
  const outside = mkdtempSync(join(tmpdir(), 'lethe-electron-'))
  const directory = join(outside, 'workspace')
  const keeper = keyKeeper(directory, { kind: 'files' })
  const ports = { ...nodePorts(directory), secrets: keeper.secrets }
  const engine = openEngine({ directory, ports, keys: keeper, jobHost: nodeJobHost({ directory, keys: keeper.now, files: ports.files, views: ports.views }) })
  const asked: string[] = []
  onTestFinished(async () => {
    await engine.close()
    rmSync(outside, { recursive: true, force: true })
  })
  return {
    asked, outside,
    engine: {
      ...engine,
      call(name, input) {
        asked.push(name)
        return engine.call(name, input)
      },
      start(name, input) {
        asked.push(name)
        return engine.start(name, input)
      },
    },
  }
}

const noDialogs: FileDialogs = { pickToRead: async () => null, pickToWrite: async () => null }

/** The page of window 1. */
export const page = { url: 'app://lethe/', processId: 4, routingId: 1 }
export const fromPage: MessageEvent = { sender: { id: 1, mainFrame: page }, senderFrame: page }

/** The desktop's answering side over that engine. */
export function electronIpc({ engine }: Pick<WatchedEngine, 'engine'>, { windowId = () => 1, dialogs = noDialogs, lock }: { windowId?: () => number | undefined; dialogs?: FileDialogs; lock?: WindowLock } = {}): (event: MessageEvent, message: unknown) => Promise<Reply<unknown>> {
  const handOut = async (use: 'read' | 'write', file: HandedFile): Promise<FileToken> => engine.files.handOut(file.path, use, file)
  return ipcServer({ windowId, engine: async () => ({ call: engine.call, start: engine.start, on: engine.on, handOut }), dialogs, ...(lock === undefined ? {} : { lock }) })
}
