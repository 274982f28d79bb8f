import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ApiName } from '../../../src-main/contract/api.ts'
import type { Role } from '../../../src-main/contract/people.ts'
import { admits } from '../../../src-main/contract/roles.ts'
import { CoreError } from '../../../src-main/core/base/core-error.ts'
import { everyRole } from '../../../src-main/core/people/actor-table.ts'
import { answer } from '../../support/answer.ts'
import { coreWith, type TestCore } from '../../support/core-with.ts'
import { adasPassphrase, bosPassphrase, signIn, twoPeople } from '../../support/people.ts'

/** The code it was refused with. */
async function refusal(work: Promise<unknown>): Promise<unknown> {
  const error = await work.then(() => undefined, (thrown: unknown) => thrown)
  return error instanceof CoreError ? error.code : error
}

const newest = async (lethe: TestCore, session: string, limit = 2) => (await answer(lethe, 'ledger.list', { limit }, session)).entries

describe('whoever works alone', () => {
  test('does not sign in, has every role and no name', async () => {
    const lethe = await coreWith()
    expect(await answer(lethe, 'people.current', {})).toMatchObject({ signsIn: false, idleMinutes: 30, colleague: { name: null, roles: everyRole } })
    expect(await refusal(answer(lethe, 'people.sign-in', { name: 'Ada', passphrase: 'whatever it is' }))).toBe('people/alone')
  })

  test('cannot leave, nor give up being administrator, and needs a name of their own to add another', async () => {
    const lethe = await coreWith()
    const [me] = await answer(lethe, 'people.list', {})
    const added = { name: 'Bo', roles: ['officer'] as Role[], passphrase: bosPassphrase }
    expect(await refusal(answer(lethe, 'people.remove', { id: me!.id }))).toBe('people/last-one')
    expect(await refusal(answer(lethe, 'people.change', { id: me!.id, roles: ['officer'] }))).toBe('people/last-administrator')
    expect(await refusal(answer(lethe, 'people.add', added))).toBe('people/first-unnamed')
    expect(await refusal(answer(lethe, 'people.add', { ...added, first: { name: ' bO ', passphrase: adasPassphrase } }))).toBe('people/name-taken')
    expect(await refusal(answer(lethe, 'people.add', { ...added, first: { name: 'Ada', passphrase: 'aaaaaaaaaa' } }))).toBe('people/passphrase-short')
    expect(await refusal(answer(lethe, 'people.add', { ...added, passphrase: 'seven77', first: { name: 'Ada', passphrase: adasPassphrase } }))).toBe('people/passphrase-short')
    expect(await answer(lethe, 'people.list', {})).toEqual([me])
  })
})

