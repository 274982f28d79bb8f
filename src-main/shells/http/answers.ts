import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ApiError, ErrorCode } from '../../contract/errors.ts'
import type { Reply } from '../../contract/reply.ts'
import { blameFor } from '../../contract/sentences/en.ts'
import { contentSecurityPolicy } from '../content-security-policy.ts'

/** With every answer. No header lets another origin read anything. */
export const safeHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
}

const statuses: { readonly [C in ErrorCode]?: number } = {
  'usage/unknown-call': 404, 'usage/bad-input': 400, 'job/not-a-job': 400, 'job/not-found': 404, 'file/unknown': 404, 'file/erasure-running': 409,
  'engine/message-too-large': 413, 'page/not-let-in': 401, 'page/bad-ticket': 403, 'page/too-many-tries': 429, 'file/no-space': 507,
  'workspace/disk-full': 507, 'engine/gone': 503, 'people/sign-in-needed': 401, 'people/sign-in-wrong': 403, 'people/role-missing': 403, 'people/sign-in-later': 429,
}

const refusals = { host: 421, origin: 403, path: 404, method: 405, 'content-type': 415, length: 411, slow: 408, malformed: 400 } as const

/** For whoever watches the traffic; a page reads the error itself. */
export function statusOf(error: ApiError): number {
  if (error.code === 'page/refused') return refusals[error.details.why]
  return statuses[error.code] ?? (blameFor(error.code) === 'input' ? 422 : 500)
}

export function sendReply(response: ServerResponse, reply: Reply<unknown>): void {
  if (response.headersSent || response.destroyed) return
  const text = JSON.stringify(reply)
  response.writeHead(reply.ok ? 200 : statusOf(reply.error), { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
  response.end(text)
}

/**
 * What a refused request still sends is read and dropped for a while: closing at once would make a browser that is still sending
 * lose the answer.
 */
export function dropRest(request: IncomingMessage, response: ServerResponse, lingerMs: number): void {
  if (request.complete || request.destroyed) return
  request.on('error', () => {})
  request.resume()
  const timer = setTimeout(() => request.destroy(), lingerMs)
  request.once('close', () => clearTimeout(timer))
  response.once('error', () => {})
}
