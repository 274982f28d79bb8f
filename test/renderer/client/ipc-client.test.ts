import { reactive } from 'vue'
import { describe, expect, test } from 'vitest'
import type { WindowBridge } from '../../../src-main/contract/bridge.ts'
import type { AnyEvent } from '../../../src-main/contract/events.ts'
import { ipcClient } from '../../../src-renderer/client/ipc-client.ts'
import { ipcFiles } from '../../../src-renderer/client/ipc-files.ts'

const token = `file-${'0'.repeat(32)}`

/** A bridge that keeps what it was asked, answered as given. */
function bridgeAnswering(reply: unknown) {
  const asked: unknown[][] = []
  const listeners = new Set<(event: AnyEvent) => void>()
  const answer = (...given: unknown[]) => {
    asked.push(given)
    return Promise.resolve(reply)
  }
  const bridge = {
    call: answer, start: answer, pickToRead: answer, pickToWrite: answer, handOverDropped: answer, onMenu: () => () => {},
    onEvent(told: (event: AnyEvent) => void) {
      listeners.add(told)
      return () => listeners.delete(told)
    },
  } as unknown as WindowBridge
  return { bridge, asked, listeners, tell: (event: AnyEvent) => listeners.forEach(told => told(event)) }
}

describe('the client over the bridge', () => {
  test('gives the value of a reply, and throws a refusal with its code and its sentence', async () => {
    expect(await ipcClient(bridgeAnswering({ ok: true, value: [] }).bridge).call('dataset.list', {})).toEqual([])
    const refused = ipcClient(bridgeAnswering({ ok: false, error: { code: 'dataset/not-found', details: { dataset: 'x' } } }).bridge)
    await expect(refused.call('dataset.show', { dataset: 'x' })).rejects.toMatchObject({ code: 'dataset/not-found', message: expect.stringMatching(/\.$/) })
    await expect(refused.start('model.train', { dataset: 'x', learner: 'y', settings: {} })).rejects.toMatchObject({ code: 'dataset/not-found' })
  })

  test('hands over plain data, as it would arrive over HTTP: no proxy of a store, no field that is undefined', async () => {
    const { bridge, asked } = bridgeAnswering({ ok: true, value: {} })
    const rows = reactive([1, 2])
    await ipcClient(bridge).call('request.open', { dataset: 'x', who: { rows }, law: 'gdpr', receivedAt: undefined } as never)
    expect(asked).toEqual([['request.open', { dataset: 'x', who: { rows: [1, 2] }, law: 'gdpr' }]])
    expect(structuredClone(asked[0]![1])).toEqual(asked[0]![1])
  })

  test('hands over the session of whoever signed in beside the input, where there is one', async () => {
    const { bridge, asked } = bridgeAnswering({ ok: true, value: {} })
    await ipcClient(bridge).call('dataset.list', {}, 'secret')
    await ipcClient(bridge).start('workspace.scan', { value: 'x' }, 'secret')
    expect(asked).toEqual([['dataset.list', {}, 'secret'], ['workspace.scan', { value: 'x' }, 'secret']])
  })

  test('tells events by their name, until it is asked to stop', () => {
    const { bridge, tell, listeners } = bridgeAnswering(undefined)
    const heard: unknown[] = []
    const stop = ipcClient(bridge).on('engine.changed', data => heard.push(data))
    tell({ event: 'engine.changed', data: { state: 'restarting' } })
    tell({ event: 'workspace.changed', data: { parts: ['datasets'] } })
    stop()
    expect([heard, listeners.size]).toEqual([[{ state: 'restarting' }], 0])
  })
})

describe('files over the bridge', () => {
  test('asks for the endings of an input’s attribute', async () => {
    const { bridge, asked } = bridgeAnswering({ ok: true, value: { token, name: 'a.csv' } })
    expect(await ipcFiles(bridge).pickToRead('.csv, .TSV,text/plain,.lethe-backup')).toEqual({ token, name: 'a.csv' })
    expect(asked).toEqual([[['csv', 'tsv', 'lethe-backup']]])
  })

  test('gives nothing where the dialog was closed, and throws a refusal', async () => {
    const closed = ipcFiles(bridgeAnswering({ ok: true, value: null }).bridge)
    expect([await closed.pickToRead('.csv'), await closed.pickToWrite('a.zip')]).toEqual([null, null])
    await expect(ipcFiles(bridgeAnswering({ ok: false, error: { code: 'file/unknown', details: {} } }).bridge).handOver({} as File)).rejects.toMatchObject({ code: 'file/unknown' })
  })

  test('has nothing left to do when a file is written where the person said', async () => {
    const file = await ipcFiles(bridgeAnswering({ ok: true, value: { token, name: 'a.zip' } }).bridge).pickToWrite('a.zip')
    await file!.done()
    expect(file).toMatchObject({ token, name: 'a.zip' })
  })
})
