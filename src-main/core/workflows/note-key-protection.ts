import type { Workspace } from './workspace.ts'

/** Writes into the ledger how the key is kept now, where it names another way; without an entry yet there is nothing to say. */
export function noteKeyProtection({ db, ledger, ports }: Workspace): void {
  const named = ledger.namedKey()
  const keyProtection = ports.secrets.protection
  if (named === undefined || named.protection === keyProtection) return
  db.transaction(() => ledger.append({ kind: 'key-protection-changed', key: named.key, keyProtection })).immediate()
}
