import type { ApiError, ErrorCode } from '../../src-main/contract/errors.ts'
import { sentences, sentenceFor } from '../../src-main/contract/sentences/en.ts'

/** What a call failed with, whatever was thrown: a client rejects with an object that carries the error as data. */
export function errorOf(thrown: unknown): ApiError {
  const carried = isObject(thrown) && isObject(thrown['error']) ? thrown['error'] : thrown
  if (isObject(carried) && typeof carried['code'] === 'string') return { code: carried['code'], details: carried['details'] ?? {} } as unknown as ApiError
  return { code: 'internal', details: { frames: framesOf(thrown) } }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const framesOf = (thrown: unknown): string[] => (thrown instanceof Error ? (thrown.stack ?? '').split('\n').filter(line => line.trim().startsWith('at ')).slice(0, 5) : [])

/** What happened and what to do. A code this window does not know comes from an engine of another version. */
export function sentenceOf(error: ApiError): string {
  if (!Object.hasOwn(sentences, error.code)) return `The engine answered with "${String(error.code).slice(0, 60)}", which this window does not know. They may be of different versions: start both again.`
  return sentenceFor(error)
}

export const isCode = (thrown: unknown, code: ErrorCode): boolean => errorOf(thrown).code === code
