import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron'
import type { MenuCommand, WindowBridge, WindowNews, WindowRequest } from '../../contract/bridge.ts'
import type { AnyEvent } from '../../contract/events.ts'
import { askChannel, tellChannel } from './channel-names.ts'

// Runs in its own world with a sandboxed Chromium's powers only. The page gets the functions below, never ipcRenderer itself.

const ask = <Answer>(request: WindowRequest): Promise<Answer> => ipcRenderer.invoke(askChannel, request) as Promise<Answer>

const listeners = new Set<(news: WindowNews) => void>()
ipcRenderer.on(tellChannel, (_event: IpcRendererEvent, news: WindowNews) => {
  for (const listener of listeners) listener(news)
})

function hear<News>(pick: (news: WindowNews) => News | undefined, told: (news: News) => void): () => void {
  const listener = (news: WindowNews) => {
    const picked = pick(news)
    if (picked !== undefined) told(picked)
  }
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

const bridge: WindowBridge = {
  shell: 'electron',
  platform: process.platform,
  call: (name, input, session) => ask({ do: 'call', name, input, ...(session === undefined ? {} : { session }) }),
  start: (name, input, session) => ask({ do: 'start', name, input, ...(session === undefined ? {} : { session }) }),
  onEvent: told => hear((news): AnyEvent | undefined => ('event' in news ? news : undefined), told),
  onMenu: told => hear((news): MenuCommand | undefined => ('menu' in news ? news.menu : undefined), told),
  pickToRead: endings => ask({ do: 'pick-to-read', endings: [...endings] }),
  pickToWrite: suggestedName => ask({ do: 'pick-to-write', suggestedName }),
  isLocked: () => ask({ do: 'is-locked' }),
  unlock: passphrase => ask({ do: 'unlock', passphrase }),
  // A file that was made by a script, not dragged in, has no path: then the text is empty and refused like any other bad input.
  handOverDropped: file => ask({ do: 'hand-over-dropped', path: webUtils.getPathForFile(file as File) }),
}

contextBridge.exposeInMainWorld('lethe', bridge)
