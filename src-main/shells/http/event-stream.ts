import type { ServerResponse } from 'node:http'
import type { AnyEvent } from '../../contract/events.ts'
import type { Page } from './access.ts'
import type { Limits } from './limits.ts'

export interface EventStreams {
  /** Sends every event to this page, as server-sent events, until either side ends it. */
  open(page: Page, response: ServerResponse): void
  tell(event: AnyEvent): void
  close(): void
}

/**
 * Events for the pages that listen. Nothing is kept for one that does not: whoever connects again reads everything anew. A browser
 * opens six connections to one server, so where too many listen the one that has listened longest is ended; a hidden page then
 * waits until it is looked at.
 */
export function eventStreams({ limits, now }: { readonly limits: Limits; readonly now: () => number }): EventStreams {
  const open = new Map<ServerResponse, () => void>()
  const heartbeat = setInterval(() => send(': \n\n'), limits.heartbeatMs)
  heartbeat.unref()

  function send(text: string): void {
    for (const [response, gone] of open) {
      response.write(text)
      if (response.writableLength <= limits.streamBytes) continue
      gone()
      response.destroy()
    }
  }

  return {
    open(page, response) {
      const [longest] = open.size >= limits.streams ? open : []
      if (longest !== undefined) {
        longest[1]()
        longest[0].end()
      }
      page.streams += 1
      const gone = () => {
        if (!open.delete(response)) return
        page.streams -= 1
        page.seenAt = now()
      }
      open.set(response, gone)
      response.once('close', gone)
      response.on('error', gone)
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(': connected\n\n')
    },
    tell: event => send(`data: ${JSON.stringify(event)}\n\n`),
    close() {
      clearInterval(heartbeat)
      for (const [response, gone] of open) {
        gone()
        response.end()
      }
    },
  }
}
