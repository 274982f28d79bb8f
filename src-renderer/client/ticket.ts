import { ApiFailure } from './api-failure.ts'
import { pageRequest } from './page-request.ts'

/** What this needs of a browser's window. */
export interface TicketParts {
  readonly fetch: typeof globalThis.fetch
  readonly location: { readonly hash: string; readonly pathname: string }
  readonly history: { replaceState(data: unknown, unused: string, url: string): void }
  /** Kept by the browser for one tab, over reloads, until it is closed. */
  readonly storage: { getItem(key: string): string | null; setItem(key: string, value: string): void; removeItem(key: string): void }
  readonly others: OtherPages
  /** How long other pages may take to answer, in milliseconds. */
  readonly othersMs?: number
}

/** Reaches the other pages of the same server in the same browser. */
export interface OtherPages {
  tell(message: unknown): void
  /** Returns what ends it. */
  hear(told: (message: unknown) => void): () => void
}

const storageKey = 'lethe/token'

/**
 * The token of this page: for the ticket in its address, which is taken out of it; else through the token it had before it was
 * reloaded; else through another page of this browser that was let in. Undefined where none of these is to be had. Rejects with
 * ApiFailure where a ticket was refused, or nobody answers.
 */
export async function pageToken({ fetch, location, history, storage, others, othersMs = 1000 }: TicketParts): Promise<string | undefined> {
  const request = pageRequest({ fetch })
  const letInWith = async (ticket: string): Promise<string> => {
    const { token } = await request.ask<{ token: string }>('/ticket', { ticket })
    storage.setItem(storageKey, token)
    return token
  }
  const ticket = /^#ticket=([\w-]+)$/.exec(location.hash)?.[1]
  // Out of the address first, whatever comes of it: not to be seen, copied or kept in a bookmark.
  if (ticket !== undefined) history.replaceState(null, '', location.pathname)
  const before = await ticketThrough(fetch, storage)
  if (ticket !== undefined) {
    try {
      return await letInWith(ticket)
    } catch (failure) {
      // A page that is let in already needs no new ticket: somebody came back to an old link.
      if (before === undefined) throw failure
    }
  }
  if (before !== undefined) return letInWith(before)
  const given = await askOthers(others, othersMs)
  return given === undefined ? undefined : letInWith(given)
}

/** Each loading is a page of its own, also where a tab was duplicated together with its storage. */
async function ticketThrough(fetch: TicketParts['fetch'], storage: TicketParts['storage']): Promise<string | undefined> {
  const token = storage.getItem(storageKey)
  if (token === null) return undefined
  try {
    return (await pageRequest({ fetch, token }).ask<{ ticket: string }>('/tickets', {})).ticket
  } catch (failure) {
    if (!(failure instanceof ApiFailure) || failure.code !== 'page/not-let-in') throw failure
    storage.removeItem(storageKey)
    return undefined
  }
}

function askOthers(others: OtherPages, othersMs: number): Promise<string | undefined> {
  return new Promise(resolve => {
    const end = (ticket?: string) => {
      clearTimeout(timer)
      quiet()
      resolve(ticket)
    }
    const quiet = others.hear(message => {
      if (typeof message === 'object' && message !== null && 'ticket' in message && typeof message.ticket === 'string') end(message.ticket)
    })
    const timer = setTimeout(end, othersMs)
    others.tell({ wants: 'ticket' })
  })
}

/** Lets pages of the same browser in that ask for it, such as a link opened in a new tab. Returns what ends that. */
export function helpOthers(others: OtherPages, { fetch, token }: { readonly fetch: typeof globalThis.fetch; readonly token: string }): () => void {
  const request = pageRequest({ fetch, token })
  return others.hear(message => {
    if (typeof message !== 'object' || message === null || !('wants' in message)) return
    request.ask<{ ticket: string }>('/tickets', {}).then(others.tell, () => {})
  })
}
