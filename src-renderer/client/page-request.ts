import type { Reply } from '../../src-main/contract/reply.ts'
import { ApiFailure } from './api-failure.ts'

/** Asks the server this page came from. Every method rejects with ApiFailure, 'page/unreachable' where nobody answers. */
export interface PageRequest {
  /** Posts JSON and gives the value of the reply; session is that of whoever signed in, where people do. */
  ask<T>(path: string, content: unknown, options?: { readonly keepalive?: boolean; readonly session?: string | undefined }): Promise<T>
  /** Posts bytes and gives the value of the reply. */
  sendBytes<T>(path: string, content: Blob): Promise<T>
  /** Posts JSON and gives the bytes that are answered. */
  fetchBytes(path: string, content: unknown): Promise<Blob>
  /** Opens a stream of text that goes on until either side ends it. */
  stream(path: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>
}

export interface PageRequestParts {
  readonly fetch: typeof globalThis.fetch
  /** Absent before the page was let in. */
  readonly token?: string
}

export function pageRequest({ fetch, token }: PageRequestParts): PageRequest {
  const letIn: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
  async function send(path: string, init: RequestInit): Promise<Response> {
    let response
    try {
      response = await fetch(path, { ...init, headers: { ...letIn, ...init.headers }, credentials: 'omit', cache: 'no-store', redirect: 'error' })
    } catch {
      throw new ApiFailure({ code: 'page/unreachable', details: {} })
    }
    if (!response.ok) throw await refusalIn(response)
    return response
  }
  return {
    ask: async (path, content, { keepalive = false, session } = {}) => valueIn(await send(path, { ...json(content, session), keepalive })),
    sendBytes: async (path, content) => valueIn(await send(path, { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: content })),
    fetchBytes: async (path, content) => unbroken((await send(path, json(content))).blob()),
    async stream(path, signal) {
      const { body } = await send(path, { method: 'GET', signal })
      if (body === null) throw new ApiFailure({ code: 'page/unreachable', details: {} })
      return body
    },
  }
}

const json = (content: unknown, session?: string): RequestInit => ({ method: 'POST', headers: { 'content-type': 'application/json', ...(session === undefined ? {} : { 'lethe-session': session }) }, body: JSON.stringify(content) })

async function valueIn<T>(response: Response): Promise<T> {
  const reply = await unbroken(response.json() as Promise<Reply<T>>)
  if (!reply.ok) throw new ApiFailure(reply.error)
  return reply.value
}

async function refusalIn(response: Response): Promise<ApiFailure> {
  try {
    const reply = await response.json() as Reply<unknown>
    if (!reply.ok) return new ApiFailure(reply.error)
  } catch {
    // Not from our server, or cut off.
  }
  return new ApiFailure({ code: 'page/unreachable', details: {} })
}

/** An answer whose rest never came is no answer. */
async function unbroken<T>(content: Promise<T>): Promise<T> {
  try {
    return await content
  } catch {
    throw new ApiFailure({ code: 'page/unreachable', details: {} })
  }
}
