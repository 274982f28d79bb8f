import { createHash, createHmac } from 'node:crypto'

export const sha256 = (...parts: (Uint8Array | string)[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

export const hmacSha256 = (key: Uint8Array, text: Uint8Array | string): Buffer => createHmac('sha256', key).update(text).digest()
