import { api, type ApiName } from '../contract/api.ts'
import { sessionToken } from '../contract/people.ts'
import type { ApiClient, Reply } from '../contract/reply.ts'
import { CoreError } from '../core/base/core-error.ts'
import { errorData } from '../core/base/error-data.ts'

/** Carries out one call that came from outside and answers with data, whatever happens: the one place where errors become data. */
export async function replyTo(client: ApiClient, how: 'call' | 'start', name: unknown, input: unknown, given?: unknown): Promise<Reply<unknown>> {
  try {
    if (typeof name !== 'string' || !Object.hasOwn(api, name)) throw new CoreError('usage/unknown-call', { call: String(name).slice(0, 100) })
    const known = name as ApiName
    // What is no session is nobody's.
    const session = typeof given === 'string' && sessionToken.safeParse(given).success ? given : undefined
    return { ok: true, value: await (how === 'call' ? client.call(known, input as never, session) : client.start(known, input as never, session)) }
  } catch (error) {
    return { ok: false, error: errorData(error) }
  }
}
