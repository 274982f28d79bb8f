import { expect, test } from 'vitest'
import type { ApiName, Input } from '../../../src-main/contract/api.ts'
import { endedStates, type RequestState, type RequestSummary } from '../../../src-main/contract/request.ts'
import { CoreError } from '../../../src-main/core/base/core-error.ts'
import { seededRandom } from '../../../src-main/core/base/seeded-random.ts'
import { moves, type Move } from '../../../src-main/core/requests/moves.ts'
import { answer } from '../../support/answer.ts'
import { coreWith, type TestCore } from '../../support/core-with.ts'
import { personFile } from '../../support/person-file.ts'
import { addColleague, clockAt } from '../../support/requests.ts'
import { changeSettings } from '../../support/settings.ts'

const { csv } = personFile(200, 5)
const stepsEach = 22

/** Every call that may change a request, with inputs that fit sometimes. */
function someCall(random: () => number, requestId: string, rows: readonly number[]): { [N in ApiName]: [N, Input<N>] }[ApiName] {
  const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!
  const some = rows.filter(() => random() < 0.6)
  return one<{ [N in ApiName]: [N, Input<N>] }[ApiName]>([
    ['request.ask-identity', { requestId }], ['request.verify', { requestId }], ['request.verify', { requestId, how: one(['vouched-for-by-operator', 'vouched-for', 'document', 'agent-authorised'] as const) }],
    ['request.note', { requestId, what: one(['acknowledged', 'identity-asked', 'identity-received', 'fee-asked', 'fee-paid'] as const), on: one(['2026-11-25', '2026-11-26', '2027-02-01']) }],
    ['request.decide', { requestId, dataset: 'people', rows: some.length === 0 ? 'all' : some, decision: one(['erase', { keep: 'gdpr.17-3-b' }, { keep: 'gdpr.12-5-b' }] as const) }],
    ['request.decide', { requestId, dataset: 'people', rows: [rows[0]!], decision: { keep: 'gdpr.17-3-e' } }], ['request.submit', { requestId }], ['request.approve', { requestId }], ['request.approve', { requestId }], ['request.undo-approval', { requestId }],
    ['request.hold', random() < 0.5 || some.length === 0 ? { requestId } : { requestId, rows: { dataset: 'people', rows: some } }], ['request.lift-hold', { requestId }], ['request.lift-hold', { requestId }],
    ['erasure.run', { requestId, method: 'auto', compare: false }], ['erasure.run', { requestId, method: 'auto', compare: false }], ['erasure.run-together', { requestIds: [requestId], method: 'auto', compare: false }],
    ...(random() < 0.3 ? [
      ['request.deny', { requestId, reason: one(['gdpr.12-5-b', 'gdpr.17-3-b', 'gdpr.12-6']) }], ['request.withdraw', { requestId }], ['request.close-not-found', { requestId }], ['request.expire', { requestId }],
    ] satisfies { [N in ApiName]: [N, Input<N>] }[ApiName][] : []),
  ])
}

const hasEnded = (state: RequestState) => (endedStates as readonly RequestState[]).includes(state)

/** Whether some moves of the table, one after the other, lead from one state to the other. */
function leads(from: RequestState, to: RequestState): boolean {
  const found = new Set([from])
  for (const state of found) for (const one of Object.values(moves) as Move[]) if (one.from.includes(state)) found.add(one.to)
  return found.has(to)
}

/** What must never be of a request, where it is. */
function faults({ state, steps, ...request }: RequestSummary, people: number, kinds: readonly string[]): string[] {
  const place = (step: string) => steps.findIndex(one => one.step === step)
  const isApproved = ['approved', 'failed', 'executing', 'verifying', 'completed', 'completed-in-part'].includes(state)
  const isErased = state === 'completed' || state === 'completed-in-part'
  const wrong: [string, boolean][] = [
    ['approved without an identity', isApproved && place('verified') === -1], ['approved without an approval', isApproved && place('approved') === -1], ['approved before the identity', isApproved && place('approved') < place('verified')],
    ['approved by whoever opened it', isApproved && people > 1 && steps[place('approved')]?.actor === request.openedBy], ['erased and not completed, or the other way round', kinds.includes('erasure-adopted') !== isErased],
    ['kept rows and complete, or none and in part', isErased && (request.keptRows > 0) !== (state === 'completed-in-part')], ['ended and held', hasEnded(state) && request.onHold],
    ['ended and to be undone', hasEnded(state) && request.graceUntil !== null], ['ended at no time', hasEnded(state) !== (request.endedAt !== null)], ['answered', request.answeredOn !== null],
  ]
  return wrong.flatMap(([what, is]) => (is ? [what] : []))
}

async function walk(lethe: TestCore, actors: readonly string[], random: () => number, rows: readonly number[], clock: ReturnType<typeof clockAt>): Promise<RequestState> {
  const call = <N extends ApiName>(name: N, input: Input<N>) => lethe.core.call(name as never, input as never, lethe.run, { actor: actors[Math.floor(random() * actors.length)]! })
  const before: RequestSummary[] = [await call('request.open', { dataset: 'people', who: { rows: [...rows] }, law: 'gdpr' }) as RequestSummary]
  const { requestId } = before[0]!
  for (let i = 0; i < stepsEach; i += 1) {
    const last = before.at(-1)!
    if (random() < 0.2) clock.set(new Date(clock.now().getTime() + random() * 40 * 3_600_000).toISOString())
    const [name, input] = someCall(random, requestId, rows)
    const refused = await call(name, input).then(() => undefined, (error: unknown) => error)
    const now = await call('request.show', { requestId }) as RequestSummary
    // Whatever is refused is refused for a reason that has a sentence, and changes nothing; nor does what comes after an end.
    expect(refused === undefined || refused instanceof CoreError).toBe(true)
    expect(refused !== undefined || hasEnded(last.state) ? now : last).toEqual(last)
    expect(leads(last.state, now.state), `${last.state} by ${name} to ${now.state}`).toBe(true)
    expect(faults(now, actors.length, (await call('request.timeline', { requestId }) as { kind: string }[]).map(({ kind }) => kind))).toEqual([])
    before.push(now)
  }
  return before.at(-1)!.state
}

test.each([['alone', 1, 11], ['by two', 2, 12]] as const)('whatever is done with a request %s, in any order, nothing is erased unverified or unapproved, and nothing that has ended changes', { timeout: 180_000 }, async (_, people, seed) => {
  const random = seededRandom(seed)
  const clock = clockAt('2026-11-25T12:00:00Z')
  const lethe = await coreWith({ csv, ports: { clock } })
  const both = people === 2 ? addColleague(lethe) : undefined
  const actors = both ?? [(await answer(lethe, 'people.list', {}))[0]!.id]
  const ends = new Map<RequestState, number>()
  for (let walks = 0; walks < 40; walks += 1) {
    const graceHours = walks % 3 === 0 ? 24 : 0
    if (both === undefined) await changeSettings(lethe, { requests: { graceHours, duplicateDays: 30, identityDays: 1 } })
    const rows = [1, 2, 3].map(i => walks * 3 + i)
    const end = await walk(lethe, actors, random, rows, clock)
    ends.set(end, (ends.get(end) ?? 0) + 1)
  }
  // The walks come to an end in many ways, erasures among them.
  for (const state of ['completed', 'completed-in-part', 'denied', 'withdrawn'] as const) expect([state, (ends.get(state) ?? 0) > 0]).toEqual([state, true])
  expect((await lethe.core.call('ledger.check', {}, lethe.run, { actor: actors[0]! })).ok).toBe(true)
})
