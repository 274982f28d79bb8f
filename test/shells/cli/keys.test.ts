import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readPdfText } from '../../../src-main/core/records/read-pdf-text.ts'
import { engineOn } from './engine-on.ts'
import { ask, lethe, sampleImport } from './lethe.ts'

let outside: string
let workspace: string
const file = (name: string, content: string) => {
  writeFileSync(join(outside, name), content)
  return join(outside, name)
}

beforeAll(async () => {
  outside = mkdtempSync(join(tmpdir(), 'lethe-cli-keys-'))
  workspace = join(outside, 'workspace')
  await ask(workspace, sampleImport)
}, 60_000)
afterAll(() => rmSync(outside, { recursive: true, force: true }))

const keysOf = async () => (await ask<{ keys: { fingerprint: string; ended: string | null; protection: string }[] }>(workspace, ['key', 'list'])).keys

test('a key is rotated, listed and printed for an auditor', async () => {
  const [first] = await keysOf()
  const rotated = await ask<{ key: string; before: string }>(workspace, ['key', 'rotate'])
  expect(rotated.before).toBe(first!.fingerprint)
  expect((await keysOf()).map(({ fingerprint, ended }) => [fingerprint, ended])).toEqual([[first!.fingerprint, 'rotated'], [rotated.key, null]])
  const { stdout } = await lethe(['ledger', 'check', '--workspace', workspace])
  expect(stdout).toMatch(/intact[^]*Note: From entry \d+ on key [0-9a-f]{64} signs in the place of/)
  const card = join(outside, 'key.pdf')
  expect(await ask(workspace, ['key', 'card', '--out', card])).toMatchObject({ file: card, key: rotated.key })
  expect(readPdfText(readFileSync(card)).texts.map(({ text }) => text).join(' ').replaceAll(' ', '')).toContain(rotated.key)
  expect((await lethe(['key', 'card', '--out', card, '--workspace', workspace])).stderr).toContain('exists already')
})

test('a passphrase is asked for by what needs a key and by nothing else, and comes from a file that is named', { timeout: 120_000 }, async () => {
  const right = file('right.txt', 'four words taken at random\n')
  const wrong = file('wrong.txt', 'four words taken at randon\n')
  const short = file('short.txt', 'short\n')
  const here = ['--workspace', workspace]
  expect(await lethe(['key', 'protect', '--new-passphrase-file', short, ...here])).toMatchObject({ status: 2, stderr: expect.stringContaining('at least 12 characters') })
  expect(await lethe(['key', 'protect', ...here])).toMatchObject({ status: 2, stderr: expect.stringContaining('--new-passphrase-file') })
  expect(await lethe(['key', 'unprotect', ...here])).toMatchObject({ status: 2, stderr: expect.stringContaining('not protected') })
  expect(await ask(workspace, ['key', 'protect', '--passphrase-file', right])).toEqual({ protection: 'passphrase' })

  expect((await lethe(['dataset', 'list', ...here])).status).toBe(0)
  const needed = await lethe(['train', 'visits', ...here])
  expect(needed).toMatchObject({ status: 2, stderr: expect.stringContaining('LETHE_PASSPHRASE_FILE') })
  expect(await lethe(['train', 'visits', '--passphrase-file', wrong, ...here])).toMatchObject({ status: 2, stderr: expect.stringContaining('does not open the keys') })
  expect(await lethe(['train', 'visits', '--passphrase-file', join(outside, 'nowhere.txt'), ...here])).toMatchObject({ status: 2, stderr: expect.stringContaining('nowhere.txt') })
  expect((await lethe(['train', 'visits', '--passphrase-file', right, ...here])).status).toBe(0)
  expect((await lethe(['ledger', 'check', ...here], { env: { LETHE_PASSPHRASE_FILE: right } })).stdout).toContain('intact')
  expect((await keysOf()).at(-1)).toMatchObject({ protection: 'passphrase' })

  const next = file('next.txt', 'other words taken at random\n')
  expect(await ask(workspace, ['key', 'protect', '--passphrase-file', right, '--new-passphrase-file', next])).toEqual({ protection: 'passphrase' })
  expect(await lethe(['key', 'unprotect', '--passphrase-file', right, ...here])).toMatchObject({ status: 2, stderr: expect.stringContaining('does not open the keys') })
  expect(await ask(workspace, ['key', 'unprotect', '--passphrase-file', next])).toEqual({ protection: 'not-protected' })
  expect((await lethe(['ledger', 'check', ...here])).stdout).toContain('intact')
})

