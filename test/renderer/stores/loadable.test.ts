import { expect, test } from 'vitest'
import { loadable, loadableById } from '../../../src-renderer/stores/loadable.ts'
import { refusal } from '../support/fake-client.ts'

function held<T>() {
  const waiting: { resolve: (value: T) => void; reject: (error: unknown) => void }[] = []
  return { read: () => new Promise<T>((resolve, reject) => waiting.push({ resolve, reject })), waiting }
}

test('until it has been asked for, nothing is read', async () => {
  let reads = 0
  const one = loadable(async () => (reads += 1))
  await one.refresh()
  expect([reads, one.content.value]).toEqual([0, undefined])
  await one.load()
  await one.refresh()
  expect([reads, one.content.value]).toEqual([2, 2])
})

test('asking again while it is read reads once more, however often it was asked', async () => {
  const { read, waiting } = held<string>()
  const one = loadable(read)
  const done = one.load()
  void one.load()
  void one.load()
  waiting[0]!.resolve('old')
  await Promise.resolve()
  await Promise.resolve()
  expect([waiting.length, one.updating.value]).toEqual([2, true])
  waiting[1]!.resolve('new')
  await done
  expect([waiting.length, one.content.value, one.updating.value]).toEqual([2, 'new', false])
})

test('a reading that fails keeps what was read before and says why', async () => {
  const { read, waiting } = held<string>()
  const one = loadable(read)
  let done = one.load()
  waiting[0]!.resolve('kept')
  await done
  done = one.load()
  waiting[1]!.reject(refusal({ code: 'engine/gone', details: {} }))
  await done
  expect([one.content.value, one.error.value?.code]).toEqual(['kept', 'engine/gone'])
  done = one.load()
  waiting[2]!.resolve('again')
  await done
  expect([one.content.value, one.error.value]).toEqual(['again', undefined])
})

test('by id, each is read for itself, and what is gone is asked for no longer', async () => {
  const asked: string[] = []
  let gone = false
  const all = loadableById(async id => {
    asked.push(id)
    if (gone && id === 'a') throw refusal({ code: 'dataset/not-found', details: { dataset: id } })
    return id.toUpperCase()
  })
  await all.of('a').load()
  await all.of('b').load()
  expect(all.of('a').content.value).toBe('A')
  expect(all.of('a')).toBe(all.of('a'))
  gone = true
  all.refresh()
  await new Promise(resolve => setImmediate(resolve))
  all.refresh()
  await new Promise(resolve => setImmediate(resolve))
  expect(asked).toEqual(['a', 'b', 'b', 'a', 'b'])
})

test('by id, what was asked for longest ago is forgotten, so that looking at many keeps few', async () => {
  const asked: string[] = []
  const all = loadableById(async id => void asked.push(id))
  const ids = Array.from({ length: 60 }, (_, k) => String(k))
  for (const id of ids) {
    all.of('0')
    await all.of(id).load()
  }
  asked.length = 0
  all.refresh()
  expect(asked.sort()).toEqual(['0', ...ids.slice(11)].sort())
})
