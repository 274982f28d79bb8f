import { expect, test } from 'vitest'
import type { Input } from '../../../src-main/contract/api.ts'
import { openDatabase } from '../../../src-main/core/database/open-database.ts'
import { coreWith, type TestCore } from '../../support/core-with.ts'
import { personFile } from '../../support/person-file.ts'
import { workspaceBytes } from '../../support/workspace-bytes.ts'

const { csv, people } = personFile(60, 71)
const [anna, bert, chloe] = [people[3]!, people[4]!, people[5]!]

/** Anna has two orders by her address and a telephone number; there a customer is a number. */
const orders = `order,customer,mail,telephone,total\n${[
  `o-1,901,${anna.email.toUpperCase()},+49 30 1234567,10`, `o-2,902,someone@example.org,030/7654321,20`, `o-3,903,${anna.email},,30`, `o-4,904,other@example.org,+49 (0)30 1234567,40`,
].join('\n')}\n`

async function withOrders(): Promise<TestCore> {
  const lethe = await coreWith({ csv })
  await lethe.import(lethe.write('orders.csv', orders), { name: 'orders', subject: 'customer', ignore: ['order', 'mail', 'telephone'] })
  return lethe
}

type Identifiers = Input<'request.preview'>['identifiers']
const eMail = (value: string) => ({ kind: 'e-mail' as const, value })
const phone = (value: string) => ({ kind: 'phone' as const, value })

test('a person is found in every dataset by any of several identifiers, however they are written', async () => {
  const { core, run } = await withOrders()
  const model = await core.call('model.train', { dataset: 'people', learner: 'logistic-regression', settings: {} }, run)
  const identifiers: Identifiers = [eMail(` ${anna.email.replace('@', '@').toUpperCase()} `), phone('0049 30 1234567'), { kind: 'any-case', value: anna.id.toLowerCase() }]
  const preview = await core.call('request.preview', { identifiers, law: 'gdpr' }, run)
  expect(preview).toMatchObject({ rows: 4, duplicates: [], erasedBefore: false })
  expect(preview.datasets.map(({ rows, byIdentifier, columns, pending }) => ({ rows, byIdentifier, columns, pending }))).toEqual([
    { rows: 1, byIdentifier: [1, 0, 1], columns: ['person', 'email', 'note'], pending: 0 }, { rows: 3, byIdentifier: [2, 2, 0], columns: ['order', 'customer', 'mail', 'telephone'], pending: 0 },
  ])
  expect(preview.models).toMatchObject([{ modelId: model.modelId }])
  expect(preview.models[0]!.learnedFrom + preview.models[0]!.heldBack).toBe(1)

  const opened = await core.call('request.open', { who: { identifiers, answerTo: { name: 'Anna', address: 'Kai 1' } }, law: 'gdpr', channel: 'letter' }, run)
  expect(opened).toMatchObject({ matchedRows: 4, scope: 'person', channel: 'letter', duplicateOf: null, datasets: [{ matchedRows: 1 }, { matchedRows: 3 }] })
  expect(await core.call('request.identifiers', { requestId: opened.requestId }, run)).toMatchObject({ kept: true, identifiers, answerTo: { name: 'Anna', address: 'Kai 1' } })
  expect((await core.call('ledger.list', { limit: 1 }, run)).entries[0]).toMatchObject({ kind: 'request-opened', matched: 4, datasets: opened.datasets.map(({ datasetId }) => datasetId) })
})

test('an identifier of another kind, or in another dataset than those named, finds nothing', async () => {
  const { core, run } = await withOrders()
  const find = async (identifiers: Identifiers, datasets?: string[]) => (await core.call('request.preview', { identifiers, law: 'gdpr', ...(datasets === undefined ? {} : { datasets }) }, run)).rows
  expect(await find([{ kind: 'exact', value: anna.id.toLowerCase() }])).toBe(0)
  expect(await find([{ kind: 'exact', value: anna.id }])).toBe(1)
  expect(await find([eMail(anna.email)], ['orders'])).toBe(2)
  expect(await find([phone('+49 30 7654321')])).toBe(0)
  const settings = await core.call('settings.show', {}, run)
  await core.call('settings.change', { ...settings, matching: { ...settings.matching, phoneCountry: '49' } }, run)
  expect(await find([phone('030 7654321')])).toBe(1)
})

test('a request that finds nothing is opened all the same: it is owed an answer', async () => {
  const { core, run } = await withOrders()
  const opened = await core.call('request.open', { who: { identifiers: [eMail('nobody@example.org')] }, law: 'ccpa' }, run)
  expect(opened).toMatchObject({ state: 'received', matchedRows: 0, keptRows: 0 })
  expect(opened.datasets.map(({ matchedRows }) => matchedRows)).toEqual([0, 0])
  expect(await core.call('request.close-not-found', { requestId: opened.requestId }, run)).toMatchObject({ state: 'not-found' })
})

test('a person who asks again is told to be the same; rows of an open request are not taken twice', async () => {
  const { core, run } = await withOrders()
  const first = await core.call('request.open', { who: { identifiers: [eMail(anna.email)] }, law: 'gdpr' }, run)
  await expect(core.call('request.open', { who: { identifiers: [eMail(anna.email)] }, law: 'gdpr' }, run)).rejects.toMatchObject({ code: 'request/rows-pending', details: { count: 1, request: first.requestId } })
  const preview = await core.call('request.preview', { identifiers: [eMail(anna.email)], law: 'gdpr' }, run)
  expect(preview).toMatchObject({ duplicates: [first.requestId], erasedBefore: false, datasets: [{ pending: 1 }, { pending: 2 }] })
  await core.call('erasure.run', { requestId: first.requestId, method: 'auto', compare: false }, run)
  expect(await core.call('request.preview', { identifiers: [eMail(anna.email)], law: 'gdpr' }, run)).toMatchObject({ rows: 0, duplicates: [first.requestId], erasedBefore: true })
  expect(await core.call('request.open', { who: { identifiers: [eMail(anna.email)] }, law: 'gdpr' }, run)).toMatchObject({ matchedRows: 0, duplicateOf: first.requestId })
})

