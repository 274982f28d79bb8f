import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { Input } from '../../src-main/contract/api.ts'
import { useApiClient } from '../client/injected.ts'
import { followParts } from './follow-parts.ts'
import { loadable } from './loadable.ts'
import { useSessionStore } from './session-store.ts'

/** The colleagues who work here. Names are joined to ids in the window alone. */
export const usePeopleStore = defineStore('people', () => {
  const client = useApiClient()
  const session = useSessionStore()
  const list = loadable(() => client.call('people.list', {}))
  const names = computed(() => new Map((list.content.value ?? []).flatMap(({ id, name }) => (name === null ? [] : [[id, name] as const]))))
  followParts(client, ['people'], () => void list.refresh())
  return {
    list,
    /** What someone is called; the id of one who has no name, or left. */
    nameOf: (id: string): string => names.value.get(id) ?? id,
    /** With the second one the first is signed in by it. */
    async add(input: Input<'people.add'>): Promise<void> {
      await session.letInBy(async () => (await client.call('people.add', input)).first)
      await list.load()
    },
    async change(input: Input<'people.change'>): Promise<void> {
      await client.call('people.change', input)
      await list.load()
    },
    async rename(input: Input<'people.rename'>): Promise<void> {
      await client.call('people.rename', input)
      await list.load()
    },
    setPassphrase: (input: Input<'people.set-passphrase'>) => client.call('people.set-passphrase', input),
    async takeOut(id: string): Promise<void> {
      await client.call('people.remove', { id })
      // Whoever took themselves out is signed out by it.
      await session.current.load()
      if (!session.isOut) await list.load()
    },
    async setIdle(minutes: number): Promise<void> {
      await client.call('people.set-idle', { minutes })
      await session.current.load()
    },
  }
})
