import { CoreError } from '../../core/base/core-error.ts'
import type { KeyKeeping } from '../../engine/engine-messages.ts'
import { passphraseIn } from '../passphrase-file.ts'
import { refuseWeak, unlockKeys } from '../passphrase-keys.ts'
import type { Terminal } from './terminal.ts'

/** A passphrase that is there already, from a file or typed without being seen; undefined where it can be neither. */
export async function knownPassphrase(file: string | undefined, question: string, terminal: Terminal): Promise<string | undefined> {
  if (file !== undefined) return passphraseIn(file)
  return terminal.interactive ? (await terminal.askHidden(question)).normalize('NFC') : undefined
}

/** A passphrase that is chosen now: what is typed without being seen is typed twice. */
export async function newKeyPassphrase(file: string | undefined, terminal: Terminal): Promise<string> {
  const passphrase = await knownPassphrase(file, 'New passphrase: ', terminal)
  if (passphrase === undefined) throw new CoreError('usage/cannot-ask', { option: '--new-passphrase-file' })
  refuseWeak(passphrase)
  if (file === undefined && await knownPassphrase(undefined, 'Once more: ', terminal) !== passphrase) throw new CoreError('key/passphrases-differ', {})
  return passphrase
}

/** Names a file that holds the passphrase of a workspace's keys; the passphrase itself is never in a variable. */
export const passphraseVariable = 'LETHE_PASSPHRASE_FILE'

/** Opens the keys of a workspace with its passphrase. */
export const askForKeys = async (directory: string, file: string | undefined, terminal: Terminal): Promise<KeyKeeping & { readonly kind: 'wrapped' }> => unlockKeys(directory, await askForPassphrase(file, terminal))

/** The passphrase of a workspace's keys, from the file that is named, else from the terminal. */
export async function askForPassphrase(file: string | undefined, terminal: Terminal): Promise<string> {
  const passphrase = await knownPassphrase(file ?? (process.env[passphraseVariable] || undefined), 'Passphrase of the keys: ', terminal)
  if (passphrase === undefined) throw new CoreError('workspace/passphrase-needed', {})
  return passphrase
}
