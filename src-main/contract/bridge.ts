import { z } from 'zod'
import type { AnyEvent } from './events.ts'
import type { Reply } from './reply.ts'
import { fileToken } from './shape.ts'

/** A file the person picked, as the window sees it: a token, and what to call it in words. Never a path. */
export const HandedOutFile = z.strictObject({ token: fileToken, name: z.string() }).readonly()
export type HandedOutFile = z.output<typeof HandedOutFile>

/** What the menu of the desktop asks the window to do. */
export const menuCommands = ['import', 'new-request', 'find', 'jobs', 'settings', 'check-ledger', 'backup'] as const
export type MenuCommand = (typeof menuCommands)[number]

/** What a window asks of the desktop's main process; strict, since whoever took over the window may send anything. */
export const WindowRequest = z.discriminatedUnion('do', [
  // session: of whoever signed in, where people do
  z.strictObject({ do: z.enum(['call', 'start']), name: z.string().max(100), input: z.unknown(), session: z.string().max(100).exactOptional() }),
  // endings as in "csv", without the dot; none: any file
  z.strictObject({ do: z.literal('pick-to-read'), endings: z.array(z.string().regex(/^[a-z0-9-]{1,20}$/)).max(12) }),
  // a name, not a path
  z.strictObject({ do: z.literal('pick-to-write'), suggestedName: z.string().regex(/^[^\\/:*?"<>|\p{Cc}]{1,200}$/u).refine(name => !name.startsWith('.'), 'a hidden file') }),
  // only the preload script can know the path of a dropped file, and it never tells the page
  z.strictObject({ do: z.literal('hand-over-dropped'), path: z.string().min(1).max(32_767) }),
  // whether the keys of the workspace wait for their passphrase, and the passphrase: the main process opens them with it and keeps it nowhere
  z.strictObject({ do: z.literal('is-locked') }),
  z.strictObject({ do: z.literal('unlock'), passphrase: z.string().min(1).max(1000) }),
])
export type WindowRequest = z.output<typeof WindowRequest>

/** What the main process tells a window. */
export type WindowNews = AnyEvent | { readonly menu: MenuCommand }

/** What the desktop's preload script puts into the page as `window.lethe`. Answers are data; one rejects only where the main process does not take this page for its own. */
export interface WindowBridge {
  readonly shell: 'electron'
  /** As Node names it: 'linux', 'darwin', 'win32'. */
  readonly platform: string
  call(name: string, input: unknown, session?: string): Promise<Reply<unknown>>
  start(name: string, input: unknown, session?: string): Promise<Reply<unknown>>
  onEvent(told: (event: AnyEvent) => void): () => void
  onMenu(told: (command: MenuCommand) => void): () => void
  /** null where the person closed the dialog without picking. */
  pickToRead(endings: readonly string[]): Promise<Reply<HandedOutFile | null>>
  pickToWrite(suggestedName: string): Promise<Reply<HandedOutFile | null>>
  /** True where nothing can be asked yet, because the keys of the workspace wait for their passphrase. */
  isLocked(): Promise<Reply<boolean>>
  unlock(passphrase: string): Promise<Reply<null>>
  /** A file the person dragged into the page. */
  handOverDropped(file: object): Promise<Reply<HandedOutFile>>
}
