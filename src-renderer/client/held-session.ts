import { shallowRef, type ShallowRef } from 'vue'
import type { ApiName, Input } from '../../src-main/contract/api.ts'
import type { ApiClient } from '../../src-main/contract/reply.ts'
import { isCode } from './failure.ts'

/** The session of whoever signed in in this window: in its memory alone, never in a cookie or a store of the browser. */
export interface HeldSession {
  readonly token: ShallowRef<string | undefined>
  /** Until then calls wait: one is under way whose answer brings a session, and what is asked without it would be refused. */
  waitsFor: Promise<void> | undefined
  /** How often a call was refused because nobody is signed in, or no longer. */
  readonly refusals: ShallowRef<number>
}

export const heldSession = (): HeldSession => ({ token: shallowRef(), waitsFor: undefined, refusals: shallowRef(0) })

/** The same client, whose calls carry the session that is held when they are made. */
export function withSession(client: ApiClient, held: HeldSession): ApiClient {
  async function watched<T>(work: (session: string | undefined) => Promise<T>): Promise<T> {
    if (held.waitsFor !== undefined) await held.waitsFor
    const asked = held.token.value
    try {
      return await work(asked)
    } catch (thrown) {
      // An answer to a call made before someone signed in says nothing about them.
      if (isCode(thrown, 'people/sign-in-needed') && held.token.value === asked) held.refusals.value += 1
      throw thrown
    }
  }
  return {
    call: <N extends ApiName>(name: N, input: Input<N>) => watched(session => client.call(name, input, session)),
    start: <N extends ApiName>(name: N, input: Input<N>) => watched(session => client.start(name, input, session)),
    on: (event, told) => client.on(event, told),
  }
}
