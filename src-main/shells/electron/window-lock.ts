import type { KeyKeeping } from '../../engine/engine-messages.ts'
import { isProtected } from '../passphrase-keys.ts'

/** Where the keys of the workspace are behind a passphrase, the window asks for it before anything is opened. */
export interface WindowLock {
  isLocked(): boolean
  /** Throws where this passphrase does not open the keys; another may be tried then. */
  unlock(passphrase: string): Promise<void>
  /** How the keys are kept, once that is known. */
  readonly keys: Promise<KeyKeeping>
}

/** `keep` says how the keys are kept, with a passphrase where there is one; `given`: the passphrase of a file that was named. */
export function windowLock(directory: string, keep: (passphrase?: () => string) => Promise<KeyKeeping>, given?: () => string): WindowLock {
  const { promise: keys, resolve, reject } = Promise.withResolvers<KeyKeeping>()
  let locked = given === undefined && isProtected(directory)
  if (!locked) keep(given).then(resolve, reject)
  return {
    keys,
    isLocked: () => locked,
    async unlock(passphrase) {
      // A second answer to the same question.
      if (!locked) return
      const kept = await keep(() => passphrase)
      locked = false
      resolve(kept)
    },
  }
}
