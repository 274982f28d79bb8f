/** What the page's own side of the stand-in finds and leaves in the page. */
export interface PageGlobals {
  standInInvoke(channel: string, args: readonly unknown[]): Promise<{ readonly value?: unknown; readonly refused?: string }>
  /** Asks the window's open handler; nothing is opened either way. */
  standInOpen(url: string): Promise<void>
  standInEmit(channel: string, args: readonly unknown[]): void
  /** Where the test says that a dropped file of this name lies. */
  standInPaths: Record<string, string>
}

type Listener = (event: object, ...args: unknown[]) => void

/**
 * Runs in the page before its own scripts, with the preload script inside: the part of `electron` that a sandboxed preload script
 * may require. There is one world only, so what isolation protects is not seen here. Text of this function is sent, not a closure.
 */
export function pageSide(preload: (require: (name: string) => unknown, process: { readonly platform: string }) => void, platform: string): void {
  const page = globalThis as unknown as PageGlobals
  const listeners = new Map<string, Set<Listener>>()
  const invoke = page.standInInvoke
  page.standInPaths = {}
  page.standInEmit = (channel, args) => {
    for (const listener of listeners.get(channel) ?? []) listener({}, ...args)
  }
  const { standInOpen } = page
  Object.assign(globalThis, { open: (url: string) => void standInOpen(new URL(url, (globalThis as unknown as { location: { href: string } }).location.href).href) })
  const electron = {
    ipcRenderer: {
      async invoke(channel: string, ...args: unknown[]) {
        const answer = await invoke(channel, structuredClone(args))
        if (answer.refused !== undefined) throw new Error(`Error invoking remote method '${channel}': ${answer.refused}`)
        return answer.value
      },
      on: (channel: string, listener: Listener) => void listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener)),
      off: (channel: string, listener: Listener) => void listeners.get(channel)?.delete(listener),
    },
    contextBridge: { exposeInMainWorld: (name: string, value: object) => Object.defineProperty(globalThis, name, { value: Object.freeze(value), enumerable: true }) },
    webUtils: { getPathForFile: (file: { readonly name: string }) => page.standInPaths[file.name] ?? '' },
  }
  preload(name => {
    if (name !== 'electron') throw new Error(`module not found: ${name}`)
    return electron
  }, { platform })
}
