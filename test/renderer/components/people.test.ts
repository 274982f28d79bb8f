// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createPinia } from 'pinia'
import { defineComponent, h, provide } from 'vue'
import type { Colleague, Current } from '../../../src-main/contract/people.ts'
import { apiClientKey, lacksKey } from '../../../src-renderer/client/injected.ts'
import BaseButton from '../../../src-renderer/components/base/BaseButton.vue'
import AppBar from '../../../src-renderer/components/frame/AppBar.vue'
import RoleChoices from '../../../src-renderer/components/people/RoleChoices.vue'
import { useIdleEnd } from '../../../src-renderer/components/people/use-idle-end.ts'
import SignInPage from '../../../src-renderer/pages/SignInPage.vue'
import { useSessionStore } from '../../../src-renderer/stores/session-store.ts'
import { fakeClient, refusal } from '../support/fake-client.ts'
import { inWindow } from '../support/in-window.ts'

const ada: Colleague = { id: 'p-1', name: 'Ada', roles: ['administrator'], addedAt: '2026-11-25T10:00:00.000Z' }
const current = (colleague: Colleague | null): Current => ({ signsIn: true, colleague, idleMinutes: 30 })

describe('the page to sign in by', () => {
  test('says at each field what is missing, and asks nothing', async () => {
    const { wrapper, client } = await inWindow(SignInPage, { client: fakeClient() })
    await wrapper.get('form').trigger('submit')
    expect(wrapper.findAll('[role="alert"]').map(alert => alert.text())).toEqual(['Enter the name you have in this workspace.', 'Enter your passphrase.'])
    expect(client.calls).toEqual([])
    wrapper.unmount()
  })

  test('keeps the name and not the passphrase where both do not belong together', async () => {
    const client = fakeClient({ 'people.sign-in': () => { throw refusal({ code: 'people/sign-in-wrong', details: {} }) } })
    const { wrapper } = await inWindow(SignInPage, { client })
    const [name, passphrase] = wrapper.findAll('input')
    await name!.setValue('Ada')
    await passphrase!.setValue('not it')
    await wrapper.get('form').trigger('submit')
    await flushPromises()
    expect(wrapper.get('[role="alert"]').text()).toContain('do not belong together')
    expect([(name!.element as HTMLInputElement).value, (passphrase!.element as HTMLInputElement).value]).toEqual(['Ada', ''])
    expect(client.calls).toEqual([['people.sign-in', { name: 'Ada', passphrase: 'not it' }]])
    wrapper.unmount()
  })

  test('can be filled by a password manager, and hides what is typed', async () => {
    const { wrapper } = await inWindow(SignInPage, { client: fakeClient() })
    expect(wrapper.findAll('input').map(input => [input.attributes('type'), input.attributes('autocomplete')])).toEqual([['text', 'username'], ['password', 'current-password']])
    wrapper.unmount()
  })
})

test('the bar says who is signed in and lets them out, and has nothing of it where nobody signs in', async () => {
  const { wrapper } = await inWindow(AppBar, { props: { crumb: undefined, commandKey: 'Ctrl', theme: 'light', who: 'Ada' } })
  expect(wrapper.get('.who-name').attributes('aria-label')).toBe('Signed in as Ada')
  await wrapper.get('.who button').trigger('click')
  expect(wrapper.emitted('signOut')).toHaveLength(1)
  await wrapper.setProps({ who: undefined })
  expect(wrapper.find('.who').exists()).toBe(false)
  wrapper.unmount()
})

test('a button whose call is not for one’s roles stays in reach and says whose it is', async () => {
  const pressed: string[] = []
  const holder = defineComponent({
    setup() {
      provide(lacksKey, name => (name === 'settings.change' ? ['administrator'] : undefined))
      return () => [h(BaseButton, { needs: 'settings.change', onPress: () => pressed.push('change') }, () => 'Change'), h(BaseButton, { needs: 'people.list', onPress: () => pressed.push('list') }, () => 'List')]
    },
  })
  const { wrapper } = await inWindow(holder)
  const [change, list] = wrapper.findAll('button')
  expect(change!.attributes()).toMatchObject({ 'aria-disabled': 'true' })
  expect(change!.attributes('disabled')).toBeUndefined()
  expect(wrapper.get(`#${change!.attributes('aria-describedby')}`).text()).toBe('You have no role for this. It is for the administrator.')
  await change!.trigger('click')
  await list!.trigger('click')
  expect(pressed).toEqual(['list'])
  wrapper.unmount()
})

