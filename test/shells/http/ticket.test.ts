import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { helpOthers, pageToken, type OtherPages, type TicketParts } from '../../../src-renderer/client/ticket.ts'
import { startTestServer, ticketIn, type TestServer } from '../../support/page-server.ts'
import { fetchAt } from './reach-over-http.ts'

let lethe: TestServer
beforeAll(async () => {
  lethe = await startTestServer()
})
afterAll(() => lethe.close())

/** A tab of a browser: its address, its storage, and the other tabs it can tell something. */
function tab(fragment = '', stored = new Map<string, string>(), others: OtherPages = nobody) {
  const shown = { address: `/${fragment}` }
  const parts: TicketParts = {
    fetch: fetchAt(lethe.server.origin), others, othersMs: 50, location: { hash: fragment, pathname: '/' },
    history: {
      replaceState(_data, _unused, url) {
        shown.address = url
      },
    },
    storage: { getItem: key => stored.get(key) ?? null, setItem: (key, value) => void stored.set(key, value), removeItem: key => void stored.delete(key) },
  }
  return { parts, shown, stored }
}

const nobody: OtherPages = { tell: () => {}, hear: () => () => {} }

const linkFragment = () => new URL(lethe.server.openLink()).hash

/** Tabs that hear each other, as BroadcastChannel lets them. */
function channel() {
  const told = new Set<{ readonly by: OtherPages; hear(message: unknown): void }>()
  return (): OtherPages => {
    const own: OtherPages = {
      tell: message => told.forEach(({ by, hear }) => { if (by !== own) queueMicrotask(() => hear(message)) }),
      hear(hear) {
        const entry = { by: own, hear }
        told.add(entry)
        return () => void told.delete(entry)
      },
    }
    return own
  }
}

const isLetIn = async (token: string | undefined) => token !== undefined && (await lethe.post('/api/dataset.list', {}, { token })).reply.ok

test('a page with a ticket in its address is let in, and the ticket is out of the address', async () => {
  const { parts, shown, stored } = tab(linkFragment())
  const token = await pageToken(parts)
  expect(await isLetIn(token)).toBe(true)
  expect([shown.address, [...stored.values()]]).toEqual(['/', [token]])
})

test('the ticket is out of the address also where it is refused', async () => {
  const { parts, shown, stored } = tab(`#ticket=${'A'.repeat(43)}`)
  await expect(pageToken(parts)).rejects.toMatchObject({ code: 'page/bad-ticket', message: expect.stringMatching(/^This link was used already/) })
  expect([shown.address, stored.size]).toEqual(['/', 0])
})

test('a page that is reloaded gets a new token through the one it had', async () => {
  const first = tab(linkFragment())
  const before = await pageToken(first.parts)
  const after = await pageToken(tab('', first.stored).parts)
  expect(after).not.toBe(before)
  expect(await isLetIn(after)).toBe(true)
})

test('a page that is let in and opens its old link again stays let in', async () => {
  const link = linkFragment()
  const first = tab(link)
  await pageToken(first.parts)
  expect(await isLetIn(await pageToken(tab(link, first.stored).parts))).toBe(true)
})

test('an address of the window is no ticket and is left as it is', async () => {
  const { parts, shown } = tab('#/requests/rq-1')
  expect([await pageToken(parts), shown.address]).toEqual([undefined, '/#/requests/rq-1'])
})

describe('a page without ticket and token', () => {
  test('is let in by another page of the same browser', async () => {
    const join = channel()
    const fetch = fetchAt(lethe.server.origin)
    for (const letIn of [await lethe.letIn(), await lethe.letIn()]) helpOthers(join(), { fetch, token: letIn })
    expect(await isLetIn(await pageToken({ ...tab('#/requests', new Map(), join()).parts, othersMs: 10_000 }))).toBe(true)
  })

  test('is not let in where no other page is, or only one that is out itself', async () => {
    const join = channel()
    helpOthers(join(), { fetch: fetchAt(lethe.server.origin), token: 'of a server that ended' })
    expect(await pageToken(tab('', new Map(), join()).parts)).toBeUndefined()
  })

  test('whose token is of a server that ended forgets it', async () => {
    const { parts, stored } = tab('', new Map([['lethe/token', 'of a server that ended']]))
    expect([await pageToken(parts), stored.size]).toEqual([undefined, 0])
  })
})

test('where nobody answers, that is said', async () => {
  const parts = { ...tab(`#ticket=${ticketIn(lethe.server.openLink())}`).parts, fetch: fetchAt('http://127.0.0.1:9') }
  await expect(pageToken(parts)).rejects.toMatchObject({ code: 'page/unreachable' })
})
