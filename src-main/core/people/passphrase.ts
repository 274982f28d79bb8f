import { scrypt, timingSafeEqual } from 'node:crypto'
import { CoreError } from '../base/core-error.ts'
import type { RandomBytes } from '../ports.ts'
import type { ScryptParams, StoredPassphrase } from './actor-table.ts'

/** 128 MiB of memory and about half a second for each passphrase that is tried (RFC 7914), off this thread. */
const cost: ScryptParams = { N: 2 ** 17, r: 8, p: 1 }
const saltBytes = 16
const hashBytes = 32

const least = 8
const leastDifferent = 4

/** Throws 'people/passphrase-short'. */
export function refuseWeak(passphrase: string): void {
  const characters = [...passphrase.normalize('NFC')]
  if (characters.length < least || new Set(characters).size < leastDifferent) throw new CoreError('people/passphrase-short', { least, different: leastDifferent })
}

/** What is kept of a passphrase that is chosen now. */
export async function hashPassphrase(passphrase: string, randomBytes: RandomBytes): Promise<StoredPassphrase> {
  const salt = randomBytes(saltBytes)
  return { salt, hash: await derived(passphrase, salt, cost), params: cost }
}

/** Takes the same time where there is nothing to compare with, so that nobody learns from it who works here. */
export async function isPassphrase(passphrase: string, stored: StoredPassphrase | undefined): Promise<boolean> {
  const { salt, hash, params } = stored ?? { salt: Buffer.alloc(saltBytes), hash: Buffer.alloc(hashBytes), params: cost }
  const found = await derived(passphrase, salt, params)
  return stored !== undefined && found.length === hash.length && timingSafeEqual(found, hash)
}

function derived(passphrase: string, salt: Buffer, params: ScryptParams): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFC'), salt, hashBytes, { ...params, maxmem: 256 * 1024 * 1024 }, (error, key) => (error === null ? resolve(key) : reject(error)))
  })
}
