import type { KeySummary } from '../../contract/key.ts'
import { CoreError } from '../base/core-error.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { pemOf } from '../ledger/signing-key.ts'
import type { Workspace } from './workspace.ts'

/** Every key the ledger has named, in order; none before its first entry. */
export function listKeys({ ledger }: Workspace): KeySummary[] {
  return ledger.keyPeriods().map(period => {
    const current = period.untilSeq === null
    const known = current ? ledger.publicKeyOf(period.fingerprint) : undefined
    return { ...period, current, held: current ? isHeld(ledger) : null, publicKeyPem: known === undefined ? null : pemOf(known) }
  })
}

function isHeld(ledger: Ledger): boolean | null {
  try {
    ledger.key()
    return true
  } catch (error) {
    if (error instanceof CoreError && (error.code === 'workspace/signing-key-missing' || error.code === 'workspace/key-unusable')) return false
    // Behind a passphrase, or in a keychain, that this process does not have.
    if (error instanceof CoreError) return null
    throw error
  }
}
