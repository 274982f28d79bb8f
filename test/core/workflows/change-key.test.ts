import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { pythonEnv } from '../../../src-main/setup/python-env.mjs'
import type { Core } from '../../../src-main/core/core.ts'
import { nodePorts } from '../../../src-main/shells/node-ports.ts'
import { backUp, reopen, restore } from '../../support/backups.ts'
import { coreWith, quietRun, type TestCore } from '../../support/core-with.ts'
import { personFile } from '../../support/person-file.ts'
import { workspaceBytes } from '../../support/workspace-bytes.ts'

const { csv, people } = personFile(120, 5)

async function withErasure(): Promise<TestCore & { readonly requestId: string }> {
  const lethe = await coreWith()
  await lethe.import(lethe.write('people.csv', csv), { subject: 'person', label: 'answered', ignore: ['email', 'note'] })
  await lethe.train()
  return { ...lethe, requestId: await eraseIn(lethe.core, 0) }
}

async function eraseIn(core: Core, person: number): Promise<string> {
  const { requestId } = await core.call('request.open', { dataset: 'people', who: { subject: people[person]!.id }, law: 'gdpr' }, quietRun())
  await core.call('erasure.run', { requestId, method: 'auto', compare: false }, quietRun())
  return requestId
}

async function exported(lethe: TestCore, requestId: string, name: string): Promise<string> {
  const file = join(lethe.outside, name)
  await lethe.core.call('record.export', { requestId, file: lethe.toWrite(file) }, lethe.run)
  return file
}

const check = (lethe: TestCore, file: string, key: string | readonly string[]) => lethe.core.call('record.check', { file: lethe.toRead(file), key }, lethe.run)
const ledgerOf = (lethe: TestCore, against?: string) => lethe.core.call('ledger.check', { against: against === undefined ? undefined : lethe.toRead(against) }, lethe.run)
const keysOf = (core: Core) => core.call('key.list', {}, quietRun())
const rotate = (lethe: TestCore) => lethe.core.call('key.rotate', {}, lethe.run)

