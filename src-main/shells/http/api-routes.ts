import type { IncomingMessage, ServerResponse } from 'node:http'
import { api } from '../../contract/api.ts'
import { CoreError } from '../../core/base/core-error.ts'
import type { Engine } from '../../engine/engine.ts'
import { replyTo } from '../../engine/reply-to.ts'
import { sendReply } from './answers.ts'
import type { Limits } from './limits.ts'
import { readJson } from './read-json.ts'
import type { UploadGate } from './upload-gate.ts'

/** Calls whose input may name ten million rows. */
const withRowLists: ReadonlySet<string> = new Set(['request.open', 'model.compare'])

export interface ApiRoutesParts {
  readonly engine: Engine
  readonly gate: UploadGate
  readonly limits: Limits
}

/** Answers POST /api/NAME when the call is done, and POST /start/NAME as soon as it is a job. The content is the call's input; the header lethe-session, never a cookie, says who signed in. */
export function apiRoute({ engine, gate, limits }: ApiRoutesParts) {
  return async (request: IncomingMessage, response: ServerResponse, how: 'call' | 'start', name: string): Promise<void> => {
    // Before anything of the content is read.
    if (!Object.hasOwn(api, name)) throw new CoreError('usage/unknown-call', { call: name.slice(0, 100) })
    const input = await readJson(request, { mostBytes: withRowLists.has(name) ? limits.rowListBytes : limits.callBytes, mostMs: limits.callMs })
    const session = request.headers['lethe-session']
    sendReply(response, await gate.during(name, input, how, () => replyTo(engine, how, name, input, session), session))
  }
}
