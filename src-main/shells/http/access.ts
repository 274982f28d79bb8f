import { createHash, timingSafeEqual } from 'node:crypto'
import { CoreError } from '../../core/base/core-error.ts'
import type { Clock, RandomBytes } from '../../core/ports.ts'
import type { Limits } from './limits.ts'

/** One page that was let in, from its loading to its leaving: a page that is reloaded or duplicated asks for a token of its own. */
export interface Page {
  /** By the measuring clock, when it last asked for anything. */
  seenAt: number
  /** How many of its streams of events are open. */
  streams: number
}

export interface Access {
  /** Good for one page within ten minutes; `spent` is called once, when it was used, has expired or was pushed out. */
  newTicket(spent?: () => void): string
  /** Swaps a ticket for the token of a new page. Throws 'page/bad-ticket' or 'page/too-many-tries'. */
  letIn(ticket: string): string
  /** Whose token this header carries. Throws 'page/not-let-in'. */
  pageOf(authorization: string | undefined): Page
  /** Lets tickets expire, and names the pages that gave no sign for too long. */
  sweep(): readonly Page[]
  /** Every ticket is spent and every page out. */
  close(): void
}

/** Secrets are 32 random bytes, kept as hashes and compared in the same time whatever was given. */
export function access({ clock, randomBytes, limits }: { readonly clock: Clock; readonly randomBytes: RandomBytes; readonly limits: Limits }): Access {
  interface Ticket { readonly hash: Buffer; readonly expiresAt: number; spent(): void }
  let tickets: Ticket[] = []
  let pages: { readonly hash: Buffer; readonly page: Page }[] = []
  let wrong = 0
  let pausedUntil = 0

  const newSecret = () => randomBytes(32).toString('base64url')

  function keepTickets(keep: (ticket: Ticket) => boolean): void {
    const gone = tickets.filter(ticket => !keep(ticket))
    tickets = tickets.filter(keep)
    for (const ticket of gone) ticket.spent()
  }

  function expireTickets(): void {
    const now = clock.elapsed()
    keepTickets(ticket => ticket.expiresAt > now)
  }

  return {
    newTicket(spent = () => {}) {
      expireTickets()
      const oldest = tickets.length >= limits.pages ? tickets[0] : undefined
      keepTickets(ticket => ticket !== oldest)
      const secret = newSecret()
      tickets = [...tickets, { hash: hashOf(secret), expiresAt: clock.elapsed() + limits.ticketMs, spent }]
      return secret
    },
    letIn(given) {
      const now = clock.elapsed()
      if (now < pausedUntil) throw new CoreError('page/too-many-tries', { seconds: Math.ceil((pausedUntil - now) / 1000) })
      expireTickets()
      const ticket = findSecret(tickets, given)
      if (ticket === undefined) {
        wrong += 1
        if (wrong >= limits.wrongTickets) {
          wrong = 0
          pausedUntil = now + limits.wrongTicketsPauseMs
        }
        throw new CoreError('page/bad-ticket', {})
      }
      wrong = 0
      keepTickets(other => other !== ticket)
      if (pages.length >= limits.pages) {
        const longestUnseen = [...pages].sort((a, b) => a.page.streams - b.page.streams || a.page.seenAt - b.page.seenAt)[0]
        pages = pages.filter(other => other !== longestUnseen)
      }
      const token = newSecret()
      pages = [...pages, { hash: hashOf(token), page: { seenAt: now, streams: 0 } }]
      return token
    },
    pageOf(authorization) {
      const token = /^Bearer ([\w-]{1,100})$/.exec(authorization ?? '')?.[1]
      const found = token === undefined ? undefined : findSecret(pages, token)
      if (found === undefined) throw new CoreError('page/not-let-in', {})
      found.page.seenAt = clock.elapsed()
      return found.page
    },
    sweep() {
      expireTickets()
      const since = clock.elapsed() - limits.pageGoneMs
      return pages.flatMap(({ page }) => (page.streams === 0 && page.seenAt < since ? [page] : []))
    },
    close() {
      keepTickets(() => false)
      pages = []
    },
  }
}

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

function findSecret<T extends { readonly hash: Buffer }>(known: readonly T[], given: string): T | undefined {
  const hash = hashOf(given)
  return known.find(one => timingSafeEqual(one.hash, hash))
}
