import { CoreError } from '../../core/base/core-error.ts'
import { knownPassphrase } from './key-passphrase.ts'
import type { Terminal } from './terminal.ts'

/** A passphrase to sign in with that is chosen now, from a file or typed twice without being seen. Whether it is long enough, the core tells. */
export async function newPeoplePassphrase(file: string | undefined, question: string, option: string, terminal: Terminal): Promise<string> {
  const passphrase = await knownPassphrase(file, `${question}: `, terminal)
  if (passphrase === undefined || passphrase === '') throw new CoreError('usage/cannot-ask', { option })
  if (file === undefined && await knownPassphrase(undefined, 'Once more: ', terminal) !== passphrase) throw new CoreError('people/passphrases-differ', {})
  return passphrase
}
