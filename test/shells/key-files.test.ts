import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { SecretName, Secrets } from '../../src-main/core/ports.ts'
import { fileSecrets } from '../../src-main/shells/file-secrets.ts'
import { wrappedSecrets } from '../../src-main/shells/wrapped-secrets.ts'

const names: readonly SecretName[] = ['signing-key', 'suppression-key', 'sealing-key']
const wrappingKey = randomBytes(32)

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'lethe-keys-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

const threeKeys = () => Object.fromEntries(names.map(name => [name, randomBytes(32)])) as Record<SecretName, Buffer>
const readAll = (secrets: Secrets) => Object.fromEntries(names.map(name => [name, secrets.read(name)]))

describe.each([
  ['plain files', fileSecrets, ''],
  ['files behind a wrapping key', (directory: string) => wrappedSecrets(directory, wrappingKey, 'os-keychain', randomBytes), '.sealed'],
] as const)('keys in %s', (_, open, suffix) => {
  test('are made once, and never overwritten by making them again', () => {
    const secrets = open(folder())
    expect(secrets.read('signing-key')).toBeUndefined()
    const key = randomBytes(32)
    secrets.create('signing-key', key)
    expect(secrets.read('signing-key')).toEqual(key)
    expect(() => secrets.create('signing-key', randomBytes(32))).toThrow('never overwritten')
    expect(secrets.read('signing-key')).toEqual(key)
  })

  test('are replaced all together, and nothing else is left behind', () => {
    const directory = folder()
    const secrets = open(directory)
    secrets.create('signing-key', randomBytes(32))
    const keys = threeKeys()
    secrets.replaceAll(keys)
    expect(readAll(open(directory))).toEqual(keys)
    expect(readdirSync(join(directory, 'keys')).sort()).toEqual(names.map(name => `${name}${suffix}`).sort())
  })

  test('are all the new ones where replacing them was cut short in the middle, and stay so', () => {
    const directory = folder()
    const secrets = open(directory)
    secrets.replaceAll(threeKeys())
    const keys = threeKeys()
    // What a crash leaves: the new keys in one file, and only the first of them in its place.
    const other = folder()
    open(other).replaceAll(keys)
    writeFileSync(join(directory, 'keys', `signing-key${suffix}`), readFileSync(join(other, 'keys', `signing-key${suffix}`)))
    const replacing = open(other)
    mkdirSync(join(other, 'keys', `suppression-key${suffix}.partial`))
    replacing.replaceAll(keys)
    writeFileSync(join(directory, 'keys', `replacing${suffix}`), readFileSync(join(other, 'keys', `replacing${suffix}`)))

    expect(readAll(open(directory))).toEqual(keys)
    rmSync(join(directory, 'keys', `replacing${suffix}`), { force: true })
    expect(readAll(open(directory))).toEqual(keys)
  })

  test('that cannot be read are named', () => {
    const directory = folder()
    mkdirSync(join(directory, 'keys', `sealing-key${suffix}`), { recursive: true })
    expect(() => open(directory).read('sealing-key')).toThrow(expect.objectContaining({ code: 'workspace/key-unusable', details: { key: 'sealing-key' } }))
  })
})

test('sealed keys show nothing of themselves, and open with no other wrapping key', () => {
  const directory = folder()
  const key = randomBytes(32)
  wrappedSecrets(directory, wrappingKey, 'passphrase', randomBytes).create('sealing-key', key)
  const bytes = readFileSync(join(directory, 'keys', 'sealing-key.sealed'))
  expect(bytes.includes(key) || bytes.includes(key.toString('base64'))).toBe(false)
  expect(() => wrappedSecrets(directory, randomBytes(32), 'passphrase', randomBytes).read('sealing-key')).toThrow(expect.objectContaining({ code: 'workspace/key-unusable' }))
})
