import { copyFileSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openCore } from '../../src-main/core/core.ts'
import { changeWorkspacePassphrase, protectWorkspace, unprotectWorkspace } from '../../src-main/shells/change-protection.ts'
import { keepKeys } from '../../src-main/shells/electron/secrets.ts'
import { fileSecrets } from '../../src-main/shells/file-secrets.ts'
import { nodePorts, portsOf } from '../../src-main/shells/node-ports.ts'
import { isProtected, unlockKeys } from '../../src-main/shells/passphrase-keys.ts'
import { coreWith, quietRun } from '../support/core-with.ts'
import { workspaceBytes } from '../support/workspace-bytes.ts'

const passphrase = 'four words taken at random'
const names = ['signing-key', 'suppression-key', 'sealing-key'] as const
const filesIn = (directory: string) => readdirSync(join(directory, 'keys')).sort()

/** A workspace with all its keys, closed, and its keys as they were. */
async function workspace(): Promise<{ readonly directory: string; readonly keys: Readonly<Record<string, Buffer>> }> {
  const lethe = await coreWith({ csv: 'id,a,label\nx,1,yes\ny,2,no\n' })
  await lethe.core.call('workspace.backup', { file: lethe.toWrite(join(lethe.outside, 'b.age')), passphrase: 'a passphrase for backups' }, lethe.run)
  lethe.core.close()
  return { directory: lethe.directory, keys: Object.fromEntries(names.map(name => [name, readFileSync(join(lethe.directory, 'keys', name))])) }
}

async function ledgerOf(directory: string, ports = nodePorts(directory)) {
  const core = openCore(directory, ports)
  try {
    const { entries } = await core.call('ledger.list', { limit: 500 }, quietRun())
    return { kinds: entries.map(({ kind }) => kind), newest: entries[0], check: await core.call('ledger.check', {}, quietRun()), key: (await core.call('key.list', {}, quietRun())).at(-1) }
  } finally {
    core.close()
  }
}

test('keys behind a passphrase are the same keys, are nowhere in the workspace, and the ledger says how they are kept', async () => {
  const { directory, keys } = await workspace()
  await protectWorkspace(directory, passphrase, quietRun())
  expect(filesIn(directory)).toEqual([...names.map(name => `${name}.sealed`), 'passphrase.json'].sort())
  expect(JSON.parse(readFileSync(join(directory, 'keys', 'passphrase.json'), 'utf8'))).toMatchObject({ format: 'lethe/passphrase/1', scrypt: { N: 131_072, r: 8, p: 1, salt: expect.stringMatching(/^[A-Za-z0-9+/]{22}==$/) } })
  const unlocked = unlockKeys(directory, passphrase)
  const ports = portsOf(directory, unlocked)
  expect(names.map(name => ports.secrets.read(name)!.equals(keys[name]!))).toEqual([true, true, true])
  const { newest, check, key } = await ledgerOf(directory, ports)
  expect(newest).toMatchObject({ kind: 'key-protection-changed', keyProtection: 'passphrase', key: key!.fingerprint })
  expect({ check, key }).toMatchObject({ check: { ok: true }, key: { protection: 'passphrase', held: true } })
  const signing = keys['signing-key']!.toString().split('\n')[1]!
  const wrapping = Buffer.from(unlocked.wrappingKey, 'base64')
  const secrets = [signing, Buffer.from(signing, 'base64').subarray(-32), keys['suppression-key']!, keys['sealing-key']!, wrapping, passphrase].flatMap(secret => {
    const bytes = Buffer.from(secret)
    return [bytes, Buffer.from(bytes.toString('base64')), Buffer.from(bytes.toString('hex'))]
  })
  expect([...workspaceBytes(directory)].filter(([, bytes]) => secrets.some(secret => bytes.includes(secret))).map(([file]) => file)).toEqual([])

  await unprotectWorkspace(directory, unlocked, quietRun())
  expect(filesIn(directory)).toEqual([...names].sort())
  expect(names.map(name => fileSecrets(directory).read(name)!.equals(keys[name]!))).toEqual([true, true, true])
  expect((await ledgerOf(directory)).newest).toMatchObject({ kind: 'key-protection-changed', keyProtection: 'not-protected' })
})

test('without the passphrase, and with another, nothing is signed, made or changed', async () => {
  const { directory } = await workspace()
  await protectWorkspace(directory, passphrase, quietRun())
  const before = workspaceBytes(join(directory, 'keys'))
  expect(() => unlockKeys(directory, 'four words taken at randon')).toThrow(expect.objectContaining({ code: 'workspace/passphrase-wrong' }))
  const locked = nodePorts(directory)
  const core = openCore(directory, locked)
  const refused = { code: 'workspace/passphrase-needed' }
  await expect(core.call('key.rotate', {}, quietRun())).rejects.toMatchObject(refused)
  await expect(core.call('ledger.check', {}, quietRun())).rejects.toMatchObject(refused)
  const { fingerprint } = (await core.call('key.list', {}, quietRun()))[0]!
  await expect(core.call('key.declare-lost', { fingerprint }, quietRun())).rejects.toMatchObject(refused)
  expect(await core.call('key.list', {}, quietRun())).toMatchObject([{ held: null, protection: 'passphrase' }])
  core.close()
  expect(() => locked.secrets.create('signing-key', Buffer.alloc(1))).toThrow(expect.objectContaining(refused))
  expect(workspaceBytes(join(directory, 'keys'))).toEqual(before)
  writeFileSync(join(directory, 'keys', 'passphrase.json'), '{"format":"other"}')
  expect(() => unlockKeys(directory, passphrase)).toThrow(expect.objectContaining({ code: 'workspace/key-unusable' }))
})

