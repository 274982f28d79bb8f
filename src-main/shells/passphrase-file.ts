import { readFileSync, statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { CoreError } from '../core/base/core-error.ts'

/** The passphrase in a file: its first line. A terminal, or anything else without an end, is none. */
export function passphraseIn(file: string): string {
  let text: string
  try {
    if (!statSync(resolve(file)).isFile()) throw new Error('not a file')
    text = readFileSync(resolve(file), 'utf8').split(/\r?\n/, 1)[0]!
  } catch {
    throw new CoreError('usage/file-unreadable', { file: basename(file) })
  }
  if (text === '') throw new CoreError('usage/cannot-ask', { option: '--passphrase-file' })
  return text.normalize('NFC')
}
