import type { IncomingMessage } from 'node:http'
import { CoreError } from '../../core/base/core-error.ts'

/** The content of a request as JSON; throws coded errors for anything else, for more than `mostBytes` and for more time than `mostMs`. */
export async function readJson(request: IncomingMessage, { mostBytes, mostMs }: { readonly mostBytes: number; readonly mostMs: number }): Promise<unknown> {
  const { headers } = request
  if (!/^application\/json(; ?charset=utf-8)?$/i.test(headers['content-type'] ?? '') || headers['content-encoding'] !== undefined) throw new CoreError('page/refused', { why: 'content-type' })
  if (Number(headers['content-length'] ?? 0) > mostBytes) throw tooLarge(mostBytes)
  const bytes = await readAll(request, mostBytes, mostMs)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown
  } catch {
    throw new CoreError('usage/bad-input', { field: 'content', problem: 'not JSON in UTF-8' })
  }
}

function readAll(request: IncomingMessage, mostBytes: number, mostMs: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const chunks: Buffer[] = []
  let size = 0
  const timer = setTimeout(() => reject(new CoreError('page/refused', { why: 'slow' })), mostMs)
  const take = (chunk: Buffer) => {
    size += chunk.length
    if (size > mostBytes) reject(tooLarge(mostBytes))
    else chunks.push(chunk)
  }
  request.on('data', take)
  request.once('end', () => resolve(Buffer.concat(chunks)))
  request.once('close', () => reject(new CoreError('page/refused', { why: 'malformed' })))
  request.on('error', () => {})
  return promise.finally(() => {
    clearTimeout(timer)
    request.off('data', take)
    chunks.length = 0
  })
}

const tooLarge = (mostBytes: number) => new CoreError('engine/message-too-large', { mostMebibytes: Math.max(1, Math.floor(mostBytes / (1024 * 1024))) })
