import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { SafeStorage } from 'electron'
import { electronKeychain } from '../../../src-main/shells/electron/keychain.ts'
import { keepKeys, type Keychain } from '../../../src-main/shells/electron/secrets.ts'
import { portsOf } from '../../../src-main/shells/node-ports.ts'

let directory: string
let file: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lethe-keys-'))
  file = join(directory, 'keys', 'wrapping-key')
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
})

/** Keychains differ by who is logged in: what one encrypted another does not open. */
const keychainOf = (who: string, protecting = true): Keychain => ({
  isProtecting: async () => protecting,
  encrypt: async text => Buffer.from(JSON.stringify({ who, text: Buffer.from(text).toString('hex') })),
  async decrypt(bytes) {
    const { who: owner, text } = JSON.parse(bytes.toString()) as { who: string; text: string }
    if (owner !== who) throw new Error('Error while decrypting the ciphertext')
    return Buffer.from(text, 'hex').toString()
  },
})
const anna = keychainOf('anna')
const keep = (keychain: Keychain) => keepKeys(directory, keychain, randomBytes)

describe('a workspace with a keychain', () => {
  test('gets one wrapping key, kept encrypted for its owner alone, and the same at every start', async () => {
    const keys = await keep(anna)
    expect(keys).toEqual({ kind: 'wrapped', protection: 'os-keychain', wrappingKey: expect.any(String) })
    const { wrappingKey } = keys as { wrappingKey: string }
    expect(Buffer.from(wrappingKey, 'base64')).toHaveLength(32)
    expect(readFileSync(file).includes(wrappingKey)).toBe(false)
    expect([statSync(file).mode & 0o777, statSync(join(directory, 'keys')).mode & 0o777]).toEqual(process.platform === 'win32' ? [0o666, 0o666] : [0o600, 0o700])
    expect(await keep(anna)).toEqual(keys)
  })

  test('seals its keys with it, so that the files alone are worth nothing', async () => {
    const keys = await keep(anna)
    const secret = randomBytes(32)
    portsOf(directory, keys).secrets.create('sealing-key', secret)
    expect(portsOf(directory, await keep(anna)).secrets.read('sealing-key')).toEqual(secret)
    const content = Buffer.concat(readdirSync(join(directory, 'keys')).map(name => readFileSync(join(directory, 'keys', name))))
    expect([secret, secret.toString('hex'), secret.toString('base64')].some(form => content.includes(form))).toBe(false)
  })

  test('stays shut for another login, and no other key is made in its place', async () => {
    portsOf(directory, await keep(anna)).secrets.create('signing-key', randomBytes(32))
    const before = readFileSync(file)
    await expect(keep(keychainOf('bert'))).rejects.toMatchObject({ code: 'workspace/key-unusable', details: { key: 'wrapping-key' } })
    expect(readFileSync(file)).toEqual(before)
    expect(existsSync(join(directory, 'keys', 'signing-key'))).toBe(false)
  })

  test('says which key is missing where sealed ones are left alone', async () => {
    portsOf(directory, await keep(anna)).secrets.create('signing-key', randomBytes(32))
    rmSync(file)
    await expect(keep(anna)).rejects.toMatchObject({ code: 'workspace/key-missing', details: { key: 'wrapping-key' } })
  })

  test('replaces a wrapping key that opens no more while nothing is sealed with it', async () => {
    mkdirSync(join(directory, 'keys'))
    writeFileSync(file, 'damaged')
    const keys = await keep(anna)
    expect(keys).toMatchObject({ kind: 'wrapped' })
    expect(await keep(anna)).toEqual(keys)
  })
})

describe('plain key files', () => {
  test('are what there is without a keychain, and nothing is left behind', async () => {
    expect(await keep(keychainOf('anna', false))).toEqual({ kind: 'files' })
    expect(existsSync(join(directory, 'keys'))).toBe(false)
  })

  test.each(['signing-key', 'suppression-key', 'sealing-key'])('stay plain where %s is there already', async name => {
    mkdirSync(join(directory, 'keys'))
    writeFileSync(join(directory, 'keys', name), 'x')
    expect(await keep(anna)).toEqual({ kind: 'files' })
    expect(existsSync(file)).toBe(false)
  })
})

const storage = (available: boolean, backend: string) => ({ isAsyncEncryptionAvailable: async () => available, getSelectedStorageBackend: () => backend }) as unknown as SafeStorage

describe('Electron’s keychain', () => {
  test.each([
    ['linux', true, 'gnome_libsecret', true], ['linux', true, 'kwallet6', true],
    // "encrypted" with a word that is in Chromium's source
    ['linux', true, 'basic_text', false], ['linux', true, 'unknown', false], ['linux', false, 'gnome_libsecret', false],
    ['darwin', true, 'unknown', true], ['win32', true, 'unknown', true], ['win32', false, 'unknown', false],
  ] as const)('on %s, available %s, with %s: protects %s', async (platform, available, backend, protects) => {
    expect(await electronKeychain(storage(available, backend), platform).isProtecting()).toBe(protects)
  })

  test('of an old Electron protects nothing', async () => {
    expect(await electronKeychain({} as SafeStorage, 'darwin').isProtecting()).toBe(false)
  })
})
