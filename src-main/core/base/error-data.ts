import type { ApiError } from '../../contract/errors.ts'
import { CoreError } from './core-error.ts'

/**
 * Any error as data that may cross a boundary. What is not ours keeps only the places in our files where it came from: the words
 * of another library could quote a row.
 */
export function errorData(error: unknown): ApiError {
  if (error instanceof CoreError) return { code: error.code, details: error.details } as ApiError
  return { code: 'internal', details: { frames: framesOf(error) } }
}

/** The error again at the other end. */
export const errorFrom = ({ code, details }: ApiError): CoreError => new CoreError(code, details as never)

const mostFrames = 8

function framesOf(error: unknown): string[] {
  const lines = error instanceof Error ? (error.stack ?? '').split('\n') : []
  return lines.map(line => line.trim()).filter(line => line.startsWith('at ')).slice(0, mostFrames).map(withoutFolders)
}

/** "at run (file:///home/somebody/lethe/src-main/core/core.ts:3:1)" says no more than from src-main on. */
const withoutFolders = (frame: string): string => frame.replace(/(?:file:\/\/)?[^\s(]*?((?:src-main|src-renderer|node_modules|out)[\\/])/, '$1')
