import type { ApiName, Input, Output } from '../../contract/api.ts'
import { CoreError } from '../../core/base/core-error.ts'
import type { SignIn } from '../change-protection.ts'
import { knownPassphrase } from './key-passphrase.ts'
import type { Terminal } from './terminal.ts'

/** Names a file that holds the passphrase to sign in with; the passphrase itself is never in a variable. */
export const peoplePassphraseVariable = 'LETHE_PEOPLE_PASSPHRASE_FILE'

/** Whom a command is to sign in, and how to get their passphrase: it is asked for once. */
export interface SignInAs {
  readonly name: string
  passphrase(): Promise<string>
}

/** The colleague that --as names. */
export function signInAs(name: string | undefined, terminal: Terminal): SignInAs | undefined {
  if (name === undefined) return undefined
  let asked: Promise<string> | undefined
  return { name, passphrase: () => (asked ??= ownPassphrase(terminal)) }
}

/** One's own passphrase, from the file that the variable names, else typed without being seen. */
export async function ownPassphrase(terminal: Terminal): Promise<string> {
  const passphrase = await knownPassphrase(process.env[peoplePassphraseVariable] || undefined, 'Your passphrase: ', terminal)
  if (passphrase === undefined || passphrase === '') throw new CoreError('people/passphrase-needed', {})
  return passphrase
}

type CallSignIn = (name: 'people.sign-in', input: Input<'people.sign-in'>) => Promise<Output<'people.sign-in'>>
type CallSignOut = (name: 'people.sign-out', input: Input<'people.sign-out'>, session: string) => Promise<unknown>

/** Calls that need nobody signed in. */
const forAnyone: ReadonlySet<ApiName> = new Set(['people.sign-in'])

/** The session of a command's calls: begun with the first that needs one, ended with the command. */
export function signsIn(as: SignInAs | undefined, signIn: CallSignIn, signOut?: CallSignOut): { session(name: ApiName): Promise<string | undefined>; end(): Promise<void> } {
  let begun: Promise<string> | undefined
  return {
    async session(name) {
      if (as === undefined || forAnyone.has(name)) return undefined
      return begun ??= as.passphrase().then(passphrase => signIn('people.sign-in', { name: as.name, passphrase })).then(({ session }) => session)
    },
    async end() {
      // Whoever could not sign in is told already.
      const session = await begun?.catch(() => undefined)
      if (session !== undefined) await signOut?.('people.sign-out', {}, session).catch(() => {})
    },
  }
}

/** For what opens a workspace itself. */
export function signInOnce(as: SignInAs | undefined): SignIn {
  return async call => (as === undefined ? undefined : (await call('people.sign-in', { name: as.name, passphrase: await as.passphrase() })).session)
}
