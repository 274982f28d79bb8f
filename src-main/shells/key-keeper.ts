import { CoreError } from '../core/base/core-error.ts'
import type { KeyKeeping } from '../engine/engine-messages.ts'
import type { KeyKeeper } from '../engine/key-keeper.ts'
import type { Secrets } from '../core/ports.ts'
import { portsOf } from './node-ports.ts'
import { changePassphrase, isProtected, protectKeys, refuseWeak, unlockKeys, unprotectKeys } from './passphrase-keys.ts'
import { unlockableSecrets } from './unlockable-secrets.ts'

/** The keys of a workspace that is open, kept as said until that is changed; `tell` hears of it then. */
export function keyKeeper(directory: string, first: KeyKeeping, tell: (keys: KeyKeeping) => void = () => {}): KeyKeeper & { readonly secrets: Secrets } {
  let keys = first
  const { secrets, use } = unlockableSecrets(portsOf(directory, keys).secrets)
  function become(next: KeyKeeping): void {
    keys = next
    use(portsOf(directory, next).secrets)
    tell(next)
  }
  return {
    secrets,
    now: () => keys,
    protect(passphrase, current) {
      refuseWeak(passphrase)
      if (!isProtected(directory)) return become(protectKeys(directory, passphrase))
      if (current === undefined) throw new CoreError('workspace/passphrase-needed', {})
      changePassphrase(directory, unlockKeys(directory, current), passphrase)
    },
    unprotect(current) {
      if (!isProtected(directory)) throw new CoreError('key/not-protected', {})
      unprotectKeys(directory, unlockKeys(directory, current))
      become({ kind: 'files' })
    },
  }
}
