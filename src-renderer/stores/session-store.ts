import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { ApiName } from '../../src-main/contract/api.ts'
import type { SignedIn } from '../../src-main/contract/people.ts'
import { useApiClient, useHeldSession } from '../client/injected.ts'
import { followParts } from './follow-parts.ts'
import { loadable } from './loadable.ts'
import { rolesFor } from './roles-for.ts'

/** Who works in this window, where people sign in. */
export const useSessionStore = defineStore('session', () => {
  const client = useApiClient()
  const held = useHeldSession()
  const current = loadable(() => client.call('people.current', {}))
  /** Minutes without a sign of them after which they were signed out; undefined where they were not. */
  const endedIdle = shallowRef<number>()
  const signsIn = computed(() => current.content.value?.signsIn === true)
  const colleague = computed(() => current.content.value?.colleague ?? undefined)
  /** Nobody is signed in though people do. */
  const isOut = computed(() => signsIn.value && colleague.value === undefined)

  followParts(client, ['people'], () => void current.refresh())
  watch(held.refusals, () => void current.load())

  function take({ session }: SignedIn): Promise<void> {
    held.token.value = session
    endedIdle.value = undefined
    return current.load()
  }

  return {
    current, signsIn, colleague, isOut, endedIdle,
    /** Carries out a call that may sign its caller in. */
    async letInBy(work: () => Promise<SignedIn | null>): Promise<void> {
      let ready!: () => void
      const working = work()
      // That people sign in from now on is told to every window before the answer is here.
      held.waitsFor = new Promise<void>(resolve => (ready = resolve))
      let first: SignedIn | null = null
      try {
        first = await working
        if (first !== null) held.token.value = first.session
      } finally {
        held.waitsFor = undefined
        ready()
      }
      if (first !== null) await take(first)
    },
    signIn: async (name: string, passphrase: string) => take(await client.call('people.sign-in', { name, passphrase })),
    async signOut(idleMinutes?: number): Promise<void> {
      // The engine forgets it; where it cannot be reached it has none.
      await client.call('people.sign-out', {}).catch(() => {})
      held.token.value = undefined
      endedIdle.value = idleMinutes
      await current.load()
    },
    /** Says to the engine that somebody is here who asks nothing. */
    stay: () => current.load(),
    /** The roles a call is for that whoever is signed in has none of; undefined where they may make it. */
    lacks: (name: ApiName) => (signsIn.value && colleague.value !== undefined ? rolesFor(name, colleague.value.roles) : undefined),
  }
})
