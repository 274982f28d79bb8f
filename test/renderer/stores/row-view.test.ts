// @vitest-environment happy-dom
import { effectScope } from 'vue'
import { expect, test } from 'vitest'
import { useRowView } from '../../../src-renderer/stores/row-view.ts'
import { fakeClient, refusal } from '../support/fake-client.ts'

const settled = () => new Promise(resolve => setImmediate(resolve))
const viewId = `view-${'0'.repeat(16)}`

function over(answers: Parameters<typeof fakeClient>[0]) {
  const client = fakeClient({ 'dataset.page': ({ offset, limit }) => ({ total: 1000, rows: Array.from({ length: Math.min(limit, 1000 - offset) }, (_, k) => ({ row: offset + k + 1, cells: [], pending: null })) }), ...answers })
  const scope = effectScope()
  const view = scope.run(() => useRowView(client, 'ds-1'))!
  return { client, view, scope }
}

test('rows are read a page at a time, each page once', async () => {
  const { client, view } = over({})
  await view.open()
  view.ensure(90, 120)
  view.ensure(95, 130)
  await settled()
  expect(client.calls.map(([, input]) => (input as { offset: number }).offset)).toEqual([0, 100])
  expect([view.rowAt(0)?.row, view.rowAt(129)?.row, view.rowAt(500)]).toEqual([1, 130, undefined])
  expect(view.total.value).toBe(1000)
})

test('no view is opened for the whole dataset as imported, one for anything else', async () => {
  const { client, view } = over({ 'dataset.view': () => ({ viewId, rows: 3 }) })
  await view.open()
  view.search.value = 'ada'
  view.order.value = [{ column: 'age', direction: 'down' }]
  await view.open()
  expect(client.calls.map(([name]) => name)).toEqual(['dataset.page', 'dataset.view', 'dataset.page'])
  expect(client.calls[1]![1]).toEqual({ dataset: 'ds-1', order: [{ column: 'age', direction: 'down' }], conditions: [], search: 'ada' })
  expect(client.calls[2]![1]).toMatchObject({ viewId })
})

test('an answer to a question that was replaced meanwhile is thrown away', async () => {
  const answers: ((view: { viewId: string; rows: number }) => void)[] = []
  const { view, client } = over({ 'dataset.view': () => new Promise(resolve => answers.push(resolve)) })
  view.search.value = 'a'
  const first = view.open()
  view.search.value = 'ab'
  const second = view.open()
  answers[1]!({ viewId: viewId.replace(/0$/, '2'), rows: 1 })
  await second
  answers[0]!({ viewId: viewId.replace(/0$/, '1'), rows: 9 })
  await first
  expect(client.calls.filter(([name]) => name === 'dataset.page').map(([, input]) => (input as { viewId: string }).viewId)).toEqual([viewId.replace(/0$/, '2')])
})

test('a view that the dataset outlived is opened again by itself', async () => {
  let opened = 0
  const { view, client } = over({ 'dataset.view': () => ({ viewId: viewId.replace(/0$/, String((opened += 1))), rows: 1 }) })
  view.search.value = 'a'
  await view.open()
  client.answer({ 'dataset.page': input => { if (input.viewId?.endsWith('1') === true) throw refusal({ code: 'dataset/view-gone', details: {} }); return { total: 1000, rows: [] } } })
  view.ensure(300, 310)
  await settled()
  expect([opened, view.error.value]).toEqual([2, undefined])
})

test('a change of the dataset reads what is in view anew, and a closed view listens no longer', async () => {
  const { client, view, scope } = over({})
  await view.open()
  client.tell('workspace.changed', { parts: ['datasets'] })
  await settled()
  expect(client.calls).toHaveLength(2)
  scope.stop()
  expect([client.listeners('workspace.changed'), client.listeners('engine.changed')]).toEqual([0, 0])
})

test('row numbers are asked for a million at a time', async () => {
  const { view, client } = over({ 'dataset.rows': ({ offset, limit }) => Array.from({ length: Math.min(limit, 1_500_000 - offset) }, (_, k) => offset + k + 1) })
  const rows = await view.rowNumbers(0, 1_500_000)
  expect([rows.length, rows.at(-1)]).toEqual([1_500_000, 1_500_000])
  expect(client.calls.map(([, input]) => (input as { limit: number }).limit)).toEqual([1_000_000, 500_000])
})
