import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openEngine, type Engine } from '../../src-main/engine/engine.ts'
import type { KeyKeeping } from '../../src-main/engine/engine-messages.ts'
import { nodeJobHost } from '../../src-main/engine/node-job-host.ts'
import { keyKeeper } from '../../src-main/shells/key-keeper.ts'
import { portsOf } from '../../src-main/shells/node-ports.ts'
import { unlockKeys } from '../../src-main/shells/passphrase-keys.ts'
import { workspaceBytes } from '../support/workspace-bytes.ts'

const [first, second] = ['four words taken at random', 'other words taken at random'] as const
const csv = `id,a,label\n${Array.from({ length: 600 }, (_, i) => `p${i},${i % 97},${i % 3 === 0 ? 'yes' : 'no'}`).join('\n')}\n`

function opened(directory: string, keys: KeyKeeping = { kind: 'files' }): { readonly engine: Engine; readonly told: KeyKeeping[]; close(): Promise<void> } {
  const told: KeyKeeping[] = []
  const keeper = keyKeeper(directory, keys, kept => told.push(kept))
  const ports = { ...portsOf(directory, keys), secrets: keeper.secrets }
  const engine = openEngine({ directory, ports, keys: keeper, jobHost: nodeJobHost({ directory, keys: keeper.now, files: ports.files, views: ports.views }) })
  let closed = false
  const close = async () => {
    if (closed) return
    closed = true
    await engine.close()
  }
  onTestFinished(close)
  return { engine, told, close }
}

async function withData() {
  const outside = mkdtempSync(join(tmpdir(), 'lethe-keep-keys-'))
  onTestFinished(() => rmSync(outside, { recursive: true, force: true }))
  const directory = join(outside, 'workspace')
  const made = opened(directory)
  writeFileSync(join(outside, 'people.csv'), csv)
  await made.engine.call('dataset.import', { file: made.engine.files.handOut(join(outside, 'people.csv'), 'read'), name: 'people', subject: 'id', label: 'label', ignore: [], features: [], text: [], dryRun: false })
  return { ...made, directory }
}

const train = (engine: Engine) => engine.call('model.train', { dataset: 'people', learner: 'logistic-regression', settings: {} })
const newest = async (engine: Engine) => (await engine.call('ledger.list', { limit: 1 })).entries[0]
const keyFiles = (directory: string) => readdirSync(join(directory, 'keys')).sort()

test('keys go behind a passphrase, behind another and back, while the workspace stays open, and workers go on with them', { timeout: 120_000 }, async () => {
  const { engine, told, close, directory } = await withData()
  const { fingerprint } = (await engine.call('key.list', {}))[0]!
  const secret = readFileSync(join(directory, 'keys', 'signing-key'), 'utf8').split('\n')[1]!

  expect(await engine.call('key.protect', { passphrase: first })).toEqual({ protection: 'passphrase' })
  expect(await newest(engine)).toMatchObject({ kind: 'key-protection-changed', key: fingerprint, keyProtection: 'passphrase' })
  expect((await engine.call('workspace.overview', {})).ledger).toMatchObject({ key: fingerprint, protection: 'passphrase' })
  expect(keyFiles(directory).filter(name => !name.endsWith('.sealed'))).toEqual(['passphrase.json'])
  await train(engine)
  expect(await engine.call('ledger.check', {})).toMatchObject({ ok: true })

  expect(await engine.call('key.protect', { passphrase: second, current: first })).toEqual({ protection: 'passphrase' })
  expect(() => unlockKeys(directory, first)).toThrow(expect.objectContaining({ code: 'workspace/passphrase-wrong' }))
  await train(engine)
  // What the next engine has to be opened with, where this one ends by itself.
  expect(told).toEqual([unlockKeys(directory, second)])
  await close()
  for (const [file, bytes] of workspaceBytes(directory)) expect([file, bytes.includes(secret), bytes.includes(first), bytes.includes(second)]).toEqual([file, false, false, false])

  const again = opened(directory, unlockKeys(directory, second))
  expect(await again.engine.call('key.unprotect', { current: second })).toEqual({ protection: 'not-protected' })
  expect(await newest(again.engine)).toMatchObject({ kind: 'key-protection-changed', keyProtection: 'not-protected' })
  expect(existsSync(join(directory, 'keys', 'passphrase.json'))).toBe(false)
  await train(again.engine)
  expect(await again.engine.call('ledger.check', {})).toMatchObject({ ok: true })
})

test('nothing changes where the passphrase is wrong, weak or missing, or where there is none to take away', { timeout: 60_000 }, async () => {
  const { engine, directory } = await withData()
  const before = keyFiles(directory)
  for (const [input, code] of [[{ passphrase: 'short' }, 'key/passphrase-short'], [{ passphrase: 'aaaaaaaaaaaaaaaa' }, 'key/passphrase-short']] as const) {
    await expect(engine.call('key.protect', input)).rejects.toMatchObject({ code })
  }
  await expect(engine.call('key.protect', { passphrase: '' })).rejects.toMatchObject({ code: 'usage/bad-input' })
  await expect(engine.call('key.unprotect', { current: first })).rejects.toMatchObject({ code: 'key/not-protected' })
  expect(keyFiles(directory)).toEqual(before)
  await engine.call('key.protect', { passphrase: first })
  const sealed = readFileSync(join(directory, 'keys', 'passphrase.json'))
  for (let k = 0; k < 3; k += 1) await expect(engine.call('key.unprotect', { current: second })).rejects.toMatchObject({ code: 'workspace/passphrase-wrong' })
  await expect(engine.call('key.protect', { passphrase: second, current: second })).rejects.toMatchObject({ code: 'workspace/passphrase-wrong' })
  await expect(engine.call('key.protect', { passphrase: second })).rejects.toMatchObject({ code: 'workspace/passphrase-needed' })
  expect(readFileSync(join(directory, 'keys', 'passphrase.json'))).toEqual(sealed)
})

test('not while a job runs, nor where the key that signs is missing', { timeout: 60_000 }, async () => {
  const { engine, directory } = await withData()
  const { jobId } = await engine.start('model.train', { dataset: 'people', learner: 'logistic-regression', settings: {} })
  await expect(engine.call('key.protect', { passphrase: first })).rejects.toMatchObject({ code: 'key/jobs-running' })
  await new Promise<void>(resolve => void engine.on('job.changed', job => {
    if (job.jobId === jobId && job.state.kind === 'succeeded') resolve()
  }))
  rmSync(join(directory, 'keys', 'signing-key'))
  await expect(engine.call('key.protect', { passphrase: first })).rejects.toMatchObject({ code: 'workspace/signing-key-missing' })
  expect(existsSync(join(directory, 'keys', 'passphrase.json'))).toBe(false)
})
