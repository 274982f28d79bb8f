import type { ApiName, Input, Output } from '../contract/api.ts'
import type { AnyEvent } from '../contract/events.ts'
import type { JobSummary } from '../contract/job.ts'
import type { ApiClient, Reply } from '../contract/reply.ts'
import type { FileToken } from '../contract/shape.ts'
import { CoreError } from '../core/base/core-error.ts'
import { errorFrom } from '../core/base/error-data.ts'
import type { HandedFile } from '../core/base/handed-files.ts'
import type { Channel } from './channel.ts'
import type { EngineAnswer, EngineRequest } from './engine-messages.ts'
import { eventHub } from './event-hub.ts'

/** An engine in another process. */
export interface RemoteEngine extends ApiClient {
  handOut(use: 'read' | 'write', file: HandedFile): Promise<FileToken>
  /** Asks the engine to stop; it closes the line when it has. */
  stop(): void
  /** Lets go of the line; the engine goes on. */
  close(): void
}

type WithoutId<T> = T extends { readonly id: number } ? Omit<T, 'id'> : never

/** Speaks to the engine at the other end of the channel. What was asked and not answered when the line closes fails with 'engine/gone'. */
export function remoteEngine(channel: Channel): RemoteEngine {
  const waiting = new Map<number, (reply: Reply<unknown>) => void>()
  const hub = eventHub()
  let lastId = 0
  let gone = false

  channel.onMessage(message => {
    const answer = message as EngineAnswer
    if ('event' in answer) hub.tell(answer.event, (answer as AnyEvent).data as never)
    if (!('reply' in answer)) return
    waiting.get(answer.id)?.(answer.reply)
    waiting.delete(answer.id)
  })
  channel.onClose(() => {
    gone = true
    for (const answered of waiting.values()) answered({ ok: false, error: { code: 'engine/gone', details: {} } })
    waiting.clear()
    hub.tell('engine.changed', { state: 'stopped' })
  })

  async function ask<T>(request: WithoutId<EngineRequest>): Promise<T> {
    if (gone) throw new CoreError('engine/gone', {})
    const { promise, resolve } = Promise.withResolvers<Reply<unknown>>()
    const id = (lastId += 1)
    waiting.set(id, resolve)
    channel.post({ id, ...request })
    const reply = await promise
    if (!reply.ok) throw errorFrom(reply.error)
    return reply.value as T
  }

  return {
    call: <N extends ApiName>(name: N, input: Input<N>, session?: string) => ask<Output<N>>({ do: 'call', name, input, ...(session === undefined ? {} : { session }) }),
    start: (name, input, session) => ask<JobSummary>({ do: 'start', name, input, ...(session === undefined ? {} : { session }) }),
    on: (event, told) => hub.on(event, told),
    handOut: (use, file) => ask<FileToken>({ do: 'handOut', use, file }),
    stop: () => channel.post({ id: (lastId += 1), do: 'stop' } satisfies EngineRequest),
    close: () => channel.close(),
  }
}
