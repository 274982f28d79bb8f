import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { api } from '../../../src-main/contract/api.ts'
import { endedStates, RequestState } from '../../../src-main/contract/request.ts'
import { admits } from '../../../src-main/contract/roles.ts'
import type { CoreError } from '../../../src-main/core/base/core-error.ts'
import { guardWords, moves, stateAfter, type Move, type MoveName } from '../../../src-main/core/requests/moves.ts'

const all = Object.entries(moves) as [MoveName, Move][]
const ended: readonly RequestState[] = endedStates

/** Every state that can be reached from the beginning without these moves. */
function reachable(without: readonly MoveName[] = []): Set<RequestState> {
  const found = new Set<RequestState>(['received'])
  for (let before = 0; before < found.size;) {
    before = found.size
    for (const [name, { from, to }] of all) if (!without.includes(name) && from.some(state => found.has(state))) found.add(to)
  }
  return found
}

test('every state is reached, and none is left once it has ended', () => {
  expect([...reachable()].sort()).toEqual([...RequestState.options].sort())
  expect(all.filter(([, { from }]) => from.some(state => ended.includes(state)))).toEqual([])
})

test('no way leads to an erasure past the identity, the approval or the beginning of it', () => {
  for (const without of [['verify'], ['approve'], ['begin']] as const) for (const state of ['executing', 'verifying', 'failed', 'completed', 'completed-in-part'] as const) expect(reachable(without).has(state)).toBe(false)
  expect(reachable(['verify']).has('approved')).toBe(false)
  for (const guard of ['approved', 'no-hold', 'grace-is-over', 'rows-to-erase'] as const) expect(moves.begin.guards).toContain(guard)
  expect(moves.approve.guards).toEqual(expect.arrayContaining(['verified', 'someone-else']))
  expect(moves.adopt.guards).toEqual(['approved', 'no-hold'])
})

test('whatever is open can be ended without an erasure, but not while one is under way', () => {
  const open = RequestState.options.filter(state => !ended.includes(state) && state !== 'executing' && state !== 'verifying')
  for (const name of ['deny', 'withdraw'] as const) expect([...moves[name].from].sort()).toEqual([...open].sort())
  expect(all.filter(([, { from }]) => from.includes('executing')).map(([name]) => name)).toEqual(['step-back', 'fail', 'adopt'])
  expect(all.filter(([, { from }]) => from.includes('verifying')).map(([name]) => name)).toEqual(['complete', 'complete-in-part'])
})

test('every move is made by a call that there is, or by the engine in an erasure', () => {
  expect(all.filter(([, { call }]) => call !== null && !Object.hasOwn(api, call))).toEqual([])
  expect(all.filter(([, { call }]) => call === null).map(([name]) => name)).toEqual(['step-back', 'fail', 'adopt', 'complete', 'complete-in-part'])
})

test('from every other state a move is refused: that it has ended, that it was carried out, or which state it needs', () => {
  for (const [name, { from, to }] of all) {
    for (const state of RequestState.options) {
      const refused = state.startsWith('completed') ? 'request/already-completed' : ended.includes(state) ? 'request/ended' : 'request/wrong-state'
      expect(madeFrom(state, name)).toBe(from.includes(state) ? to : refused)
    }
  }
})

/** The state a move leads to, or the code it is refused with. */
function madeFrom(state: RequestState, name: MoveName): string {
  try {
    return stateAfter({ id: 'rq-1', state }, name)
  } catch (error) {
    return (error as CoreError).code
  }
}

const page = new URL('../../../resources/docs/requests.md', import.meta.url)

/** Whoever changes a move writes the page anew: npx vitest run test/core/requests/moves.test.ts -u. */
test('the documentation has this very table', async () => {
  const text = readFileSync(page, 'utf8')
  const [start, end] = ['<!-- moves -->\n', '<!-- end of moves -->']
  expect(text.split(start)).toHaveLength(2)
  await expect(`${text.split(start)[0]}${start}${movesAsTable()}${end}${text.split(end)[1]}`).toMatchFileSnapshot(page.pathname)
})

const inTable = (states: readonly string[]) => states.map(state => `*${state}*`).join(', ')

function who({ call }: Move): string {
  if (call === null) return 'the engine'
  const rule = admits[call]
  return typeof rule === 'string' || 'own' in rule ? 'everyone' : rule.join(', ')
}

function movesAsTable(): string {
  const lines = all.map(([name, one]) => `| ${name} | ${inTable(one.from)} | *${one.to}* | ${one.guards.map(guard => guardWords[guard]).join('; ')} | ${one.call === null ? '' : `\`${one.call}\``} | ${who(one)} |`)
  return ['| move | from | to | where | call | who may |', '|---|---|---|---|---|---|', ...lines, ''].join('\n')
}