// Every passphrase that is chosen or tried takes half a second of a processor, by design.
describe('two people', { timeout: 120_000 }, () => {
  test('sign in, each for themselves, and the ledger names who acted and who had which role since when', async () => {
    const lethe = await coreWith({ csv: 'id,age,label\na,1,yes\nb,2,no\n' })
    const { ada, bo, asAda, asBo } = await twoPeople(lethe, ['officer', 'auditor'])
    const entries = await newest(lethe, asAda)
    expect(entries).toMatchObject([{ kind: 'actor-added', actor: ada.id, who: bo.id, roles: ['officer', 'auditor'] }, { kind: 'actor-changed', actor: ada.id, who: ada.id, roles: everyRole }])
    expect(await answer(lethe, 'people.current', {}, asBo)).toMatchObject({ signsIn: true, colleague: bo })
    expect(await answer(lethe, 'people.current', {})).toMatchObject({ signsIn: true, colleague: null })
    await answer(lethe, 'request.open', { dataset: 'people', who: { rows: [1] }, law: 'gdpr' }, asBo)
    expect(await newest(lethe, asAda, 1)).toMatchObject([{ kind: 'request-opened', actor: bo.id }])
    // No name anywhere but in the table that is for it.
    expect(JSON.stringify(await newest(lethe, asAda, 20))).not.toMatch(/Ada|Bo Lind/)
  })

  test('nothing is answered before one has signed in, with a token that was not given out, or after signing out', async () => {
    const lethe = await coreWith()
    const { asBo } = await twoPeople(lethe)
    for (const name of ['workspace.overview', 'dataset.list', 'people.list', 'settings.show', 'job.list'] as const) {
      for (const session of [undefined, 'x'.repeat(43)]) expect(await refusal(lethe.core.call(name as never, {} as never, lethe.run, { session })), `${name}`).toBe('people/sign-in-needed')
    }
    expect(await answer(lethe, 'people.sign-out', {}, asBo)).toMatchObject({ signsIn: true, colleague: null })
    expect(await refusal(answer(lethe, 'people.list', {}, asBo))).toBe('people/sign-in-needed')
    // Signing out twice, or without ever having been in, is no mistake.
    await answer(lethe, 'people.sign-out', {}, asBo)
  })

  test('a wrong passphrase and an unknown name are refused alike', async () => {
    const lethe = await coreWith()
    await twoPeople(lethe)
    const wrong = await lethe.core.call('people.sign-in', { name: 'Bo Lind', passphrase: adasPassphrase }, lethe.run).catch((error: unknown) => error)
    const unknown = await lethe.core.call('people.sign-in', { name: 'Nobody Here', passphrase: adasPassphrase }, lethe.run).catch((error: unknown) => error)
    expect(wrong).toEqual(unknown)
    expect(wrong).toMatchObject({ code: 'people/sign-in-wrong', details: {} })
    // Capitals and spaces of a name are forgiven, those of a passphrase are not.
    expect(await signIn(lethe, '  bo  LIND ', bosPassphrase)).toMatch(/^[\w-]{43}$/)
  })

  test('a call is for those with a role for it, and who has one is told', async () => {
    const lethe = await coreWith()
    const { asBo } = await twoPeople(lethe, ['approver'])
    const settings = await answer(lethe, 'settings.show', {}, asBo)
    const refused = await lethe.core.call('settings.change', settings, lethe.run, { session: asBo }).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'people/role-missing', details: { call: 'settings.change', roles: 'administrator' } })
    expect(await refusal(answer(lethe, 'people.add', { name: 'Cy', roles: ['officer'], passphrase: 'cy is new here' }, asBo))).toBe('people/role-missing')
    expect(await refusal(answer(lethe, 'key.rotate', {}, asBo))).toBe('people/role-missing')
  })

  test('someone else has another name, in whatever capitals, and at least one role, each once', async () => {
    const lethe = await coreWith()
    const { bo, asAda } = await twoPeople(lethe)
    const cy = { name: 'Cy', roles: ['officer'] as Role[], passphrase: 'cy is new here' }
    expect(await refusal(answer(lethe, 'people.add', { ...cy, name: 'BO  lind' }, asAda))).toBe('people/name-taken')
    expect(await refusal(answer(lethe, 'people.rename', { id: bo.id, name: 'ada moor' }, asAda))).toBe('people/name-taken')
    for (const bad of [{ name: '  ' }, { name: 'a\u202eb' }, { name: 'x'.repeat(101) }, { roles: [] }, { roles: ['officer', 'officer'] }, { roles: ['root'] }]) {
      expect(await refusal(answer(lethe, 'people.add', { ...cy, ...bad } as never, asAda)), `${JSON.stringify(bad)}`).toBe('usage/bad-input')
    }
    expect(await refusal(answer(lethe, 'people.add', { ...cy, first: { name: 'Ada', passphrase: adasPassphrase } }, asAda))).toBe('people/first-known')
    expect(await answer(lethe, 'people.rename', { name: ' Ada  Moor-Lind ' }, asAda)).toMatchObject({ name: 'Ada Moor-Lind' })
    expect(await refusal(answer(lethe, 'people.change', { id: 'p-000000000000', roles: ['officer'] }, asAda))).toBe('people/not-found')
  })

  test('roles count from the moment they are given, and the last administrator keeps theirs', async () => {
    const lethe = await coreWith()
    const { ada, bo, asAda, asBo } = await twoPeople(lethe, ['auditor'])
    expect(await refusal(answer(lethe, 'people.change', { id: ada.id, roles: ['officer'] }, asAda))).toBe('people/last-administrator')
    await answer(lethe, 'people.change', { id: bo.id, roles: ['administrator'] }, asAda)
    expect(await newest(lethe, asAda, 1)).toMatchObject([{ kind: 'actor-changed', who: bo.id, roles: ['administrator'] }])
    await answer(lethe, 'people.change', { id: ada.id, roles: ['officer'] }, asBo)
    expect(await refusal(answer(lethe, 'people.change', { id: ada.id, roles: everyRole }, asAda))).toBe('people/role-missing')
    // Nothing new: nothing to enter.
    const before = await newest(lethe, asBo, 1)
    await answer(lethe, 'people.change', { id: ada.id, roles: ['officer'] }, asBo)
    expect(await newest(lethe, asBo, 1)).toEqual(before)
  })

  test('someone who leaves is signed out, the name is gone from every byte, and the one who is left is alone again', async () => {
    const lethe = await coreWith()
    const { ada, bo, asAda, asBo } = await twoPeople(lethe)
    expect(lethe.databaseFiles().some(file => readFileSync(file).includes('Bo Lind'))).toBe(true)
    expect(await answer(lethe, 'people.remove', { id: bo.id }, asAda)).toEqual([ada])
    for (const file of lethe.databaseFiles()) expect(readFileSync(file).includes('Bo Lind'), `${file}`).toBe(false)
    expect(await refusal(answer(lethe, 'people.remove', { id: ada.id }))).toBe('people/last-one')
    expect(await newest(lethe, asAda, 1)).toMatchObject([{ kind: 'actor-left', actor: ada.id, who: bo.id }])
    expect(await answer(lethe, 'people.current', {}, asBo)).toMatchObject({ signsIn: false, colleague: { id: ada.id } })
    // The one who is left has a name and a passphrase already.
    const { colleague, first } = await answer(lethe, 'people.add', { name: 'Bo Lind', roles: ['approver'], passphrase: bosPassphrase })
    expect(first?.colleague).toEqual(ada)
    expect(colleague.id).not.toBe(bo.id)
    expect(await refusal(answer(lethe, 'people.list', {}, asBo))).toBe('people/sign-in-needed')
  })

  test('one changes their own passphrase for the present one, and other sessions of theirs end', async () => {
    const lethe = await coreWith()
    const { bo, asAda, asBo } = await twoPeople(lethe)
    const elsewhere = await signIn(lethe, 'Bo Lind', bosPassphrase)
    expect(await refusal(answer(lethe, 'people.set-passphrase', { passphrase: 'another for bo' }, asBo))).toBe('people/passphrase-wrong')
    expect(await refusal(answer(lethe, 'people.set-passphrase', { current: bosPassphrase, passphrase: 'short' }, asBo))).toBe('people/passphrase-short')
    await answer(lethe, 'people.set-passphrase', { current: bosPassphrase, passphrase: 'another for bo' }, asBo)
    expect(await answer(lethe, 'people.current', {}, asBo)).toMatchObject({ colleague: { id: bo.id } })
    expect(await refusal(answer(lethe, 'people.list', {}, elsewhere))).toBe('people/sign-in-needed')
    expect(await refusal(signIn(lethe, 'Bo Lind', bosPassphrase))).toBe('people/sign-in-wrong')
    expect(await newest(lethe, asAda, 1)).toMatchObject([{ kind: 'actor-added' }])
  })

  test('an administrator gives another a new passphrase, and the ledger says so for ever', async () => {
    const lethe = await coreWith()
    const { ada, bo, asAda, asBo } = await twoPeople(lethe)
    expect(await refusal(answer(lethe, 'people.set-passphrase', { id: ada.id, passphrase: 'now i am ada' }, asBo))).toBe('people/role-missing')
    await answer(lethe, 'people.set-passphrase', { id: bo.id, passphrase: 'given by ada' }, asAda)
    expect(await newest(lethe, asAda, 1)).toMatchObject([{ kind: 'actor-changed', actor: ada.id, who: bo.id, roles: ['approver'], passphrase: 'given-by-another' }])
    expect(await refusal(answer(lethe, 'people.list', {}, asBo))).toBe('people/sign-in-needed')
    await signIn(lethe, 'Bo Lind', 'given by ada')
  })
})

test('every call that changes anything names roles, and reading is for whoever is signed in', () => {
  const forAnyone = Object.entries(admits).filter(([, rule]) => rule === 'anyone').map(([name]) => name)
  expect(forAnyone).toEqual(['people.sign-in', 'people.sign-out', 'people.current'])
  const approvers = Object.entries(admits).filter(([, rule]) => Array.isArray(rule) && rule.includes('approver')).map(([name]) => name as ApiName)
  expect(approvers).toContain('request.approve')
  expect(admits['request.approve']).not.toContain('officer')
})
