import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { RandomBytes } from '../ports.ts'

const nonceBytes = 12
const tagBytes = 16

/** Encrypts with AES-256-GCM: nonce ‖ tag ‖ ciphertext. */
export function seal(key: Uint8Array, text: string, randomBytes: RandomBytes): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body])
}

/** Opens what `seal` closed; throws where key or bytes are not the same. */
export function unseal(key: Uint8Array, sealed: Uint8Array): string {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes))
  decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes))
  return decipher.update(sealed.subarray(nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8')
}
