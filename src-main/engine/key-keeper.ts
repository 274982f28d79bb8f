import type { KeyKeeping } from './engine-messages.ts'

/** How the keys of an open workspace are kept. Whoever changes it sees to it that nobody else works with them meanwhile. */
export interface KeyKeeper {
  now(): KeyKeeping
  /** Puts them behind a passphrase, or behind another one in the place of `current`. */
  protect(passphrase: string, current?: string): void
  /** Makes plain files of them again. */
  unprotect(current: string): void
}