test('where a window has the workspace open, its engine puts the keys behind the passphrase, and takes it away again', { timeout: 120_000 }, async () => {
  const words = file('words.txt', 'four words taken at random\n')
  const wrong = file('wrong.txt', 'four words taken at randon\n')
  const here = ['--workspace', workspace]
  await engineOn(workspace)
  expect(await ask(workspace, ['key', 'protect', '--new-passphrase-file', words])).toEqual({ protection: 'passphrase' })
  expect((await keysOf()).at(-1)).toMatchObject({ protection: 'passphrase', held: true })
  expect(await lethe(['key', 'unprotect', '--passphrase-file', wrong, ...here])).toMatchObject({ status: 2, stderr: expect.stringContaining('does not open the keys') })
  // The engine goes on with the keys it opened, and so do the processes it starts.
  expect((await lethe(['train', 'visits', ...here])).status).toBe(0)
  expect(await ask(workspace, ['key', 'unprotect', '--passphrase-file', words])).toEqual({ protection: 'not-protected' })
  expect((await lethe(['ledger', 'check', ...here])).stdout).toContain('intact')
})

test('a lost key is declared lost by its fingerprint, and a second person makes a key of their own', { timeout: 60_000 }, async () => {
  const lost = (await keysOf()).at(-1)!.fingerprint
  const here = ['--workspace', workspace]
  rmSync(join(workspace, 'keys', 'signing-key'))
  expect(await lethe(['train', 'visits', ...here])).toMatchObject({ status: 1, stderr: expect.stringContaining(lost) })
  expect(await lethe(['key', 'declare-lost', '--fingerprint', 'abc', ...here])).toMatchObject({ status: 2 })
  expect(await lethe(['key', 'declare-lost', ...here])).toMatchObject({ status: 2, stderr: expect.stringContaining('--fingerprint') })
  expect(await ask(workspace, ['key', 'declare-lost', '--fingerprint', lost.replaceAll(/.{4}/g, '$& ').trim()])).toMatchObject({ before: lost })
  expect((await lethe(['ledger', 'check', ...here])).stdout).toContain('was declared lost')

  const own = join(outside, 'own.pem')
  const words = file('own.txt', 'a passphrase of theirs\n')
  expect(await ask(workspace, ['key', 'new', '--out', own, '--new-passphrase-file', words])).toEqual({ file: own, protected: true })
  expect(readFileSync(own, 'utf8')).toContain('ENCRYPTED PRIVATE KEY')
  expect((await lethe(['key', 'new', '--out', own, '--no-passphrase'])).status).toBe(2)
  expect((await lethe(['key', 'new', '--out', join(outside, 'no-folder', 'own.pem'), '--no-passphrase'])).stderr).toContain('cannot be written')
  const { requestId } = await ask<{ requestId: string }>(workspace, ['request', 'open', 'visits', '--rows', file('rows.txt', '1\n')])
  await ask(workspace, ['erase', requestId])
  const { key } = await ask<{ key: string }>(workspace, ['record', 'countersign', requestId, '--key', own, '--key-passphrase-file', words])
  const record = join(outside, 'record.zip')
  const { key: signer } = await ask<{ key: string }>(workspace, ['record', 'export', requestId, '--out', record])
  const checked = await lethe(['record', 'check', record, '--key', signer, '--key', key])
  expect(checked).toMatchObject({ status: 0, stdout: expect.stringContaining(`counter-signed by ${key}, a key you gave`) })
  expect(checked.stdout).toContain('was declared lost')
  expect((await lethe(['record', 'check', record, '--key', signer, '--key', 'a'.repeat(64)])).status).toBe(1)
  expect((await lethe(['record', 'countersign', requestId, '--key', own, ...here])).stderr).toContain('protected by a passphrase')
})
