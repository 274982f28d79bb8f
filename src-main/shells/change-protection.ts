import type { Input, Output } from '../contract/api.ts'
import { CoreError } from '../core/base/core-error.ts'
import { openCore, type Core } from '../core/core.ts'
import type { Run } from '../core/ports.ts'
import type { KeyKeeping } from '../engine/engine-messages.ts'
import { nodePorts, portsOf } from './node-ports.ts'
import { changePassphrase, protectKeys, unprotectKeys } from './passphrase-keys.ts'
import { unlockableSecrets } from './unlockable-secrets.ts'

/** Signs someone in by this call, where several people work in the workspace: keeping its keys otherwise is for those who may change them. */
export type SignIn = (call: (name: 'people.sign-in', input: Input<'people.sign-in'>) => Promise<Output<'people.sign-in'>>) => Promise<string | undefined>

type PassphraseKeys = KeyKeeping & { readonly kind: 'wrapped' }

/** Puts the keys of a workspace behind a passphrase, and says so in its ledger. */
export async function protectWorkspace(directory: string, passphrase: string, run: Run, signIn?: SignIn): Promise<void> {
  await withWorkspace(directory, { kind: 'files' }, { run, signIn }, () => protectKeys(directory, passphrase))
}

/** Keeps them as plain files again, and says so in its ledger. */
export async function unprotectWorkspace(directory: string, keys: PassphraseKeys, run: Run, signIn?: SignIn): Promise<void> {
  await withWorkspace(directory, keys, { run, signIn }, () => {
    unprotectKeys(directory, keys)
    return { kind: 'files' }
  })
}

/** Another passphrase for the same keys. */
export async function changeWorkspacePassphrase(directory: string, keys: PassphraseKeys, passphrase: string, run: Run, signIn?: SignIn): Promise<void> {
  await withWorkspace(directory, keys, { run, signIn }, () => {
    changePassphrase(directory, keys, passphrase)
    return keys
  })
}

/** Holds the workspace alone while its keys are kept otherwise: an engine would go on with them as they were. */
async function withWorkspace(directory: string, keys: KeyKeeping, { run, signIn = async () => undefined }: { readonly run: Run; readonly signIn: SignIn | undefined }, change: () => KeyKeeping): Promise<void> {
  const ports = portsOf(directory, keys)
  const { secrets, use } = unlockableSecrets(ports.secrets)
  let core: Core
  try {
    core = openCore(directory, { ...ports, secrets })
  } catch (error) {
    throw error instanceof CoreError && error.code === 'workspace/in-use' ? new CoreError('key/workspace-open', {}) : error
  }
  try {
    const caller = { session: await signIn((name, input) => core.call(name, input, run)) }
    const actor = core.admit('key.rotate', {}, caller)
    core.recover(run)
    const present = (await core.call('key.list', {}, run, caller)).at(-1)
    if (present?.held === false) throw new CoreError('workspace/signing-key-missing', { fingerprint: present.fingerprint })
    const kept = change()
    use((kept.kind === 'files' ? nodePorts(directory) : portsOf(directory, kept)).secrets)
    // Were it cut short here, the next entry that is written would say it first.
    core.noteKeyProtection(actor)
  } finally {
    core.close()
  }
}
