import type { MenuCommand } from '../../src-main/contract/bridge.ts'
import type { ApiClient } from '../../src-main/contract/reply.ts'
import { connectPage } from './connect-page.ts'
import type { FilePicker } from './file-picker.ts'
import { ipcClient, valueOf } from './ipc-client.ts'
import { ipcFiles } from './ipc-files.ts'

/** How this window reaches its engine, whichever shell it is in. */
export interface ChosenShell {
  readonly client: ApiClient
  readonly files: FilePicker
  /** Commands of the desktop's menu; a page in a browser has none. */
  onMenu(told: (command: MenuCommand) => void): () => void
  /** The keys of the workspace wait for their passphrase, and nothing is answered until it was given; undefined where the shell asks for it before there is a window. */
  readonly lock?: { isLocked(): Promise<boolean>; unlock(passphrase: string): Promise<unknown> }
  /** Ends what serves this page; undefined where closing the window does. */
  readonly stopServer?: () => Promise<void>
}

/**
 * The desktop's preload script left its bridge in the page, or this is a page in a browser. Undefined for one that was opened
 * without the link that lets it in; rejects with ApiFailure where that link is no good or nobody answers.
 */
export async function chooseClient(): Promise<ChosenShell | undefined> {
  const bridge = window.lethe
  if (bridge !== undefined) {
    const lock = { isLocked: async () => valueOf(await bridge.isLocked()), unlock: async (passphrase: string) => valueOf(await bridge.unlock(passphrase)) }
    return { client: ipcClient(bridge), files: ipcFiles(bridge), onMenu: told => bridge.onMenu(told), lock }
  }
  const page = await connectPage()
  return page === undefined ? undefined : { ...page, onMenu: () => () => {} }
}
