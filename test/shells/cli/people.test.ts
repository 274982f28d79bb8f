import { readFileSync, rmSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Colleague } from '../../../src-main/contract/people.ts'
import { workspaceBytes } from '../../support/workspace-bytes.ts'
import { engineOn } from './engine-on.ts'
import { ask, copyForTest, expectRefusal, lethe, sampleImport } from './lethe.ts'

const secrets = { ada: 'ada does all the rest', bo: 'bo reads on mondays' }
const all = ['administrator', 'officer', 'approver', 'engineer', 'auditor']

let folder: string
/** A workspace of Ada, who may everything, and Bo, an auditor. */
let prepared: string
const passphrases = { ada: '', bo: '' }
let bo: Colleague

const write = (name: string, text: string): string => {
  const file = join(folder, name)
  writeFileSync(file, text, { mode: 0o600 })
  return file
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-people-'))
  prepared = join(folder, 'workspace')
  passphrases.ada = write('ada.txt', `${secrets.ada}\n`)
  passphrases.bo = write('bo.txt', secrets.bo)
  await ask(prepared, sampleImport)
  bo = await ask<Colleague>(prepared, ['people', 'add', 'Bo Lind', '--role', 'auditor', '--new-passphrase-file', passphrases.bo, '--my-name', 'Ada Moor', '--my-passphrase-file', passphrases.ada])
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const as = (who: 'ada' | 'bo') => ({ env: { LETHE_PEOPLE_PASSPHRASE_FILE: passphrases[who] } })
const words = (workspace: string, who: 'Ada Moor' | 'Bo Lind', ...said: string[]) => [...said, '--as', who, '--workspace', workspace, '--json']

describe.each([['alone', false], ['beside an engine', true]] as const)('%s', (_, withEngine) => {
  async function workspace(): Promise<string> {
    const made = copyForTest(prepared)
    if (withEngine) await engineOn(made)
    return made
  }

  test('nothing is answered without --as, and each acts as themselves with it', { timeout: 120_000 }, async () => {
    const here = await workspace()
    expectRefusal(await lethe(['dataset', 'list', '--workspace', here, '--json']), 'people/sign-in-needed', 2)
    expect(await ask(here, ['people', 'list', '--as', 'bo lind'], as('bo'))).toMatchObject({ signsIn: true, you: bo.id, people: [{ name: 'Ada Moor', roles: all }, bo] })
    expectRefusal(await lethe(words(here, 'Bo Lind', 'settings', 'change', '--batch-days', '3'), as('bo')), 'people/role-missing', 2, [secrets.bo])
    expect(await ask(here, ['settings', 'change', '--batch-days', '3', '--as', 'Ada Moor'], as('ada'))).toMatchObject({ policy: { batchDays: 3 } })
    const { entries } = await ask<{ entries: { kind: string; actor: string }[] }>(here, ['ledger', 'list', '--as', 'Bo Lind'], as('bo'))
    expect(entries.find(({ kind }) => kind === 'settings-changed')!.actor).not.toBe(bo.id)
    // A long task, in a worker or here, needs the role as well.
    expectRefusal(await lethe(words(here, 'Bo Lind', 'train', 'visits'), as('bo')), 'people/role-missing', 2)
    expect(await ask(here, ['ledger', 'check', '--as', 'Bo Lind'], as('bo'))).toMatchObject({ ok: true })
  })

  test('a wrong passphrase, an unknown name and none at all are refused', { timeout: 120_000 }, async () => {
    const here = await workspace()
    expectRefusal(await lethe(words(here, 'Bo Lind', 'dataset', 'list'), as('ada')), 'people/sign-in-wrong', 2, [secrets.ada, 'Bo Lind'])
    expectRefusal(await lethe(['dataset', 'list', '--as', 'Nobody', '--workspace', here, '--json'], as('bo')), 'people/sign-in-wrong', 2, [secrets.bo, 'Nobody'])
    expectRefusal(await lethe(words(here, 'Bo Lind', 'dataset', 'list')), 'people/passphrase-needed', 2)
    expectRefusal(await lethe(words(here, 'Bo Lind', 'dataset', 'list'), { env: { LETHE_PEOPLE_PASSPHRASE_FILE: join(folder, 'gone.txt') } }), 'usage/file-unreadable', 2)
    expect(await ask(here, ['people', 'sign-in', 'Bo Lind'], as('bo'))).toEqual(bo)
  })

  test('roles, names and passphrases change, and someone leaves', { timeout: 180_000 }, async () => {
    const here = await workspace()
    const changed = await ask<Colleague>(here, ['people', 'change', 'Bo Lind', '--role', 'officer,auditor', '--as', 'Ada Moor'], as('ada'))
    expect(changed).toEqual({ ...bo, roles: ['officer', 'auditor'] })
    expect(await ask(here, ['people', 'rename', bo.id, 'Bo Moor', '--as', 'Ada Moor'], as('ada'))).toMatchObject({ name: 'Bo Moor' })
    const next = write('next.txt', 'and on tuesdays too')
    await ask(here, ['people', 'passphrase', '--new-passphrase-file', next, '--as', 'Bo Moor'], as('bo'))
    expectRefusal(await lethe(['people', 'list', '--as', 'Bo Moor', '--workspace', here, '--json'], as('bo')), 'people/sign-in-wrong', 2)
    await ask(here, ['people', 'passphrase', '--of', 'Bo Moor', '--new-passphrase-file', passphrases.bo, '--as', 'Ada Moor'], as('ada'))
    expect(await ask(here, ['people', 'idle', '5', '--as', 'Ada Moor'], as('ada'))).toEqual({ idleMinutes: 5 })
    expectRefusal(await lethe(words(here, 'Ada Moor', 'people', 'remove', 'Ada Moor', '--yes'), as('ada')), 'people/last-administrator', 2)
    expectRefusal(await lethe(words(here, 'Ada Moor', 'people', 'remove', 'Bo Moor'), as('ada')), 'usage/missing-option', 2)
    expect(await ask(here, ['people', 'remove', 'bo moor', '--yes', '--as', 'Ada Moor'], as('ada'))).toMatchObject({ removed: bo.id, people: [{ name: 'Ada Moor' }] })
    // Alone again: nobody signs in.
    expect(await ask(here, ['people', 'list'])).toMatchObject({ signsIn: false })
    expectRefusal(await lethe(words(here, 'Ada Moor', 'people', 'list'), as('ada')), 'people/alone', 2)
  })
})

test('no passphrase is in a file of the workspace, and no name but in the database', () => {
  const files = [...workspaceBytes(prepared)]
  const holding = (text: string) => files.filter(([, bytes]) => bytes.includes(text)).map(([name]) => basename(name))
  expect(Object.values(secrets).flatMap(holding)).toEqual([])
  expect(['Ada Moor', 'Bo Lind'].flatMap(holding).filter(name => !name.startsWith('lethe.db'))).toEqual([])
  expect(readFileSync(join(prepared, 'lethe.db')).includes('Bo Lind')).toBe(true)
})

test.each([
  [['add', 'Cy', '--role', 'root'], 'usage/bad-option-value'], [['add', 'Cy'], 'usage/missing-option'], [['add', 'bo lind', '--role', 'officer'], 'people/name-taken'], [['add', ' ', '--role', 'officer'], 'usage/bad-input'],
  [['add', 'Cy', '--role', 'officer', '--my-name', 'Ada'], 'usage/cannot-ask'], [['change', 'Nobody', '--role', 'officer'], 'people/not-found'], [['change', 'Bo Lind'], 'usage/missing-option'],
  [['idle', '0'], 'usage/bad-option-value'], [['rename', 'Bo Lind', 'ADA MOOR'], 'people/name-taken'], [['remove', 'p-000000000000', '--yes'], 'people/not-found'],
])('people %j is refused', async (said, code) => {
  const passphrase = said[0] === 'add' ? ['--new-passphrase-file', passphrases.bo] : []
  const ended = await lethe(words(prepared, 'Ada Moor', 'people', ...said, ...passphrase), as('ada'))
  expectRefusal(ended, code, 2)
  expect(ended.signal).toBeNull()
})

test('keys are kept otherwise only by who may change them, and a workspace of several is replaced by an administrator alone', { timeout: 180_000 }, async () => {
  const here = copyForTest(prepared)
  const next = write('keys.txt', 'a passphrase for the keys')
  expectRefusal(await lethe(['key', 'protect', '--new-passphrase-file', next, '--workspace', here, '--json']), 'people/sign-in-needed', 2)
  expectRefusal(await lethe(words(here, 'Bo Lind', 'key', 'protect', '--new-passphrase-file', next), as('bo')), 'people/role-missing', 2)
  const backup = join(here, '..', 'lethe.age')
  await ask(here, ['workspace', 'backup', backup, '--passphrase', 'a long enough passphrase', '--as', 'Ada Moor'], as('ada'))
  const restore = ['workspace', 'restore', backup, '--passphrase', 'a long enough passphrase']
  expectRefusal(await lethe([...restore, '--workspace', here, '--json']), 'people/sign-in-needed', 2)
  expectRefusal(await lethe(words(here, 'Bo Lind', ...restore), as('bo')), 'people/role-missing', 2)
  await ask(here, [...restore, '--as', 'Ada Moor'], as('ada'))
  // Into an empty folder whoever has the backup and its passphrase may, and nobody can tell who that is.
  const elsewhere = join(here, '..', 'elsewhere')
  await ask(elsewhere, restore)
  const { entries } = await ask<{ entries: { kind: string; actor: string }[] }>(elsewhere, ['ledger', 'list', '--as', 'Bo Lind'], as('bo'))
  const { people } = await ask<{ people: Colleague[] }>(elsewhere, ['people', 'list', '--as', 'Bo Lind'], as('bo'))
  expect(people).toHaveLength(2)
  expect(people.map(({ id }) => id)).not.toContain(entries.find(({ kind }) => kind === 'workspace-restored')!.actor)
})