test('whoever was found by an address is kept from being imported again, under it and under the identifier of their rows', async () => {
  const lethe = await withOrders()
  const { core, run, directory } = lethe
  const { requestId } = await core.call('request.open', { who: { identifiers: [eMail(anna.email.toUpperCase())] }, law: 'gdpr' }, run)
  await core.call('erasure.run', { requestId, method: 'auto', compare: false }, run)
  const again = await core.call('dataset.import', { file: lethe.toRead(lethe.write('again.csv', csv)), name: 'again', ignore: [], features: [], text: [], dryRun: false }, run)
  expect(again.rejects).toEqual([{ row: 4, line: 5, position: 0, reason: 'suppressed' }])
  const moved = `person,mail,age\nnew-1,${anna.email},30\nnew-2,${bert.email},40\n${anna.id},x@example.org,50\n`
  const later = await core.call('dataset.import', { file: lethe.toRead(lethe.write('moved.csv', moved)), name: 'moved', subject: 'person', ignore: ['mail'], features: [], text: [], dryRun: false }, run)
  expect(later.rejects).toEqual([{ row: 1, line: 2, position: 1, reason: 'suppressed' }, { row: 3, line: 4, position: 0, reason: 'suppressed' }])
  const everything = Buffer.concat([...workspaceBytes(directory).values()])
  for (const value of Object.values(anna)) expect(everything.includes(value)).toBe(false)
})

test('looking again finds rows that came since, and by other identifiers in the place of those before', async () => {
  const lethe = await withOrders()
  const { core, run } = lethe
  const { requestId } = await core.call('request.open', { who: { identifiers: [eMail(anna.email)], answerTo: { name: 'Anna', address: '' } }, law: 'gdpr' }, run)
  await expect(core.call('request.match', { requestId }, run)).rejects.toMatchObject({ code: 'request/wrong-state' })
  await core.call('request.verify', { requestId }, run)
  await lethe.import(lethe.write('more.csv', `person,mail,age\nn-1,${anna.email},30\n`), { name: 'more', subject: 'person', ignore: ['mail'] })
  expect(await core.call('request.match', { requestId }, run)).toMatchObject({ matchedRows: 4, state: 'matching' })
  expect(await core.call('request.match', { requestId, identifiers: [{ kind: 'exact', value: chloe.id }] }, run)).toMatchObject({ matchedRows: 1 })
  expect(await core.call('request.identifiers', { requestId }, run)).toMatchObject({ identifiers: [{ value: chloe.id }], answerTo: { name: 'Anna' } })
  expect((await core.call('ledger.list', { limit: 1 }, run)).entries[0]).toMatchObject({ kind: 'request-matched', request: requestId, matched: 1 })
})

test.each([
  [[eMail('no address')], 'matching/not-an-e-mail'], [[phone('twelve')], 'matching/not-a-phone'], [[phone('030 1234567')], 'matching/phone-without-country'], [[{ kind: 'exact', value: '  ' }], 'matching/blank'],
] as const)('%j is refused before anything is searched', async (identifiers, code) => {
  const { core, run } = await withOrders()
  for (const call of [core.call('request.preview', { identifiers: [...identifiers], law: 'gdpr' }, run), core.call('request.open', { who: { identifiers: [...identifiers] }, law: 'gdpr' }, run)]) await expect(call).rejects.toMatchObject({ code })
  expect(await core.call('request.list', {}, run)).toEqual([])
})

test('a dataset without a column to look in is refused by its name; none at all as well', async () => {
  const lethe = await coreWith()
  const { core, run } = lethe
  const identifiers = [eMail(anna.email)]
  await expect(core.call('request.preview', { identifiers, law: 'gdpr' }, run)).rejects.toMatchObject({ code: 'dataset/none' })
  await lethe.import(lethe.write('plain.csv', 'a,b,c\n1,2,yes\n2,3,no\n3,4,yes\n'), { name: 'plain' })
  await expect(core.call('request.preview', { identifiers, law: 'gdpr' }, run)).rejects.toMatchObject({ code: 'matching/no-dataset' })
  await expect(core.call('request.open', { dataset: 'plain', who: { identifiers }, law: 'gdpr' }, run)).rejects.toMatchObject({ code: 'matching/nothing-to-search' })
  await expect(core.call('request.open', { who: { rows: [1] }, law: 'gdpr' }, run)).rejects.toMatchObject({ code: 'usage/bad-input' })
  const { requestId } = await core.call('request.open', { dataset: 'plain', who: { rows: [1] }, law: 'gdpr' }, run)
  await core.call('request.verify', { requestId }, run)
  await expect(core.call('request.match', { requestId }, run)).rejects.toMatchObject({ code: 'matching/nobody-known' })
})

test('identifiers lie in the workspace sealed and hashed, never as they are', async () => {
  const { core, run, directory } = await withOrders()
  await core.call('request.open', { who: { identifiers: [eMail('unheard-of@example.org')], answerTo: { name: 'Unheard-of Person', address: 'Nowhere 17' } }, law: 'gdpr' }, run)
  const db = openDatabase(`${directory}/lethe.db`)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
  const everything = Buffer.concat([...workspaceBytes(directory).values()])
  for (const value of ['unheard-of@example.org', 'Unheard-of Person', 'Nowhere 17']) expect(everything.includes(value)).toBe(false)
})
