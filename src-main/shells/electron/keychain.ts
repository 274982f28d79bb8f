import type { SafeStorage } from 'electron'
import type { Keychain } from './secrets.ts'

/**
 * The login keychain (macOS), the data protection service (Windows) or the desktop's password store (Linux). Without a store Linux
 * "encrypts" with a word that everyone knows: that protects nothing, and is not used.
 */
export function electronKeychain(safeStorage: SafeStorage, platform: NodeJS.Platform): Keychain {
  return {
    async isProtecting() {
      // Electron before 41 has no asynchronous form, and is used in tests only.
      if (typeof safeStorage.isAsyncEncryptionAvailable !== 'function' || !await safeStorage.isAsyncEncryptionAvailable()) return false
      return platform !== 'linux' || !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())
    },
    encrypt: text => safeStorage.encryptStringAsync(text),
    decrypt: async encrypted => (await safeStorage.decryptStringAsync(encrypted)).result,
  }
}
