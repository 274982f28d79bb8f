import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CoreError } from '../core/base/core-error.ts'
import type { Secrets } from '../core/ports.ts'
import { keyFiles } from './key-files.ts'
import { isProtected } from './passphrase-keys.ts'

/** Keys as files in the workspace that only their owner can read: "not protected" by anything else, and labelled so. */
export function fileSecrets(directory: string): Secrets {
  const secrets = keyFiles(directory, { protection: 'not-protected', suffix: '', close: secret => secret, open: bytes => bytes })
  // Behind a passphrase: plain keys beside them are what an interrupted change left, and do not count.
  const refuseProtected = () => {
    if (isProtected(directory)) throw new CoreError('workspace/passphrase-needed', {})
  }
  return {
    ...secrets,
    read(name) {
      refuseProtected()
      const found = secrets.read(name)
      // Sealed with a key of the desktop program: it is there, but not for this process.
      if (found === undefined && existsSync(join(directory, 'keys', `${name}.sealed`))) throw new CoreError('workspace/keys-in-keychain', {})
      return found
    },
    create(name, secret) {
      refuseProtected()
      secrets.create(name, secret)
    },
    replaceAll(all) {
      refuseProtected()
      secrets.replaceAll(all)
    },
    successor: {
      ...secrets.successor,
      read() {
        refuseProtected()
        return secrets.successor.read()
      },
    },
  }
}
