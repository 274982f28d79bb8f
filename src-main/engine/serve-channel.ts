import type { ApiClient, Reply } from '../contract/reply.ts'
import type { HandedFiles } from '../core/base/handed-files.ts'
import { errorData } from '../core/base/error-data.ts'
import { CoreError } from '../core/base/core-error.ts'
import type { Channel } from './channel.ts'
import type { EngineAnswer, EngineRequest } from './engine-messages.ts'
import { tellAll } from './event-hub.ts'
import { replyTo } from './reply-to.ts'

/**
 * Answers the requests of one channel until it closes. Whoever is at its other end may name files of this computer by their paths,
 * and stop the engine where `stop` is given.
 */
export function serveChannel(engine: ApiClient & { readonly files: HandedFiles }, channel: Channel, stop?: () => void): void {
  const post = (answer: EngineAnswer) => channel.post(answer)
  const quiet = tellAll(engine.on, event => post(event))
  channel.onClose(quiet)
  channel.onMessage(message => void answer(message as EngineRequest))

  async function answer(request: EngineRequest): Promise<void> {
    // Out of order, of another kind or without a number: nobody could tell which request an answer belongs to.
    if (typeof request !== 'object' || request === null || !Number.isSafeInteger(request.id)) return
    switch (request.do) {
      case 'call':
      case 'start': return reply(request.id, await replyTo(engine, request.do, request.name, request.input, request.session))
      case 'handOut': return post({ id: request.id, reply: handOut(request) })
      case 'stop': return stop?.()
      default: return post({ id: (request as EngineRequest).id, reply: { ok: false, error: errorData(new CoreError('usage/bad-input', { field: 'do', problem: 'unknown request' })) } })
    }
  }

  function reply(id: number, answered: Reply<unknown>): void {
    try {
      post({ id, reply: answered })
    } catch (error) {
      // Too large for the line; who asked is not left waiting.
      post({ id, reply: { ok: false, error: errorData(error) } })
    }
  }

  function handOut({ use, file }: Extract<EngineRequest, { do: 'handOut' }>) {
    const sound = (use === 'read' || use === 'write') && typeof file?.path === 'string' && typeof file.name === 'string' && typeof file.mayReplace === 'boolean'
    if (!sound) return { ok: false as const, error: errorData(new CoreError('usage/bad-input', { field: 'file', problem: 'not a file' })) }
    return { ok: true as const, value: engine.files.handOut(file.path, use, file) }
  }
}
