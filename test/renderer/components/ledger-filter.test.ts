// @vitest-environment happy-dom
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, expect, test } from 'vitest'
import { askedIn, filterOf, queryOf, readAsked } from '../../../src-renderer/components/ledger/ledger-filter.ts'
import LedgerPage from '../../../src-renderer/pages/LedgerPage.vue'
import { fakeClient } from '../support/fake-client.ts'
import { inWindow } from '../support/in-window.ts'

afterEach(() => { document.body.innerHTML = '' })
enableAutoUnmount(afterEach)

const entry = (seq: number) => ({ seq, at: '2026-11-25T10:00:00.000Z', actor: 'p-1', kind: 'record-exported', request: `rq-${seq}` })
const overview = { ledger: { entries: 300, root: 'd'.repeat(64), key: null, protection: 'not-protected' } } as never
const inputs = (client: ReturnType<typeof fakeClient>) => client.calls.filter(([name]) => name === 'ledger.list').map(([, input]) => input)

async function pageAt(path: string, found: number | undefined) {
  const client = fakeClient({
    'workspace.overview': () => overview, 'ledger.proof': () => { throw new Error('not asked') },
    'ledger.list': ({ before = 301, limit }) => ({ total: 300, ...(found === undefined ? {} : { found }), entries: Array.from({ length: Math.min(limit, found ?? limit, before - 1) }, (_, k) => entry(before - 1 - k)) }),
  })
  const made = await inWindow(LedgerPage, { client, path })
  await flushPromises()
  return { ...made, client }
}

test('the filter stands in the address, is what the engine is asked, and older entries are asked for with it', async () => {
  const { wrapper, client } = await pageAt('/ledger?kind=records&about=rq-7&from=2026-11-01&to=2026-11-30', 250)
  const filter = { kinds: ['records'], about: 'rq-7', from: new Date(2026, 10, 1).toISOString(), to: new Date(2026, 11, 1).toISOString() }
  expect(inputs(client)).toEqual([{ ...filter, limit: 100 }])
  expect(wrapper.get('.ledger-filter [role=status]').text()).toBe('250 of 300 entries')
  expect(wrapper.findAll('form input').map(input => (input.element as HTMLInputElement).value)).toEqual(['rq-7', 'Sun 1 Nov 2026', 'Mon 30 Nov 2026'])
  await wrapper.findAll('button').find(button => button.text() === 'Show older entries')!.trigger('click')
  await flushPromises()
  expect(inputs(client).at(-1)).toEqual({ ...filter, before: 201, limit: 100 })
})

test('what is typed goes into the address; a day that is none is said beside its field and nothing is asked', async () => {
  const { wrapper, client, router } = await pageAt('/ledger', undefined)
  const [about, from] = wrapper.findAll('form input')
  await from!.setValue('30 Feb 2026')
  await about!.setValue(' rq-7 ')
  await wrapper.get('form').trigger('submit')
  expect(wrapper.get('form [role=alert]').text()).toContain('Write a day')
  expect(inputs(client)).toHaveLength(1)
  await from!.setValue('1 Nov 2026')
  await wrapper.get('form').trigger('submit')
  await flushPromises()
  expect(router.currentRoute.value.query).toEqual({ about: 'rq-7', from: '2026-11-01' })
  expect(inputs(client).at(-1)).toEqual({ about: 'rq-7', from: new Date(2026, 10, 1).toISOString(), limit: 100 })
})

test('a filter that nothing fits says so and offers all entries', async () => {
  const { wrapper, router, client } = await pageAt('/ledger?about=rq-none', 0)
  expect(wrapper.text()).toContain('No entry fits this filter')
  expect(wrapper.text()).toContain('none of 300 entries')
  await wrapper.get('.empty button').trigger('click')
  await flushPromises()
  expect(router.currentRoute.value.fullPath).toBe('/ledger')
  expect(inputs(client).at(-1)).toEqual({ limit: 100 })
})

test('an address that means nothing asks for nothing', () => {
  expect(askedIn({ kind: 'nothing', about: ['a'], from: '2026-02-30', to: 'soon' })).toEqual({ kind: '', about: '', from: '', to: '' })
  expect(askedIn({ from: '2026-11-30', to: '2026-11-01' })).toEqual({ kind: '', about: '', from: '2026-11-30', to: '' })
  const asked = { kind: 'keys', about: 'm-1', from: '', to: '2026-11-30' } as const
  expect(askedIn(queryOf(asked))).toEqual(asked)
  expect(filterOf({ kind: '', about: '', from: '', to: '' })).toEqual({})
})

test('days are read as people write them, and the second is not before the first', () => {
  expect(readAsked({ kind: '', about: '', from: '24.11.2026', to: 'Tue 24 Nov 2026' })).toEqual({ asked: { kind: '', about: '', from: '2026-11-24', to: '2026-11-24' } })
  expect(readAsked({ kind: '', about: '', from: '2026-11-24', to: '2026-11-23' })).toEqual({ problems: { to: 'ledger.dayBefore' } })
  expect(readAsked({ kind: '', about: '', from: 'x', to: 'y' })).toEqual({ problems: { from: 'ledger.dayBad', to: 'ledger.dayBad' } })
})