test('another passphrase opens the same keys, and the one before no more', async () => {
  const { directory, keys } = await workspace()
  await protectWorkspace(directory, passphrase, quietRun())
  await changeWorkspacePassphrase(directory, unlockKeys(directory, passphrase), 'other words taken at random', quietRun())
  expect(() => unlockKeys(directory, passphrase)).toThrow(expect.objectContaining({ code: 'workspace/passphrase-wrong' }))
  expect(portsOf(directory, unlockKeys(directory, 'other words taken at random')).secrets.read('signing-key')).toEqual(keys['signing-key'])
})

test('a key behind a passphrase is rotated there', async () => {
  const { directory } = await workspace()
  await protectWorkspace(directory, passphrase, quietRun())
  const core = openCore(directory, portsOf(directory, unlockKeys(directory, passphrase)))
  const { key } = await core.call('key.rotate', {}, quietRun())
  core.close()
  expect(filesIn(directory)).toEqual([...names.map(name => `${name}.sealed`), 'passphrase.json'].sort())
  expect(await ledgerOf(directory, portsOf(directory, unlockKeys(directory, passphrase)))).toMatchObject({ check: { ok: true }, key: { fingerprint: key, held: true, protection: 'passphrase' } })
})

/** The files of the folder `keys` of another state, over those of this one: what a crash in the middle leaves. */
function mixed(directory: string, from: string, files: readonly string[]): void {
  for (const file of files) copyFileSync(join(from, 'keys', file), join(directory, 'keys', file))
}

function copyOf(directory: string): string {
  const copy = join(mkdtempSync(join(tmpdir(), 'lethe-keys-')), 'workspace')
  onTestFinished(() => rmSync(join(copy, '..'), { recursive: true, force: true }))
  cpSync(directory, copy, { recursive: true })
  return copy
}

test('cut short at any moment, one whole set of keys counts, and the ledger is put right by its next entry', async () => {
  const { directory, keys } = await workspace()
  const plain = copyOf(directory)
  await protectWorkspace(directory, passphrase, quietRun())
  const sealed = names.map(name => `${name}.sealed`)

  // Sealed keys written, the passphrase not: the plain ones count, and protecting begins anew.
  const begun = copyOf(plain)
  mixed(begun, directory, sealed)
  expect(fileSecrets(begun).read('signing-key')).toEqual(keys['signing-key'])
  expect(await keepKeys(begun, { isProtecting: async () => true, encrypt: async () => Buffer.alloc(0), decrypt: async () => '' }, size => Buffer.alloc(size))).toEqual({ kind: 'files' })
  await protectWorkspace(begun, passphrase, quietRun())
  expect(filesIn(begun)).toEqual([...sealed, 'passphrase.json'].sort())

  // The passphrase written, the plain keys still there, the ledger not told: the sealed ones count, the plain ones are destroyed.
  const written = copyOf(plain)
  mixed(written, directory, [...sealed, 'passphrase.json'])
  expect(() => fileSecrets(written).read('signing-key')).toThrow(expect.objectContaining({ code: 'workspace/passphrase-needed' }))
  const ports = portsOf(written, unlockKeys(written, passphrase))
  expect(filesIn(written)).toEqual([...sealed, 'passphrase.json'].sort())
  const core = openCore(written, ports)
  await core.call('settings.change', { ...await core.call('settings.show', {}, quietRun()), policy: { guarantee: 'none', accuracyFloor: null, batchDays: 7, smallBatch: 10 } }, quietRun())
  core.close()
  expect(await ledgerOf(written, ports)).toMatchObject({ kinds: ['settings-changed', 'key-protection-changed', 'dataset-imported', 'ledger-opened'], check: { ok: true } })

  // The passphrase taken away, the sealed keys still there: the plain ones count.
  const taken = copyOf(directory)
  mixed(taken, plain, names)
  rmSync(join(taken, 'keys', 'passphrase.json'))
  expect(isProtected(taken)).toBe(false)
  expect(await ledgerOf(taken)).toMatchObject({ check: { ok: true }, key: { held: true } })
})

test('the desktop opens them with the passphrase it is given, and says where it has none', async () => {
  const { directory } = await workspace()
  await protectWorkspace(directory, passphrase, quietRun())
  const keychain = { isProtecting: async () => false, encrypt: async () => Buffer.alloc(0), decrypt: async () => '' }
  await expect(keepKeys(directory, keychain, size => Buffer.alloc(size))).rejects.toMatchObject({ code: 'workspace/passphrase-needed' })
  expect(await keepKeys(directory, keychain, size => Buffer.alloc(size), () => passphrase)).toEqual(unlockKeys(directory, passphrase))
})

test('keys in a keychain are not taken from it', async () => {
  const { directory } = await workspace()
  for (const name of names) {
    copyFileSync(join(directory, 'keys', name), join(directory, 'keys', `${name}.sealed`))
    rmSync(join(directory, 'keys', name))
  }
  await expect(protectWorkspace(directory, passphrase, quietRun())).rejects.toMatchObject({ code: 'workspace/keys-in-keychain' })
  expect(existsSync(join(directory, 'keys', 'signing-key.sealed'))).toBe(true)
})
