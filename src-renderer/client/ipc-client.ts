import type { WindowBridge } from '../../src-main/contract/bridge.ts'
import type { ApiName, Input, Output } from '../../src-main/contract/api.ts'
import type { EventData, EventName } from '../../src-main/contract/events.ts'
import type { JobSummary } from '../../src-main/contract/job.ts'
import type { ApiClient, Reply } from '../../src-main/contract/reply.ts'
import { ApiFailure } from './api-failure.ts'

/** The contract over what the desktop's preload script offers. */
export function ipcClient(bridge: WindowBridge): ApiClient {
  return {
    call: async <N extends ApiName>(name: N, input: Input<N>, session?: string) => valueOf(await bridge.call(name, plain(input), ...given(session))) as Output<N>,
    start: async (name, input, session) => valueOf(await bridge.start(name, plain(input), ...given(session))) as JobSummary,
    on: <E extends EventName>(name: E, told: (data: EventData<E>) => void) => bridge.onEvent(({ event, data }) => {
      if (event === name) told(data as EventData<E>)
    }),
  }
}

/** What a reply carries; throws ApiFailure where it is a refusal. */
export function valueOf<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new ApiFailure(reply.error)
  return reply.value
}

const given = (session: string | undefined): [] | [string] => (session === undefined ? [] : [session])

/** As it would arrive over HTTP: without a store's proxies, which cannot cross, and without fields that are undefined. */
const plain = (input: unknown): unknown => JSON.parse(JSON.stringify(input))