test('roles stand in one order, whichever was ticked first, each with what it may', async () => {
  const { wrapper } = await inWindow(RoleChoices, { props: { modelValue: ['auditor'], error: 'Choose at least one role.' } })
  const boxes = wrapper.findAll('input[type="checkbox"]')
  expect(boxes).toHaveLength(5)
  expect(boxes.every(box => wrapper.find(`#${box.attributes('aria-describedby')}`).exists())).toBe(true)
  await boxes[1]!.setValue(true)
  expect(wrapper.emitted('update:modelValue')).toEqual([[['officer', 'auditor']]])
  expect(wrapper.get('fieldset').attributes('aria-describedby')).toBe(wrapper.get('[role="alert"]').attributes('id'))
  wrapper.unmount()
})

async function idleWindow() {
  const client = fakeClient({ 'people.current': () => current(ada), 'people.sign-out': () => current(null) })
  let session: ReturnType<typeof useSessionStore> | undefined
  const wrapper = mount(defineComponent({ setup() { session = useSessionStore(); void session.current.load(); useIdleEnd(); return () => null } }), { global: { plugins: [createPinia()], provide: { [apiClientKey as symbol]: client } } })
  await flushPromises()
  const signedOut = () => client.calls.some(([name]) => name === 'people.sign-out')
  return { client, wrapper, signedOut }
}

const tell = (screenX: number) => dispatchEvent(Object.assign(new Event('pointermove'), { screenX, screenY: 7 }))

describe('a window that nobody uses', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('signs out after the minutes of the workspace, and says nothing to the engine meanwhile', async () => {
    const { client, wrapper, signedOut } = await idleWindow()
    const asked = client.calls.length
    await vi.advanceTimersByTimeAsync(29 * 60_000)
    expect([signedOut(), client.calls.length]).toEqual([false, asked])
    await vi.advanceTimersByTimeAsync(2 * 60_000)
    expect(signedOut()).toBe(true)
    wrapper.unmount()
  })

  test('does not sign out who reads, and tells the engine that they are there', async () => {
    const { client, wrapper, signedOut } = await idleWindow()
    const asked = () => client.calls.filter(([name]) => name === 'people.current').length
    const before = asked()
    for (let minute = 0; minute < 90; minute += 1) {
      dispatchEvent(new Event('wheel'))
      await vi.advanceTimersByTimeAsync(60_000)
    }
    expect(signedOut()).toBe(false)
    expect(asked() - before).toBeGreaterThan(30)
    wrapper.unmount()
  })

  test('takes a pointer that rests for nobody, however often the browser tells of it, and one that moves for somebody', async () => {
    const { wrapper, signedOut } = await idleWindow()
    tell(1)
    for (let minute = 0; minute < 25; minute += 1) {
      tell(minute)
      await vi.advanceTimersByTimeAsync(60_000)
    }
    for (let minute = 0; minute < 29; minute += 1) {
      tell(24)
      await vi.advanceTimersByTimeAsync(60_000)
    }
    expect(signedOut()).toBe(false)
    for (let minute = 0; minute < 3; minute += 1) {
      tell(24)
      await vi.advanceTimersByTimeAsync(60_000)
    }
    expect(signedOut()).toBe(true)
    wrapper.unmount()
  })

  test('signs out where its clock is set back by as much', async () => {
    const { wrapper, signedOut } = await idleWindow()
    vi.setSystemTime(Date.now() - 24 * 3_600_000)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(signedOut()).toBe(true)
    wrapper.unmount()
  })
})
