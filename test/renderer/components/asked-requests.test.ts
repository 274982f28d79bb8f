import { expect, test } from 'vitest'
import { askedFirst, askedIn, filterOf, isNarrow, queryOf, whichOptions } from '../../../src-renderer/components/request/asked-requests.ts'
import { sortOut } from '../../../src-renderer/components/request/many-at-once.ts'
import { stageOf } from '../../../src-renderer/components/request/request-stage.ts'
import { stageCount } from '../../../src-renderer/stores/request-pages.ts'
import { RequestState } from '../../../src-main/contract/request.ts'
import { counts, summary } from '../support/requests.ts'

test('what is looked for stands in the address and comes back from it; what means nothing there is left out', () => {
  const asked = { view: 'board', which: 'erase', standing: 'due-soon', law: 'ccpa', hold: true, search: '7c1', by: 'rows', direction: 'down', page: 3 } as const
  expect(askedIn(queryOf(asked))).toEqual(asked)
  expect(queryOf(askedFirst)).toEqual({})
  expect(askedIn({ view: 'heap', which: 'x', standing: 'met', law: 'x', hold: '1', by: 'x', direction: 'x', page: '0' })).toEqual(askedFirst)
  expect(askedIn({ page: '-3', search: 'x'.repeat(500) })).toEqual({ ...askedFirst, search: 'x'.repeat(100) })
  expect([isNarrow(askedFirst), isNarrow({ ...askedFirst, page: 7, by: 'rows' }), isNarrow({ ...askedFirst, law: 'gdpr' })]).toEqual([false, false, true])
})

test('each request is at one stage, and the filter of that stage is what finds it', () => {
  for (const state of RequestState.options) for (const answeredOn of [null, '2026-11-20']) {
    const request = summary({ state, answeredOn })
    const stage = stageOf(request)
    const { states, owing } = filterOf({ ...askedFirst, which: stage })
    const owes = answeredOn === null && state !== 'withdrawn'
    // An open request cannot be answered.
    if (answeredOn !== null && stage !== 'done') continue
    expect([stage, states?.includes(state) ?? true, owing ?? owes]).toEqual([stage, true, owes])
  }
  expect(whichOptions.map(which => filterOf({ ...askedFirst, which }).owing)).toEqual([true, undefined, undefined, undefined, undefined, true, false, undefined])
})

test('a stage counts what the list of it shows', () => {
  const all = counts({ total: 30, answersOwed: 4, standings: { met: 6, 'on-track': 20, 'due-soon': 3, overdue: 1 } })
  const states = { ...all.states, received: 5, 'awaiting-verification': 2, 'awaiting-approval': 3 }
  expect(whichOptions.map(which => stageCount({ ...all, states }, which))).toEqual([24, 7, 0, 3, 0, 4, 6, 30])
})

const two = { several: true, ownId: 'p-1', now: Date.parse('2026-11-25T12:00:00Z') }
const alone = { ...two, several: false }
const ids = (step: Parameters<typeof sortOut>[0], list: readonly ReturnType<typeof summary>[], who: typeof two) => {
  const { fit, leftOut } = sortOut(step, list, who)
  return [fit.map(one => one.requestId), Object.fromEntries([...leftOut].map(([why, some]) => [why, some.map(one => one.requestId)]))]
}

test('one who works alone approves what is verified; where two do, only what waits for it and another opened', () => {
  const list = [summary({ requestId: 'a', state: 'verified' }), summary({ requestId: 'b', state: 'awaiting-approval' }), summary({ requestId: 'c', state: 'awaiting-approval', openedBy: 'p-2' }), summary({ requestId: 'd', state: 'received' }), summary({ requestId: 'e', state: 'awaiting-approval', openedBy: 'p-2', keptRows: 120 })]
  expect(ids('approve', list, alone)).toEqual([['a', 'b', 'c'], { notReady: ['d'], nothing: ['e'] }])
  expect(ids('approve', list, two)).toEqual([['c'], { notReady: ['a', 'd'], own: ['b'], nothing: ['e'] }])
})

test('what is carried out together is approved, under no hold, and past the time to take it back', () => {
  const list = [
    summary({ requestId: 'a', state: 'approved' }), summary({ requestId: 'b', state: 'approved', holdBlocks: true }), summary({ requestId: 'c', state: 'approved', graceUntil: '2026-11-25T12:00:01Z' }),
    summary({ requestId: 'd', state: 'approved', graceUntil: '2026-11-25T12:00:00Z' }), summary({ requestId: 'e', state: 'failed' }), summary({ requestId: 'f', state: 'awaiting-approval' }),
  ]
  expect(ids('together', list, two)).toEqual([['a', 'd', 'e'], { held: ['b'], grace: ['c'], notApproved: ['f'] }])
})

test('only open requests whose rules still allow it are extended', () => {
  const extendable = { noticeBy: '2026-12-09', dueAt: '2027-02-09' }
  expect(ids('extend', [summary({ requestId: 'a', extendable }), summary({ requestId: 'b' }), summary({ requestId: 'c', extendable, state: 'denied' })], two)).toEqual([['a'], { notExtendable: ['b', 'c'] }])
})
