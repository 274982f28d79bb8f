import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { access } from '../../../src-main/shells/http/access.ts'
import { usualLimits, type Limits } from '../../../src-main/shells/http/limits.ts'

function atFixedTime(changes: Partial<Limits> = {}) {
  let elapsed = 1_000_000
  const limits = { ...usualLimits, ...changes }
  const clock = { now: () => new Date(0), timeZone: 'UTC', elapsed: () => elapsed, cpu: () => 0 }
  return {
    pages: access({ clock, randomBytes, limits }), limits,
    wait(ms: number) {
      elapsed += ms
    },
  }
}

const codeOf = (act: () => unknown): string => {
  try {
    act()
    return 'done'
  } catch (error) {
    return (error as { code: string }).code
  }
}

test('a ticket lets one page in, and the token it gets is accepted from then on', () => {
  const { pages, wait } = atFixedTime()
  const token = pages.letIn(pages.newTicket())
  wait(30 * 24 * 3_600_000)
  expect(pages.pageOf(`Bearer ${token}`)).toMatchObject({ streams: 0 })
})

test('a ticket is good for ten minutes, and what goes with it is told when it has expired', () => {
  const { pages, limits, wait } = atFixedTime()
  const spent: string[] = []
  const [early, late] = [pages.newTicket(() => spent.push('early')), pages.newTicket(() => spent.push('late'))]
  wait(limits.ticketMs - 1)
  pages.letIn(early)
  expect(spent).toEqual(['early'])
  wait(1)
  pages.sweep()
  expect(spent).toEqual(['early', 'late'])
  expect(codeOf(() => pages.letIn(late))).toBe('page/bad-ticket')
})

test('ten wrong tickets in a row close the door for half a minute, to right ones too', () => {
  const { pages, limits, wait } = atFixedTime()
  const right = pages.newTicket()
  for (let i = 0; i < limits.wrongTickets - 1; i += 1) expect(codeOf(() => pages.letIn('wrong'))).toBe('page/bad-ticket')
  pages.letIn(pages.newTicket())
  for (let i = 0; i < limits.wrongTickets; i += 1) expect(codeOf(() => pages.letIn('wrong'))).toBe('page/bad-ticket')
  expect(codeOf(() => pages.letIn(right))).toBe('page/too-many-tries')
  wait(limits.wrongTicketsPauseMs)
  expect(codeOf(() => pages.letIn(right))).toBe('done')
})

test.each([undefined, '', 'Bearer ', 'Bearer x', 'Basic abc', 'Bearer a b', `Bearer ${'a'.repeat(200)}`])('"%s" is no token', header => {
  const { pages } = atFixedTime()
  pages.letIn(pages.newTicket())
  expect(codeOf(() => pages.pageOf(header))).toBe('page/not-let-in')
})

test('of too many pages the one that listens to nothing and was longest unseen is out', () => {
  const { pages, wait } = atFixedTime({ pages: 3 })
  const tokens = [1, 2, 3].map(() => {
    wait(10)
    return pages.letIn(pages.newTicket())
  })
  pages.pageOf(`Bearer ${tokens[0]}`).streams = 1
  wait(10)
  pages.pageOf(`Bearer ${tokens[1]}`)
  const fourth = pages.letIn(pages.newTicket())
  expect([...tokens, fourth].map(token => codeOf(() => pages.pageOf(`Bearer ${token}`)))).toEqual(['done', 'done', 'page/not-let-in', 'done'])
})

test('of too many tickets the oldest is spent', () => {
  const { pages } = atFixedTime({ pages: 2 })
  const spent: number[] = []
  const tickets = [1, 2, 3].map(number => pages.newTicket(() => spent.push(number)))
  expect(spent).toEqual([1])
  expect(tickets.map(ticket => codeOf(() => pages.letIn(ticket)))).toEqual(['page/bad-ticket', 'done', 'done'])
})

test('a page is gone after half an hour without a sign; one that listens is not', () => {
  const { pages, limits, wait } = atFixedTime()
  const [silent, listening] = [1, 2].map(() => pages.pageOf(`Bearer ${pages.letIn(pages.newTicket())}`))
  listening!.streams = 1
  wait(limits.pageGoneMs)
  expect(pages.sweep()).toEqual([])
  wait(1)
  expect(pages.sweep()).toEqual([silent])
})