describe('a rotation', () => {
  test('puts a new key in the place of the old one, which signs that and is gone', async () => {
    const lethe = await withErasure()
    const [first] = await keysOf(lethe.core)
    const old = readFileSync(join(lethe.directory, 'keys', 'signing-key'))
    const changed = await rotate(lethe)
    expect(changed).toMatchObject({ before: first!.fingerprint, protection: 'not-protected' })
    expect(changed.key).not.toBe(changed.before)
    expect(await keysOf(lethe.core)).toMatchObject([
      { fingerprint: changed.before, ended: 'rotated', untilSeq: changed.seq, current: false, held: null, publicKeyPem: null },
      { fingerprint: changed.key, ended: null, untilSeq: null, sinceSeq: changed.seq, current: true, held: true, publicKeyPem: expect.stringContaining('BEGIN PUBLIC KEY') },
    ])
    await eraseIn(lethe.core, 1)
    const report = await ledgerOf(lethe)
    expect(report).toMatchObject({ ok: true, problems: [], notes: [{ seq: changed.seq, code: 'key-rotated' }] })
    expect(readdirSync(join(lethe.directory, 'keys')).sort()).toEqual(['sealing-key', 'signing-key', 'suppression-key'])
    const secret = old.toString().split('\n')[1]!
    expect([...workspaceBytes(lethe.directory)].filter(([, bytes]) => bytes.includes(secret))).toEqual([])
  })

  test('leaves a record that was given away as it is: the same bytes again, checked by the key it names', async () => {
    const lethe = await withErasure()
    const [first] = await keysOf(lethe.core)
    const before = readFileSync(await exported(lethe, lethe.requestId, 'before.zip'))
    await rotate(lethe)
    await rotate(lethe)
    const after = await exported(lethe, lethe.requestId, 'after.zip')
    expect(readFileSync(after).equals(before)).toBe(true)
    const report = await check(lethe, after, first!.fingerprint)
    expect(report).toMatchObject({ ok: true, signedBy: first!.fingerprint })
    expect(report.keySince).toBeUndefined()
    expect(await ledgerOf(lethe, after)).toMatchObject({ ok: true })
    expect(await lethe.core.call('record.check', { file: lethe.toRead(after), replay: true }, lethe.run)).toMatchObject({ intact: true, replay: [{ outcome: 'same-bits' }] })
  })

  test('signs anew a record that was never given away, the same however often, and says since when the key counts', async () => {
    const lethe = await withErasure()
    const changed = await rotate(lethe)
    const file = await exported(lethe, lethe.requestId, 'record.zip')
    const requestId = await eraseIn(lethe.core, 1)
    expect(readFileSync(await exported(lethe, lethe.requestId, 'again.zip')).equals(readFileSync(file))).toBe(true)
    const since = { seq: changed.seq, how: 'rotated', before: changed.before }
    expect(await check(lethe, file, changed.key)).toMatchObject({ ok: true, signedBy: changed.key, keySince: since })
    expect(await check(lethe, file, changed.before)).toMatchObject({ intact: true, ok: false })
    expect(await ledgerOf(lethe, file)).toMatchObject({ ok: true })
    const later = await exported(lethe, requestId, 'later.zip')
    expect(await check(lethe, later, changed.key)).toMatchObject({ ok: true, keySince: since })
    expect(await ledgerOf(lethe, later)).toMatchObject({ ok: true })
  })

  test('is checked by what is not ours: its checkpoint by Python, from the new key', { timeout: 300_000 }, async () => {
    const lethe = await withErasure()
    const { key, seq } = await rotate(lethe)
    const file = join(lethe.outside, 'proofs.json')
    await lethe.core.call('ledger.export', { file: lethe.toWrite(file), entries: [1, seq], against: 2 }, lethe.run)
    const python = await pythonEnv()
    const { stdout, stderr } = spawnSync(python, [fileURLToPath(new URL('../../golden/ledger_proofs.py', import.meta.url)), 'check', file, '--key', key], { encoding: 'utf8' })
    expect({ stderr, size: (JSON.parse(stdout || '{}') as { size?: number }).size }).toEqual({ stderr: '', size: seq })
  })

  test.each<[what: string, sql: string]>([
    ['its entry changed to another key', `UPDATE ledger_entry SET entry = replace(entry, '"key":"', '"key":"0') WHERE entry LIKE '%key-rotated%'`],
    ['its checkpoint without the old key', `UPDATE ledger_checkpoint SET note = substr(note, 1, instr(note, char(8212)) - 1) || substr(note, instr(note, char(8212)) + instr(substr(note, instr(note, char(8212)) + 1), char(8212))) WHERE length(note) > 250`],
    ['its checkpoint removed', 'DELETE FROM ledger_checkpoint WHERE length(note) > 250'],
  ])('that was tampered with is found: %s', async (_, sql) => {
    const lethe = await withErasure()
    await rotate(lethe)
    await eraseIn(lethe.core, 1)
    lethe.core.close()
    const Database = (await import('better-sqlite3')).default
    const db = new Database(join(lethe.directory, 'lethe.db'))
    for (const { name } of db.prepare<[], { name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name LIKE 'ledger%'`).all()) db.exec(`DROP TRIGGER ${name}`)
    expect(db.prepare(sql).run().changes).toBe(1)
    db.close()
    expect((await reopen(lethe.directory).call('ledger.check', {}, quietRun())).ok).toBe(false)
  })
})

describe('killed while the key is changed', () => {
  const program = fileURLToPath(new URL('../../support/die-in-rotation.ts', import.meta.url))

  test.each(['created', 'committed', 'shredded'])('at the moment it is %s, one key counts and everything goes on', async stage => {
    const lethe = await withErasure()
    const [first] = await keysOf(lethe.core)
    lethe.core.close()
    const { signal } = spawnSync(process.execPath, [program, lethe.directory, stage], { encoding: 'utf8' })
    expect(signal).toBe('SIGKILL')
    const core = reopen(lethe.directory)
    const keys = await keysOf(core)
    expect(keys.map(({ ended }) => ended)).toEqual(stage === 'created' ? [null] : ['rotated', null])
    expect(keys.at(-1)).toMatchObject({ held: true, current: true })
    expect(keys.at(-1)!.fingerprint === first!.fingerprint).toBe(stage === 'created')
    await core.call('settings.change', { ...await core.call('settings.show', {}, quietRun()), policy: { guarantee: 'none', accuracyFloor: null, batchDays: 7, smallBatch: 10 } }, quietRun())
    expect(await core.call('ledger.check', {}, quietRun())).toMatchObject({ ok: true })
    expect(readdirSync(join(lethe.directory, 'keys')).sort()).toEqual(['sealing-key', 'signing-key', 'suppression-key'])
  })
})

const losing = async () => {
  const lethe = await withErasure()
  const [first] = await keysOf(lethe.core)
  const record = await exported(lethe, lethe.requestId, 'before.zip')
  lethe.core.close()
  rmSync(join(lethe.directory, 'keys', 'signing-key'))
  const ports = nodePorts(lethe.directory)
  const core = reopen(lethe.directory, ports)
  return { lethe: { ...lethe, core, ports, toRead: (file: string) => ports.files.handOut(file, 'read'), toWrite: (file: string) => ports.files.handOut(file, 'write') }, lost: first!.fingerprint, record }
}

describe('a lost key', () => {
  test('is refused by everything that writes, until it is declared lost by its fingerprint', async () => {
    const { lethe, lost, record } = await losing()
    expect(await keysOf(lethe.core)).toMatchObject([{ fingerprint: lost, current: true, held: false }])
    const settings = await lethe.core.call('settings.show', {}, lethe.run)
    const change = () => lethe.core.call('settings.change', { ...settings, policy: { guarantee: 'none', accuracyFloor: null, batchDays: 7, smallBatch: 10 } }, lethe.run)
    await expect(change()).rejects.toMatchObject({ code: 'workspace/signing-key-missing', details: { fingerprint: lost } })
    await expect(rotate(lethe)).rejects.toMatchObject({ code: 'workspace/signing-key-missing' })
    await expect(lethe.core.call('key.declare-lost', { fingerprint: '0'.repeat(64) }, lethe.run)).rejects.toMatchObject({ code: 'key/other-fingerprint' })
    const changed = await lethe.core.call('key.declare-lost', { fingerprint: lost }, lethe.run)
    await change()
    expect(await keysOf(lethe.core)).toMatchObject([{ fingerprint: lost, ended: 'lost' }, { fingerprint: changed.key, held: true }])
    expect(await ledgerOf(lethe, record)).toMatchObject({ ok: true, notes: [{ seq: changed.seq, code: 'key-lost', message: expect.stringContaining('did not vouch') }] })
    const requestId = await eraseIn(lethe.core, 1)
    expect(await check(lethe, await exported(lethe, requestId, 'after.zip'), changed.key)).toMatchObject({ ok: true, keySince: { seq: changed.seq, how: 'lost', before: lost } })
    // The record given away before is still written the same.
    expect(readFileSync(await exported(lethe, lethe.requestId, 'again.zip')).equals(readFileSync(record))).toBe(true)
  })

  test('is not one that is there', async () => {
    const lethe = await withErasure()
    const [key] = await keysOf(lethe.core)
    await expect(lethe.core.call('key.declare-lost', { fingerprint: key!.fingerprint }, lethe.run)).rejects.toMatchObject({ code: 'key/not-lost' })
    const empty = await coreWith()
    expect(await keysOf(empty.core)).toEqual([])
    await expect(empty.core.call('key.rotate', {}, empty.run)).rejects.toMatchObject({ code: 'ledger/empty' })
    await expect(empty.core.call('key.declare-lost', { fingerprint: key!.fingerprint }, empty.run)).rejects.toMatchObject({ code: 'ledger/empty' })
  })
})

describe('a backup from before a rotation', () => {
  test('is restored, and the later key goes on signing', { timeout: 120_000 }, async () => {
    const lethe = await withErasure()
    const backup = await backUp(lethe)
    const changed = await rotate(lethe)
    await eraseIn(lethe.core, 1)
    lethe.core.close()
    await restore(lethe.directory, backup)
    const core = reopen(lethe.directory)
    const keys = await keysOf(core)
    expect(keys).toMatchObject([{ fingerprint: changed.before, ended: 'rotated' }, { fingerprint: changed.key, held: true, current: true }])
    expect(await core.call('ledger.check', {}, quietRun())).toMatchObject({ ok: true })
  })

  test('is restored elsewhere with its own key', { timeout: 120_000 }, async () => {
    const lethe = await withErasure()
    const backup = await backUp(lethe)
    const [first] = await keysOf(lethe.core)
    await rotate(lethe)
    const elsewhere = join(lethe.outside, 'elsewhere')
    await restore(elsewhere, backup)
    expect(await keysOf(reopen(elsewhere))).toMatchObject([{ fingerprint: first!.fingerprint, current: true, held: true }])
  })
})
