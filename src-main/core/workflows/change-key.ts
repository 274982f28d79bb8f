import type { ChangedKey } from '../../contract/key.ts'
import type { LedgerEntry } from '../../contract/ledger.ts'
import { CoreError } from '../base/core-error.ts'
import type { SigningKey } from '../ledger/signing-key.ts'
import type { Workspace } from './workspace.ts'

/**
 * Puts a new signing key in the place of the present one, in the transaction of the caller: the new key is written beside the old one,
 * the ledger names it under both signatures, and once that is committed the old one is destroyed. Killed before that moment the old key
 * counts, after it the new one.
 */
export function rotateKey({ ledger }: Workspace): ChangedKey {
  const before = ledger.namedKey()
  return changed(ledger.rotateKey(), before?.key ?? '')
}

/** The same where the present key is lost, and so cannot sign that another takes its place; the person types its fingerprint. */
export function declareKeyLost({ ledger }: Workspace, fingerprint: string): ChangedKey {
  const named = ledger.namedKey()
  if (named === undefined) throw new CoreError('ledger/empty', {})
  if (named.key !== fingerprint) throw new CoreError('key/other-fingerprint', { fingerprint: named.key })
  return changed(ledger.replaceLostKey(), named.key)
}

const changed = ({ entry, key }: { readonly entry: LedgerEntry; readonly key: SigningKey }, before: string): ChangedKey => ({ key: key.fingerprint, before, protection: key.protection, seq: entry.seq })
