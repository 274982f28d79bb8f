import type { Secrets } from '../core/ports.ts'

export interface UnlockableSecrets {
  readonly secrets: Secrets
  /** From now on these keys are read and written. */
  use(secrets: Secrets): void
}

/** Keys that a core holds on to while a passphrase is asked for: first those that say one is needed, then those it opened. */
export function unlockableSecrets(locked: Secrets): UnlockableSecrets {
  let now = locked
  return {
    use(secrets) {
      now = secrets
    },
    secrets: {
      get protection() {
        return now.protection
      },
      read: name => now.read(name),
      create: (name, secret) => now.create(name, secret),
      replaceAll: secrets => now.replaceAll(secrets),
      successor: {
        read: () => now.successor.read(),
        create: secret => now.successor.create(secret),
        promote: () => now.successor.promote(),
        drop: () => now.successor.drop(),
      },
    },
  }
}
