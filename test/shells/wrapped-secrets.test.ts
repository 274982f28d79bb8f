import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openCore } from '../../src-main/core/core.ts'
import { fileSecrets } from '../../src-main/shells/file-secrets.ts'
import { nodePorts, portsOf } from '../../src-main/shells/node-ports.ts'
import { wrappedSecrets } from '../../src-main/shells/wrapped-secrets.ts'

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'lethe-keys-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

test('keys are sealed on disk, and come back with the same wrapping key only', () => {
  const directory = folder()
  const wrapping = randomBytes(32)
  const secrets = wrappedSecrets(directory, wrapping, 'os-keychain', randomBytes)
  const secret = randomBytes(32)
  secrets.create('sealing-key', secret)
  expect(secrets.read('sealing-key')).toEqual(secret)
  for (const name of readdirSync(join(directory, 'keys'))) {
    const file = join(directory, 'keys', name)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    for (const form of [secret, Buffer.from(secret.toString('base64')), Buffer.from(secret.toString('hex'))]) expect(readFileSync(file).includes(form)).toBe(false)
  }
  expect(() => wrappedSecrets(directory, randomBytes(32), 'os-keychain', randomBytes).read('sealing-key')).toThrow(/sealing-key/)
  const [name] = readdirSync(join(directory, 'keys'))
  const bytes = readFileSync(join(directory, 'keys', name!))
  bytes[bytes.length - 1]! ^= 1
  writeFileSync(join(directory, 'keys', name!), bytes)
  expect(() => secrets.read('sealing-key')).toThrow(/sealing-key/)
})

test('a process without the keychain says where the keys are, and makes no new ones', async () => {
  const directory = join(folder(), 'workspace')
  const run = { signal: new AbortController().signal, progress: () => {} }
  const file = join(folder(), 'f.csv')
  writeFileSync(file, 'id,a,label\nx,1,yes\ny,2,no\n')
  const input = { name: 'people', subject: 'id', label: 'label', ignore: [], features: [], text: [], dryRun: false }
  const desktop = portsOf(directory, { kind: 'wrapped', protection: 'os-keychain', wrappingKey: randomBytes(32).toString('base64') })
  const core = openCore(directory, desktop)
  await core.call('dataset.import', { ...input, file: desktop.files.handOut(file, 'read') }, run)
  expect((await core.call('workspace.overview', {}, run)).ledger.protection).toBe('os-keychain')
  core.close()
  const plain = nodePorts(directory)
  const again = openCore(directory, plain)
  await expect(again.call('dataset.import', { ...input, name: 'again', file: plain.files.handOut(file, 'read') }, run)).rejects.toMatchObject({ code: 'workspace/keys-in-keychain' })
  await expect(again.call('ledger.check', {}, run)).rejects.toMatchObject({ code: 'workspace/keys-in-keychain' })
  again.close()
  expect(() => fileSecrets(directory).read('suppression-key')).toThrow(/Lethe window/)
  expect(readdirSync(join(directory, 'keys')).every(name => name.endsWith('.sealed'))).toBe(true)
})
