import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { CoreError } from '../../core/base/core-error.ts'
import { productFolder } from '../../core/base/product-folder.ts'
import type { KeyKeeping } from '../../engine/engine-messages.ts'
import { openEngine } from '../../engine/engine.ts'
import { listenLocally } from '../../engine/local-socket.ts'
import { nodeJobHost } from '../../engine/node-job-host.ts'
import { keyKeeper } from '../key-keeper.ts'
import { portsOf } from '../node-ports.ts'
import { openInBrowser } from './open-browser.ts'
import { startServer, type PageServer } from './server.ts'

export interface ServeOptions {
  readonly directory: string
  /** How the keys are kept; files where absent. */
  readonly keys?: KeyKeeping
  /** Without one: the usual port, or a free one where that is taken. */
  readonly port?: number
  readonly opensBrowser: boolean
  /** Ends it. */
  readonly signal: AbortSignal
  /** Told once, as soon as the page can be opened. */
  started(served: Served): void
  readonly windowFolder?: string
}

/** What is running now, and the ways in. */
export interface Served {
  readonly origin: string
  /** True where a browser was asked to open the page. */
  readonly opened: boolean
  /** Leads a browser to the page, once, within ten minutes. */
  readonly openFile: string
  /** The same as a link: a secret, for this person's terminal only. */
  openLink(): string
}

/** The same each time, so that a browser keeps what the person chose in the window, such as dark colours. */
const usualPort = 47_433

/** Opens the workspace and serves its page until `signal` or the page itself ends it; nothing runs or lies about after that. */
export async function serve({ directory, keys = { kind: 'files' }, port, opensBrowser, signal, started, windowFolder = join(productFolder(), 'out', 'renderer') }: ServeOptions): Promise<{ readonly origin: string }> {
  const keeper = keyKeeper(directory, keys)
  const ports = { ...portsOf(directory, keys), secrets: keeper.secrets }
  const engine = openEngine({ directory, ports, keys: keeper, jobHost: nodeJobHost({ directory, keys: keeper.now, files: ports.files, views: ports.views }) })
  let server: PageServer | undefined
  let stopListening: (() => Promise<void>) | undefined
  try {
    const { promise: commandsAsked, resolve: askToStop } = Promise.withResolvers<void>()
    const options = { engine, windowFolder, clock: ports.clock, randomBytes }
    server = await startServer({ ...options, port: port ?? usualPort }).catch((error: unknown) => {
      if (port === undefined && error instanceof CoreError && error.code === 'serve/port-in-use') return startServer({ ...options, port: 0 })
      throw error
    })
    stopListening = await listenLocally(engine, directory, askToStop)
    const openFile = server.openFile()
    const opened = opensBrowser && await openInBrowser(openFile)
    started({ origin: server.origin, opened, openFile, openLink: server.openLink })
    await Promise.race([aborted(signal), server.stopAsked, commandsAsked])
    return { origin: server.origin }
  } finally {
    await stopListening?.()
    const engineClosed = engine.close()
    await Promise.all([engineClosed, server?.close(engineClosed)])
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise(resolve => signal.addEventListener('abort', () => resolve(), { once: true }))
}
