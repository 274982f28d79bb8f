import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { text } from 'node:stream/consumers'
import { CoreError } from '../../core/base/core-error.ts'
import type { Terminal } from './terminal.ts'

/** A value given on the command line, or, where it is "-", typed without echo or read from standard input: it need not stand in a shell history. */
export async function readValue(given: string, option: string, terminal: Terminal): Promise<string> {
  if (given !== '-') return given
  const value = terminal.interactive ? await terminal.askHidden(`${option}: `) : (await text(process.stdin)).replace(/\r?\n$/, '')
  if (value === '') throw new CoreError('usage/cannot-ask', { option })
  return value
}

/** The row numbers in a file, one a line; "-" reads standard input. Blank lines do not count. */
export async function readRowNumbers(file: string): Promise<number[]> {
  const content = file === '-' ? await text(process.stdin) : readText(file)
  return content.split(/\r\n|\n|\r/).flatMap((line, i) => {
    const trimmed = line.trim()
    if (trimmed === '') return []
    const row = /^\d+$/.test(trimmed) ? Number(trimmed) : 0
    if (!Number.isSafeInteger(row) || row < 1 || row > 4_294_967_295) throw new CoreError('request/bad-row-number', { line: i + 1 })
    return [row]
  })
}

/** A whole text: a file's, or with "-" what is on standard input. */
export const readWholeText = async (file: string): Promise<string> => (file === '-' ? text(process.stdin) : readText(file))

function readText(file: string): string {
  try {
    // A pipe is fine; a device may never end.
    if (statSync(file).isCharacterDevice()) throw new Error('not a list')
    return readFileSync(file, 'utf8')
  } catch {
    throw new CoreError('usage/file-unreadable', { file: basename(file) })
  }
}
