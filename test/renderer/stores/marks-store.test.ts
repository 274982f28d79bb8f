// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { watch } from 'vue'
import { useMarksStore } from '../../../src-renderer/stores/marks-store.ts'
import { fakeClient } from '../support/fake-client.ts'
import { storeOver } from '../support/in-window.ts'

test('every change of the marks is another object, so that whoever shows them shows it', () => {
  const marks = storeOver(fakeClient(), useMarksStore).of('ds-1')
  const sizes: number[] = []
  watch(marks.rows, rows => sizes.push(rows.size), { flush: 'sync' })
  marks.set([3, 5], true)
  marks.set([3], false)
  marks.set([7, 7], true)
  expect([[...marks.rows.value], marks.rows.value.has(5), marks.rows.value.has(3)]).toEqual([[5, 7], true, false])
  marks.clear()
  expect(sizes).toEqual([2, 1, 2, 0])
})

test('marks belong to one dataset and stay while other pages are looked at', () => {
  const store = storeOver(fakeClient(), useMarksStore)
  store.of('ds-1').set([1], true)
  expect([store.of('ds-1').rows.value.size, store.of('ds-2').rows.value.size]).toEqual([1, 0])
})
