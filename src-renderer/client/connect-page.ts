import type { ApiClient } from '../../src-main/contract/reply.ts'
import { browserDialogs } from './browser-dialogs.ts'
import { httpClient, type Visibility } from './http-client.ts'
import { httpFiles, type HttpFiles } from './http-files.ts'
import { pageRequest } from './page-request.ts'
import { helpOthers, pageToken, type OtherPages } from './ticket.ts'

export interface ConnectedPage {
  readonly client: ApiClient
  readonly files: HttpFiles
  /** Ends the server, for every page. */
  stopServer(): Promise<void>
}

/**
 * Connects this page of a browser to the server it came from. Undefined where it was opened without a link that lets it in; rejects
 * with ApiFailure where the link is no good or nobody answers.
 */
export async function connectPage(): Promise<ConnectedPage | undefined> {
  const others = otherPages(new BroadcastChannel('lethe'))
  const token = await pageToken({ fetch, location, history, storage: sessionStorage, others })
  if (token === undefined) return undefined
  helpOthers(others, { fetch, token })
  const request = pageRequest({ fetch, token })
  const client = httpClient({ request, visibility: pageVisibility })
  // The server's copies of files go with the page that picked them.
  addEventListener('pagehide', () => void request.ask('/leave', {}, { keepalive: true }).catch(() => {}))
  await client.listening
  return { client, files: httpFiles(request, browserDialogs), stopServer: () => request.ask('/stop', {}) }
}

function otherPages(channel: BroadcastChannel): OtherPages {
  return {
    tell: channel.postMessage.bind(channel),
    hear(told) {
      const hear = ({ data }: MessageEvent<unknown>) => told(data)
      channel.addEventListener('message', hear)
      return () => channel.removeEventListener('message', hear)
    },
  }
}

const pageVisibility: Visibility = {
  hidden: () => document.hidden,
  shown: () => new Promise(resolve => {
    const look = () => {
      if (document.hidden) return
      document.removeEventListener('visibilitychange', look)
      resolve()
    }
    document.addEventListener('visibilitychange', look)
    look()
  }),
}
