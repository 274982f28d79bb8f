// @vitest-environment happy-dom
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import FindOrRun from '../../../src-renderer/components/frame/FindOrRun.vue'
import ShortcutSheet from '../../../src-renderer/components/frame/ShortcutSheet.vue'
import { useKeyboard } from '../../../src-renderer/components/frame/use-keyboard.ts'
import { usePaletteEntries } from '../../../src-renderer/components/frame/use-palette-entries.ts'
import { settingsParts } from '../../../src-renderer/components/settings/settings-parts.ts'
import LedgerPage from '../../../src-renderer/pages/LedgerPage.vue'
import { sections } from '../../../src-renderer/router.ts'
import { useModelsStore } from '../../../src-renderer/stores/models-store.ts'
import { useRequestsStore } from '../../../src-renderer/stores/requests-store.ts'
import { useWorkspaceStore } from '../../../src-renderer/stores/workspace-store.ts'
import { fakeClient } from '../support/fake-client.ts'
import { inWindow } from '../support/in-window.ts'

afterEach(() => { document.body.innerHTML = '' })
enableAutoUnmount(afterEach)

const total = 1284
const entries = (before: number, limit: number) => Array.from({ length: Math.max(0, Math.min(limit, before - 1)) }, (_, k) => ({ seq: before - 1 - k, at: '2026-11-25T10:00:00Z', actor: 'a-1', kind: 'request-opened', request: `rq-${before - 1 - k}` }))
const client = () => fakeClient({
  'workspace.overview': () => ({ ledger: { entries: total, root: 'e'.repeat(64), key: null, protection: 'not-protected' } }) as never,
  'request.list': () => [{ requestId: 'rq-7c1', state: 'completed', dueAt: '2026-12-09' }] as never,
  'model.list': () => [{ modelId: 'm-9f2', learner: 'logistic-regression', datasetId: 'ds-1' }] as never,
  'ledger.list': ({ before, limit }) => ({ total, entries: entries(Math.min(before ?? total + 1, total + 1), limit) }),
})

const Palette = defineComponent(() => {
  const { entries: all, numbered } = usePaletteEntries()
  for (const load of [useWorkspaceStore().overview, useRequestsStore().list, useModelsStore().list]) void load.load()
  return () => h(FindOrRun, { open: true, entries: all.value, numbered })
})

async function found(query: string): Promise<(string | null)[]> {
  const field = document.querySelector<HTMLInputElement>('.palette-input')!
  field.value = query
  field.dispatchEvent(new Event('input', { bubbles: true }))
  await flushPromises()
  return [...document.querySelectorAll('.menu-item > span:first-of-type')].map(one => one.textContent)
}

async function press(key: string, more: KeyboardEventInit = {}): Promise<void> {
  document.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
  await flushPromises()
}

async function opened() {
  const { router } = await inWindow(Palette, { client: client() })
  await flushPromises()
  return { router }
}

test('the palette finds ledger entries by number, however it is written, and none that are not there', async () => {
  const { router } = await opened()
  for (const query of ['entry 123', '123', '#123', 'ledger entry 123']) expect([query, ...(await found(query))]).toContain('Ledger entry 123')
  expect(await found('1,284')).toContain('Ledger entry 1284')
  expect([await found('1285'), await found('0'), await found('entry x')]).toEqual([[], [], []])
  await found('entry 123')
  document.querySelector<HTMLElement>('.menu-item')!.click()
  await flushPromises()
  expect(router.currentRoute.value.fullPath).toBe('/ledger?entry=123')
})

test('the palette finds requests and models by id, and every part of the settings', async () => {
  await opened()
  expect([await found('7c1'), await found('M-9F2')]).toEqual([['rq-7c1'], ['Logistic regression on ds-1']])
  const parts = await found('settings')
  expect(parts.length).toBeGreaterThanOrEqual(settingsParts.length)
  expect(parts).toContain('Law and calendar')
})

test('the ledger opens at the entry that was asked for, and goes back to the newest', async () => {
  const { wrapper, router } = await inWindow(LedgerPage, { client: client(), path: '/ledger?entry=123' })
  await flushPromises()
  expect([wrapper.get('[aria-selected=true] button').text(), wrapper.text().includes('from entry 123 down'), wrapper.findAll('tbody tr').length]).toEqual(['123', true, 100])
  expect(JSON.parse(wrapper.get('pre.code').text())).toMatchObject({ seq: 123, request: 'rq-123' })
  await wrapper.findAll('button').find(one => one.text() === 'Show older entries')!.trigger('click')
  await flushPromises()
  expect([wrapper.findAll('tbody tr').length, wrapper.findAll('button').some(one => one.text() === 'Show older entries')]).toEqual([123, false])
  await wrapper.findAll('button').find(one => one.text() === 'Show the newest')!.trigger('click')
  await flushPromises()
  expect([router.currentRoute.value.fullPath, wrapper.get('tbody button').text()]).toEqual(['/ledger', '1,284'])
  await router.push('/ledger?entry=1280')
  await flushPromises()
  expect([wrapper.get('[aria-selected=true] button').text(), wrapper.get('tbody button').text()]).toEqual(['1,280', '1,284'])
  await router.push('/ledger?entry=9999')
  await flushPromises()
  expect(wrapper.text()).toContain('There is no entry 9,999 in this ledger.')
})

test('the sheet lists the keys that work everywhere, and each does what it says', async () => {
  const did: string[] = []
  const singleKeys = ref(true)
  const Window = defineComponent(() => {
    useKeyboard({ openPalette: () => did.push('palette'), openKeys: () => did.push('keys'), toggleCharts: () => did.push('charts'), singleKeys: () => singleKeys.value })
    return () => h('div', [h('nav', { 'data-region': '', 'tabindex': -1 }), h('main', { 'data-region': '', 'tabindex': -1 }, [h('div', { 'data-find': '' }, [h('input')])])])
  })
  const { router } = await inWindow(Window, { client: client() })
  await press('k', { ctrlKey: true })
  await press('?')
  await press('c')
  expect(did).toEqual(['palette', 'keys', 'charts'])
  await press('F6')
  expect(document.activeElement?.tagName).toBe('NAV')
  await press('F6')
  expect(document.activeElement?.tagName).toBe('MAIN')
  await press('/')
  expect(document.activeElement?.tagName).toBe('INPUT')
  ;(document.activeElement as HTMLElement).blur()
  for (const { letter, path } of sections.flatMap(section => section.items)) {
    await press('g')
    await press(letter)
    await vi.waitFor(() => expect([letter, router.currentRoute.value.path]).toEqual([letter, path]), { timeout: 20_000 })
  }
  singleKeys.value = false
  await press('?')
  await press('k', { ctrlKey: true })
  expect(did).toEqual(['palette', 'keys', 'charts', 'palette'])
  await inWindow(ShortcutSheet, { props: { open: true, commandKey: 'Ctrl', singleKeys: false } })
  await flushPromises()
  const listed = [...document.querySelectorAll('kbd')].map(one => one.textContent)
  for (const keys of ['Ctrl K', '/', 'F6', '?', 'C', 'Alt A', 'Alt X', 'Enter', 'Esc', ...sections.flatMap(section => section.items).map(item => item.letter.toUpperCase())]) expect(listed).toContain(keys)
  expect(document.querySelector('[role=dialog]')!.textContent).toContain('Single letters are turned off in Settings.')
})
