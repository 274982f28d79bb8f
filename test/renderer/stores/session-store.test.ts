import { describe, expect, test, vi } from 'vitest'
import { watch } from 'vue'
import type { Colleague, Current } from '../../../src-main/contract/people.ts'
import { heldSession, withSession } from '../../../src-renderer/client/held-session.ts'
import { usePeopleStore } from '../../../src-renderer/stores/people-store.ts'
import { rolesFor } from '../../../src-renderer/stores/roles-for.ts'
import { useSessionStore } from '../../../src-renderer/stores/session-store.ts'
import { fakeClient, refusal } from '../support/fake-client.ts'
import { storeOver } from '../support/in-window.ts'

const ada: Colleague = { id: 'p-1', name: 'Ada', roles: ['administrator'], addedAt: '2026-11-25T10:00:00.000Z' }
const bo: Colleague = { id: 'p-2', name: 'Bo', roles: ['auditor'], addedAt: '2026-11-25T11:00:00.000Z' }
const current = (colleague: Colleague | null, signsIn = true): Current => ({ signsIn, colleague, idleMinutes: 30 })

describe('the session a window holds', () => {
  test('goes with every call from the moment there is one, and is told to nobody else', async () => {
    const seen: (string | undefined)[] = []
    const held = heldSession()
    const client = withSession({ call: async (_name, _input, session) => { seen.push(session); return [] as never }, start: async (_name, _input, session) => { seen.push(session); return {} as never }, on: () => () => {} }, held)
    await client.call('dataset.list', {})
    held.token.value = 'secret'
    await client.call('dataset.list', {})
    await client.start('workspace.scan', { value: 'x' })
    expect(seen).toEqual([undefined, 'secret', 'secret'])
  })

  test('is called refused by an answer to a call that carried it, not by a late one to a call before', async () => {
    const held = heldSession()
    let refuse: () => void
    const client = withSession({ call: () => new Promise<never>((_, reject) => { refuse = () => reject(refusal({ code: 'people/sign-in-needed', details: {} })) }), start: async () => { throw refusal({ code: 'engine/gone', details: {} }) }, on: () => () => {} }, held)
    const early = client.call('dataset.list', {})
    held.token.value = 'secret'
    refuse!()
    await expect(early).rejects.toMatchObject({ code: 'people/sign-in-needed' })
    expect(held.refusals.value).toBe(0)
    const later = client.call('dataset.list', {})
    refuse!()
    await expect(later).rejects.toMatchObject({ code: 'people/sign-in-needed' })
    expect(held.refusals.value).toBe(1)
    await expect(client.start('workspace.scan', { value: 'x' })).rejects.toMatchObject({ code: 'engine/gone' })
    expect(held.refusals.value).toBe(1)
  })
})

describe('who works in a window', () => {
  test('is asked for again where people changed, and nobody is out where people do not sign in', async () => {
    const client = fakeClient({ 'people.current': () => current({ ...ada, name: null }, false) })
    const session = storeOver(client, useSessionStore)
    await session.current.load()
    expect([session.signsIn, session.isOut, session.lacks('settings.change')]).toEqual([false, false, undefined])
    client.answer({ 'people.current': () => current(null) })
    client.tell('workspace.changed', { parts: ['people'] })
    await vi.waitFor(() => expect(session.isOut).toBe(true))
  })

  test('adding the second person signs the first one in, and asks nothing without their session in between', async () => {
    let isDone = false
    const asked: (string | undefined)[] = []
    const answers = fakeClient({ 'people.list': () => [ada, bo], 'people.current': () => current(isDone ? ada : null) })
    const held = heldSession()
    const client = withSession({
      ...answers,
      call: async (name, input, session) => {
        asked.push(session)
        if (name !== 'people.add') return answers.call(name, input)
        // Told to every window before the answer is there.
        await Promise.resolve()
        answers.tell('workspace.changed', { parts: ['people'] })
        await new Promise(resolve => setTimeout(resolve, 20))
        isDone = true
        return { colleague: bo, first: { session: 'secret', colleague: ada } } as never
      },
    }, held)
    const session = storeOver({ ...answers, ...client }, useSessionStore, held)
    const people = usePeopleStore()
    const out = vi.fn<(isOut: boolean) => void>()
    watch(() => session.isOut, out, { flush: 'sync' })
    answers.answer({ 'people.current': () => current({ ...ada, name: null }, false) })
    await session.current.load()
    await people.list.load()
    answers.answer({ 'people.current': () => current(isDone ? ada : null) })
    asked.length = 0
    await people.add({ name: 'Bo', roles: ['auditor'], passphrase: 'p', first: { name: 'Ada', passphrase: 'q' } })
    expect(asked[0]).toBeUndefined()
    expect(new Set(asked.slice(1))).toEqual(new Set(['secret']))
    expect([session.isOut, session.colleague, out.mock.calls]).toEqual([false, ada, []])
    expect([people.nameOf('p-2'), people.nameOf('p-9')]).toEqual(['Bo', 'p-9'])
  })

  test('signing out forgets the session also where the engine is gone, and keeps why', async () => {
    const client = fakeClient({ 'people.current': () => current(ada) })
    const session = storeOver(client, useSessionStore)
    await session.current.load()
    client.answer({ 'people.current': () => current(null) })
    await session.signOut(30)
    expect([session.isOut, session.endedIdle]).toEqual([true, 30])
    expect(client.calls.map(([name]) => name)).toContain('people.sign-out')
  })
})

test('what a role may not do is known beforehand, by the table the engine goes by', () => {
  expect(rolesFor('settings.change', ['officer', 'auditor'])).toEqual(['administrator'])
  expect(rolesFor('request.approve', ['officer'])).toEqual(['approver'])
  expect(rolesFor('request.approve', ['officer', 'approver'])).toBeUndefined()
  expect(rolesFor('dataset.list', ['auditor'])).toBeUndefined()
  // About oneself it is everyone's.
  expect(rolesFor('people.rename', ['auditor'])).toBeUndefined()
})
