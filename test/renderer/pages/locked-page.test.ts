// @vitest-environment happy-dom
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import LockedPage from '../../../src-renderer/pages/LockedPage.vue'
import { refusal } from '../support/fake-client.ts'
import { inWindow } from '../support/in-window.ts'

afterEach(() => { document.body.innerHTML = '' })
enableAutoUnmount(afterEach)

test('the page asks again after each wrong passphrase, keeps none of them, and opens with the right one', async () => {
  const unlock = vi.fn<(passphrase: string) => Promise<unknown>>()
  const { wrapper } = await inWindow(LockedPage, { props: { unlock } })
  await flushPromises()
  const input = wrapper.get('input')
  expect([input.attributes('type'), document.activeElement === input.element, document.title]).toEqual(['password', true, 'This workspace is locked · Lethe'])
  await wrapper.get('form').trigger('submit')
  expect(wrapper.text()).toContain('Enter a passphrase.')
  expect(unlock).not.toHaveBeenCalled()
  for (const wrong of ['one', 'two', 'three']) {
    unlock.mockRejectedValueOnce(refusal({ code: 'workspace/passphrase-wrong', details: {} }))
    await input.setValue(wrong)
    await wrapper.get('form').trigger('submit')
    await flushPromises()
    expect([unlock.mock.calls.at(-1), input.element.value, input.attributes('aria-invalid'), document.activeElement === input.element]).toEqual([[wrong], '', 'true', true])
    expect(wrapper.text()).toContain('does not open the keys')
    expect(wrapper.emitted('opened')).toBeUndefined()
  }
  unlock.mockResolvedValueOnce(null)
  await input.setValue('four words taken at random')
  await wrapper.get('form').trigger('submit')
  await flushPromises()
  expect([wrapper.emitted('opened'), input.element.value, document.body.innerHTML.includes('four words')]).toEqual([[[]], '', false])
})

test('keys that cannot be opened at all say why', async () => {
  const { wrapper } = await inWindow(LockedPage, { props: { unlock: async () => { throw refusal({ code: 'workspace/key-unusable', details: { key: 'passphrase.json' } }) } } })
  await wrapper.get('input').setValue('four words')
  await wrapper.get('form').trigger('submit')
  await flushPromises()
  expect(wrapper.get('.note--failed').text()).toContain('The workspace was not unlocked.')
  expect(wrapper.get('.note--failed').text()).toContain('passphrase.json')
})
