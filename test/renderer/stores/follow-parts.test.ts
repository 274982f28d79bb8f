// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { useDatasetsStore } from '../../../src-renderer/stores/datasets-store.ts'
import { useEngineStore } from '../../../src-renderer/stores/engine-store.ts'
import { useLedgerStore } from '../../../src-renderer/stores/ledger-store.ts'
import { useRequestsStore } from '../../../src-renderer/stores/requests-store.ts'
import { fakeClient } from '../support/fake-client.ts'
import { storeOver } from '../support/in-window.ts'

const settled = () => new Promise(resolve => setImmediate(resolve))

test('a store is read anew when its part changed, and only then', async () => {
  const client = fakeClient({ 'dataset.list': () => [] })
  const datasets = storeOver(client, useDatasetsStore)
  client.tell('workspace.changed', { parts: ['datasets'] })
  await settled()
  expect(client.calls, 'nobody has asked for it yet').toEqual([])
  await datasets.list.load()
  client.tell('workspace.changed', { parts: ['ledger', 'records'] })
  await settled()
  expect(client.calls).toHaveLength(1)
  client.tell('workspace.changed', { parts: ['jobs', 'datasets'] })
  await settled()
  expect(client.calls).toHaveLength(2)
})

test('everything that was read is read anew when the engine is back', async () => {
  const client = fakeClient({ 'request.list': () => [], 'request.show': () => ({ requestId: 'rq-1' }) as never })
  const requests = storeOver(client, useRequestsStore)
  await requests.list.load()
  await requests.detail('rq-1').load()
  client.tell('engine.changed', { state: 'restarting' })
  await settled()
  expect(client.calls).toHaveLength(2)
  client.tell('engine.changed', { state: 'ready' })
  await settled()
  expect(client.calls.slice(2).map(([name]) => name).sort()).toEqual(['request.list', 'request.show'])
})

test('the window knows whether there is an engine', () => {
  const client = fakeClient()
  const engine = storeOver(client, useEngineStore)
  expect(engine.state).toBe('ready')
  client.tell('engine.changed', { state: 'stopped' })
  expect(engine.state).toBe('stopped')
})

const entry = (seq: number) => ({ seq, at: '2026-11-25T10:00:00Z', actor: 'p-1', kind: 'record-exported' })

test('older ledger entries follow the newest without a gap or a repeat', async () => {
  let newest = 250
  const client = fakeClient({ 'ledger.list': ({ before = newest + 1, limit }) => ({ total: newest, entries: Array.from({ length: Math.min(limit, before - 1) }, (_, k) => entry(before - 1 - k)) }) })
  const ledger = storeOver(client, useLedgerStore)
  await ledger.newest.load()
  expect([ledger.entries.length, ledger.hasOlder]).toEqual([100, true])
  await ledger.readOlder()
  await ledger.readOlder()
  expect([ledger.entries.map(one => one.seq), ledger.hasOlder]).toEqual([Array.from({ length: 250 }, (_, k) => 250 - k), false])
  newest = 251
  client.tell('workspace.changed', { parts: ['ledger'] })
  await settled()
  expect([ledger.entries.length, ledger.entries[0]?.seq]).toEqual([100, 251])
})
