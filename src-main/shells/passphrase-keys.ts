import { randomBytes, scryptSync } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { CoreError } from '../core/base/core-error.ts'
import { seal, unseal } from '../core/base/seal.ts'
import { shredFile } from '../core/base/shred-file.ts'
import { syncFolder, writeFileDurably } from '../core/base/write-file-durably.ts'
import type { SecretName } from '../core/ports.ts'
import type { KeyKeeping } from '../engine/engine-messages.ts'
import { keyFiles } from './key-files.ts'
import { wrappedSecrets } from './wrapped-secrets.ts'

/**
 * Keys behind a passphrase: each sealed with a random wrapping key, and that one, in keys/passphrase.json, with a key that scrypt makes
 * of the passphrase. Which set of keys counts is told by that file alone: it is written after the sealed keys, and deleted after the plain
 * ones are there again, so a crash at any moment leaves one whole set. Plain keys beside it are what such a crash left, and are destroyed.
 */

const names: readonly SecretName[] = ['signing-key', 'suppression-key', 'sealing-key']
const format = 'lethe/passphrase/1'
/** 128 MiB of memory and about half a second for each passphrase that is tried (RFC 7914). */
const cost = { N: 2 ** 17, r: 8, p: 1 }
const saltBytes = 16
const keyBytes = 32

interface PassphraseFile {
  readonly format: typeof format
  readonly scrypt: { readonly N: number; readonly r: number; readonly p: number; readonly salt: string }
  /** The wrapping key, sealed with the key made of the passphrase; base64. */
  readonly wrappingKey: string
}

const folderOf = (directory: string): string => join(directory, 'keys')
const fileOf = (directory: string): string => join(folderOf(directory), 'passphrase.json')

/** True where the keys of this workspace are behind a passphrase. */
export const isProtected = (directory: string): boolean => existsSync(fileOf(directory))

const derived = (passphrase: string, salt: Buffer): Buffer => scryptSync(passphrase.normalize('NFC'), salt, keyBytes, { ...cost, maxmem: 256 * 1024 * 1024 })

const leastCharacters = 12
const leastDifferent = 5

/** Refuses a passphrase that is quickly guessed. */
export function refuseWeak(passphrase: string): void {
  if ([...passphrase].length < leastCharacters || new Set(passphrase).size < leastDifferent) throw new CoreError('key/passphrase-short', { least: leastCharacters, different: leastDifferent })
}

/** Opens the keys; throws 'workspace/passphrase-wrong', or 'workspace/key-unusable' where the file is not as it was written. */
export function unlockKeys(directory: string, passphrase: string): KeyKeeping & { readonly kind: 'wrapped' } {
  const { salt, wrappingKey } = readPassphraseFile(directory)
  let opened: string
  try {
    opened = unseal(derived(passphrase, salt), wrappingKey)
  } catch {
    throw new CoreError('workspace/passphrase-wrong', {})
  }
  const keys = { kind: 'wrapped', protection: 'passphrase', wrappingKey: opened } as const
  destroyPlain(directory, keys)
  return keys
}

function readPassphraseFile(directory: string): { readonly salt: Buffer; readonly wrappingKey: Buffer } {
  try {
    const file = JSON.parse(readFileSync(fileOf(directory), 'utf8')) as PassphraseFile
    const salt = Buffer.from(file.scrypt.salt, 'base64')
    const isOurs = file.format === format && file.scrypt.N === cost.N && file.scrypt.r === cost.r && file.scrypt.p === cost.p && salt.length === saltBytes
    if (isOurs) return { salt, wrappingKey: Buffer.from(file.wrappingKey, 'base64') }
  } catch {
    // Not there, not JSON or not ours.
  }
  throw new CoreError('workspace/key-unusable', { key: 'passphrase.json' })
}

function writePassphraseFile(directory: string, passphrase: string, wrappingKey: string): void {
  const salt = randomBytes(saltBytes)
  const file: PassphraseFile = { format, scrypt: { ...cost, salt: salt.toString('base64') }, wrappingKey: seal(derived(passphrase, salt), wrappingKey, randomBytes).toString('base64') }
  writeFileDurably(fileOf(directory), Buffer.from(`${JSON.stringify(file, null, 2)}\n`))
}

/** Puts plain keys behind a passphrase. Nobody else may have the workspace open, and no change of keys may be under way. */
export function protectKeys(directory: string, passphrase: string): KeyKeeping & { readonly kind: 'wrapped' } {
  const isThere = (file: string) => existsSync(join(folderOf(directory), file))
  if (names.some(name => isThere(`${name}.sealed`) && !isThere(name))) throw new CoreError('workspace/keys-in-keychain', {})
  const wrappingKey = randomBytes(keyBytes).toString('base64')
  const keys = { kind: 'wrapped', protection: 'passphrase', wrappingKey } as const
  for (const name of names) shredFile(join(folderOf(directory), `${name}.sealed`))
  const sealed = sealedKeys(directory, keys)
  const plain = plainKeys(directory)
  for (const name of names) {
    const secret = plain.read(name)
    if (secret !== undefined) sealed.create(name, secret)
  }
  writePassphraseFile(directory, passphrase, wrappingKey)
  destroyPlain(directory, keys)
  return keys
}

/** Another passphrase for the same keys, at one moment. */
export function changePassphrase(directory: string, { wrappingKey }: KeyKeeping & { readonly kind: 'wrapped' }, passphrase: string): void {
  writePassphraseFile(directory, passphrase, wrappingKey)
}

/** Makes plain keys of those behind the passphrase. */
export function unprotectKeys(directory: string, keys: KeyKeeping & { readonly kind: 'wrapped' }): void {
  const sealed = sealedKeys(directory, keys)
  const plain = plainKeys(directory)
  for (const name of names) {
    const secret = sealed.read(name)
    if (secret !== undefined) plain.create(name, secret)
  }
  rmSync(fileOf(directory))
  syncFolder(folderOf(directory))
  for (const name of names) rmSync(join(folderOf(directory), `${name}.sealed`), { force: true })
}

const sealedKeys = (directory: string, { wrappingKey }: KeyKeeping & { readonly kind: 'wrapped' }) => wrappedSecrets(directory, Buffer.from(wrappingKey, 'base64'), 'passphrase', randomBytes)
const plainKeys = (directory: string) => keyFiles(directory, { protection: 'not-protected', suffix: '', close: secret => secret, open: bytes => bytes })

/** Plain copies of sealed keys, once each is known to come back. */
function destroyPlain(directory: string, keys: KeyKeeping & { readonly kind: 'wrapped' }): void {
  const sealed = sealedKeys(directory, keys)
  for (const name of names) {
    const plain = join(folderOf(directory), name)
    if (existsSync(plain) && sealed.read(name) !== undefined) shredFile(plain)
  }
}
