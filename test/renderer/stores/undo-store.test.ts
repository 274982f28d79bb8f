// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { useToastsStore } from '../../../src-renderer/stores/toasts-store.ts'
import { useUndoStore } from '../../../src-renderer/stores/undo-store.ts'
import { fakeClient } from '../support/fake-client.ts'
import { storeOver } from '../support/in-window.ts'

function stores() {
  const both = storeOver(fakeClient(), () => ({ undo: useUndoStore(), toasts: useToastsStore() }))
  return { ...both, said: () => both.toasts.toasts.map(({ text }) => text) }
}

test('what was done is said, undone once, and that is said too', () => {
  const { undo, said } = stores()
  let undone = 0
  undo.offer({ text: '3 marks cleared', undone: 'Undone', undo: () => { undone += 1 } })
  expect(said()).toEqual(['3 marks cleared'])
  expect([undo.undoLatest(), undo.undoLatest(), undone, said()]).toEqual([true, false, 1, ['Undone']])
})

test('only the last thing done can be undone, and its toast may have gone before', () => {
  const { undo, toasts, said } = stores()
  const undone: string[] = []
  undo.offer({ text: 'first', undone: 'Undone', undo: () => undone.push('first') })
  const ofFirst = toasts.toasts[0]!.undo!
  undo.offer({ text: 'second', undone: 'Undone', undo: () => undone.push('second') })
  expect(said()).toEqual(['second'])
  ofFirst()
  toasts.dismiss(toasts.toasts[0]!.id)
  undo.undoLatest()
  expect(undone).toEqual(['second'])
})

test('an offer that would come too late is taken back, a later one stays', () => {
  const { undo, said } = stores()
  const takeBack = undo.offer({ text: 'filter', undone: 'Undone', undo: () => { throw new Error('the page is gone') } })
  takeBack()
  expect([undo.undoLatest(), said()]).toEqual([false, []])
  undo.offer({ text: 'marks', undone: 'Undone', undo: () => {} })
  takeBack()
  expect(said()).toEqual(['marks'])
})
