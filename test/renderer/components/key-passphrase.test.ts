// @vitest-environment happy-dom
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import type { KeyProtection } from '../../../src-main/contract/ledger.ts'
import KeyPassphrase from '../../../src-renderer/components/settings/KeyPassphrase.vue'
import { refusal } from '../support/fake-client.ts'
import { inWindow } from '../support/in-window.ts'

afterEach(() => { document.body.innerHTML = '' })
enableAutoUnmount(afterEach)

type Acts = { protect: (passphrase: string, current?: string) => Promise<unknown>; unprotect: (current: string) => Promise<unknown> }
async function shown(protection: KeyProtection) {
  const protect = vi.fn<Acts['protect']>(async () => ({}))
  const unprotect = vi.fn<Acts['unprotect']>(async () => ({}))
  const { wrapper } = await inWindow(KeyPassphrase, { props: { protection, protect, unprotect } })
  return { wrapper, protect, unprotect }
}
const buttons = () => [...document.querySelectorAll<HTMLButtonElement>('button')].map(one => one.textContent!.trim()).filter(text => text !== '')
const press = async (text: string) => {
  [...document.querySelectorAll<HTMLButtonElement>('button')].find(one => one.textContent!.trim() === text)!.click()
  await flushPromises()
}
const type = (label: string, text: string) => {
  const input = document.querySelector<HTMLInputElement>(`#${CSS.escape([...document.querySelectorAll('label')].find(one => one.textContent!.includes(label))!.htmlFor)}`)!
  input.value = text
  input.dispatchEvent(new Event('input', { bubbles: true }))
}
const submit = async () => {
  document.querySelector('[role=dialog] form')!.dispatchEvent(new Event('submit', { cancelable: true }))
  await flushPromises()
}
const dialog = () => document.querySelector('[role=dialog]')

test('plain keys are put behind a passphrase that was typed twice, after what follows was read', async () => {
  const { wrapper, protect } = await shown('not-protected')
  expect(buttons()).toEqual(['Protect with a passphrase…'])
  await press('Protect with a passphrase…')
  expect(dialog()!.textContent).toContain('Without it nobody can sign, erase or back up here')
  await submit()
  expect(dialog()!.textContent).toContain('Enter a passphrase.')
  type('New passphrase', 'four words taken at random')
  type('Passphrase again', 'four words taken at randon')
  await submit()
  expect(dialog()!.textContent).toContain('The two passphrases differ.')
  expect(protect).not.toHaveBeenCalled()
  type('Passphrase again', 'four words taken at random')
  await submit()
  expect(protect.mock.calls).toEqual([['four words taken at random', undefined]])
  expect([wrapper.emitted('changed'), dialog()]).toEqual([[['protect']], null])
})

test('one that is too weak, or wrong, is told at its field, and what was typed stays', async () => {
  const { protect } = await shown('passphrase')
  expect(buttons()).toEqual(['Change the passphrase…', 'Take the passphrase away…'])
  await press('Change the passphrase…')
  type('Passphrase now', 'wrong')
  type('New passphrase', 'short')
  type('Passphrase again', 'short')
  protect.mockRejectedValueOnce(refusal({ code: 'key/passphrase-short', details: { least: 12, different: 5 } }))
  await submit()
  expect(dialog()!.querySelector('[aria-invalid]')!.closest('.field')!.textContent).toContain('at least 12 characters')
  protect.mockRejectedValueOnce(refusal({ code: 'workspace/passphrase-wrong', details: {} }))
  await submit()
  expect(dialog()!.querySelectorAll('[aria-invalid]')).toHaveLength(1)
  expect(dialog()!.querySelector('[aria-invalid]')!.closest('.field')!.textContent).toContain('does not open the keys')
  protect.mockRejectedValueOnce(refusal({ code: 'key/jobs-running', details: {} }))
  await submit()
  expect(dialog()!.querySelector('.note--failed')!.textContent).toContain('The keys are kept as before.')
  await submit()
  expect(protect.mock.calls.at(-1)).toEqual(['short', 'wrong'])
})

test('a passphrase is taken away with itself; closing forgets what was typed', async () => {
  const { wrapper, unprotect } = await shown('passphrase')
  await press('Take the passphrase away…')
  type('Passphrase now', 'four words')
  await press('Leave as it is')
  expect(dialog()).toBeNull()
  await press('Take the passphrase away…')
  expect(document.querySelector<HTMLInputElement>('[role=dialog] input')!.value).toBe('')
  type('Passphrase now', 'four words')
  await submit()
  expect([unprotect.mock.calls, wrapper.emitted('changed')]).toEqual([[['four words']], [['unprotect']]])
})

test('keys that the keychain guards have no passphrase', async () => {
  const { wrapper } = await shown('os-keychain')
  expect(buttons()).toEqual([])
  expect(wrapper.text()).toContain('The keychain of this computer opens the keys')
})
