// @vitest-environment happy-dom
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import type { KeySummary } from '../../../src-main/contract/key.ts'
import KeysPart from '../../../src-renderer/components/settings/KeysPart.vue'
import { refusal } from '../support/fake-client.ts'
import { inWindow } from '../support/in-window.ts'

afterEach(() => { document.body.innerHTML = '' })
enableAutoUnmount(afterEach)

const [old, lost, now] = ['a', 'b', 'c'].map(digit => digit.repeat(64)) as [string, string, string]
const key = (parts: Partial<KeySummary>): KeySummary => ({ fingerprint: now, protection: 'not-protected', sinceSeq: 1, since: '2026-11-25T10:00:00.000Z', untilSeq: null, ended: null, current: false, held: null, publicKeyPem: null, ...parts })
const keys = [key({ fingerprint: old, untilSeq: 5, ended: 'rotated' }), key({ fingerprint: lost, sinceSeq: 5, untilSeq: 9, ended: 'lost' }), key({ sinceSeq: 9, current: true, held: true })]

async function partWith(list: readonly KeySummary[], acts: { rotate?: () => Promise<unknown>; declareLost?: (fingerprint: string) => Promise<unknown> } = {}) {
  const made = await inWindow(KeysPart, { props: { ledger: { entries: 12, root: old, key: list.at(-1)?.fingerprint ?? null, protection: 'not-protected' }, workspaceId: 'ws-1', organisation: 'Clinic Nord', keys: list, rotate: acts.rotate ?? (async () => ({})), declareLost: acts.declareLost ?? (async () => ({})), protect: async () => ({}), unprotect: async () => ({}) } })
  await flushPromises()
  return made
}
const button = (text: string) => [...document.querySelectorAll<HTMLButtonElement>('button')].find(one => one.textContent?.trim() === text)

test('the key that signs is shown in groups of four, those before it with how and where each ended', async () => {
  const { wrapper } = await partWith(keys)
  expect(wrapper.get('dd .digest').text()).toBe(Array.from({ length: 16 }, () => 'cccc').join(' '))
  expect(wrapper.findAll('tbody tr').map(row => [row.get('.digest').attributes('title'), row.findAll('td').at(-1)!.text(), row.get('td:last-child a').attributes('href')])).toEqual([
    [lost, 'declared lost at entry 9', '/ledger?entry=9'], [old, 'replaced at entry 5; it signed that itself', '/ledger?entry=5'],
  ])
  expect(button('Declare the key lost…')).toBeUndefined()
  const card = document.querySelector('.key-card')!
  expect(card.textContent).toContain('Clinic Nord')
  expect(card.textContent).toContain('cccc cccc')
})

test('a workspace without a key has none to print or to change', async () => {
  const { wrapper } = await partWith([])
  expect(wrapper.text()).toContain('There is no key yet')
  expect([button('Change the key…'), button('Print for an auditor…'), document.querySelector('.key-card')]).toEqual([undefined, undefined, null])
})

test('the key is changed only after what follows was read, and a refusal says that it was not', async () => {
  const rotate = vi.fn<() => Promise<unknown>>(async () => ({}))
  const { wrapper } = await partWith(keys, { rotate })
  button('Change the key…')!.click()
  await flushPromises()
  expect(document.querySelector('[role=dialog]')!.textContent).toContain('signed by both keys')
  expect(rotate).not.toHaveBeenCalled()
  button('Change the key')!.click()
  await flushPromises()
  expect(rotate).toHaveBeenCalledOnce()
  expect(wrapper.emitted('rotated')).toHaveLength(1)
  rotate.mockRejectedValueOnce(refusal({ code: 'workspace/disk-full', details: {} }))
  button('Change the key…')!.click()
  await flushPromises()
  button('Change the key')!.click()
  await flushPromises()
  expect(wrapper.get('.note--failed').text()).toContain('The key was not changed.')
})

test('only a key that is missing can be declared lost, by its first digits typed', async () => {
  const declareLost = vi.fn<(fingerprint: string) => Promise<unknown>>(async () => ({}))
  await partWith([key({ sinceSeq: 1, current: true, held: false })], { declareLost })
  expect(button('Change the key…')).toBeUndefined()
  button('Declare the key lost…')!.click()
  await flushPromises()
  button('Declare lost')!.click()
  await flushPromises()
  expect(declareLost).not.toHaveBeenCalled()
  const field = document.querySelector<HTMLInputElement>('[role=alertdialog] input')!
  field.value = 'cccc cccc cccc cccc'
  field.dispatchEvent(new Event('input', { bubbles: true }))
  await flushPromises()
  button('Declare lost')!.click()
  await flushPromises()
  expect(declareLost).toHaveBeenCalledWith(now)
})
