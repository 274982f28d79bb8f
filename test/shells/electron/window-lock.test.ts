import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { KeyKeeping } from '../../../src-main/engine/engine-messages.ts'
import { keepKeys, type Keychain } from '../../../src-main/shells/electron/secrets.ts'
import { windowLock } from '../../../src-main/shells/electron/window-lock.ts'
import { portsOf } from '../../../src-main/shells/node-ports.ts'
import { protectKeys, unlockKeys, unprotectKeys } from '../../../src-main/shells/passphrase-keys.ts'
import { electronIpc, fromPage, page, watchedEngine } from '../../support/electron-ipc.ts'

const right = 'four words taken at random'
/** basic_text: a keychain that protects nothing is not used, so the keys are plain files and labelled so. */
const noKeychain: Keychain = { isProtecting: async () => false, encrypt: async () => { throw new Error('not used') }, decrypt: async () => { throw new Error('not used') } }

function workspace({ behind }: { readonly behind: boolean }): string {
  const directory = mkdtempSync(join(tmpdir(), 'lethe-lock-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  portsOf(directory, { kind: 'files' }).secrets.create('signing-key', randomBytes(32))
  if (behind) protectKeys(directory, right)
  return directory
}
const lockOf = (directory: string, given?: () => string) => windowLock(directory, passphrase => keepKeys(directory, noKeychain, randomBytes, passphrase), given)

test('a workspace behind a passphrase stays locked until it is given; wrong ones just leave it locked', async () => {
  const directory = workspace({ behind: true })
  const lock = lockOf(directory)
  const opened = vi.fn<(keys: KeyKeeping) => void>()
  void lock.keys.then(opened)
  for (const wrong of ['four words taken at randon', 'x', right.toUpperCase()]) {
    await expect(lock.unlock(wrong)).rejects.toMatchObject({ code: 'workspace/passphrase-wrong' })
    expect([lock.isLocked(), opened.mock.calls]).toEqual([true, []])
  }
  await lock.unlock(right)
  expect(lock.isLocked()).toBe(false)
  expect(await lock.keys).toEqual(unlockKeys(directory, right))
  // What was sent twice is answered twice.
  await lock.unlock('anything')
})

test('without a passphrase, or with one from a file, nothing is asked', async () => {
  const plain = lockOf(workspace({ behind: false }))
  expect([plain.isLocked(), await plain.keys]).toEqual([false, { kind: 'files' }])
  const directory = workspace({ behind: true })
  const named = lockOf(directory, () => right)
  expect([named.isLocked(), await named.keys]).toEqual([false, unlockKeys(directory, right)])
  await expect(lockOf(directory, () => 'four words taken at randon').keys).rejects.toMatchObject({ code: 'workspace/passphrase-wrong' })
})

test('where a command took the passphrase away meanwhile, the keys are opened as they are now', async () => {
  const directory = workspace({ behind: true })
  const lock = lockOf(directory)
  unprotectKeys(directory, unlockKeys(directory, right))
  await lock.unlock('anything at all')
  expect(await lock.keys).toEqual({ kind: 'files' })
})

test('only the page of our own window may ask and answer, and neither answer holds a secret', async () => {
  const watched = watchedEngine()
  const lock = lockOf(workspace({ behind: true }))
  const ask = electronIpc(watched, { lock })
  expect(await ask(fromPage, { do: 'is-locked' })).toEqual({ ok: true, value: true })
  await expect(ask({ ...fromPage, senderFrame: { ...page, routingId: 2 } }, { do: 'unlock', passphrase: right })).rejects.toThrow('refused')
  for (const passphrase of ['', 'x'.repeat(1001), 7, undefined]) expect(await ask(fromPage, { do: 'unlock', passphrase })).toMatchObject({ ok: false, error: { code: 'usage/bad-input' } })
  const wrong = await ask(fromPage, { do: 'unlock', passphrase: 'a secret that is wrong' })
  expect(wrong).toEqual({ ok: false, error: { code: 'workspace/passphrase-wrong', details: {} } })
  expect(await ask(fromPage, { do: 'unlock', passphrase: right })).toEqual({ ok: true, value: null })
  expect(await ask(fromPage, { do: 'is-locked' })).toEqual({ ok: true, value: false })
})
