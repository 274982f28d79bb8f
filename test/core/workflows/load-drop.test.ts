import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Input } from '../../../src-main/contract/api.ts'
import { dropHash } from '../../../src-main/core/lists/drop-form.ts'
import { coreWith, type TestCore } from '../../support/core-with.ts'

const people = `id,mail,phone,first,last,born,zip,age
p-1,Anna@Example.org,+1 (415) 555-0001,Anna,Arm,1980-01-02,90001,30
p-2,bert@example.org,415-555-0002,Bert,Berg,1981-02-03,90002-1234,40
p-3,home@example.org,,Chloé,Café,1982-03-04,90003,50
p-4,home@example.org,,Dora,Café,1983-04-05,90003,60
p-5,eve@example.org,(415) 555-0005,Eve,Ende,1984-05-06,00904,70
`
const eMail = (text: string) => dropHash('Email', [text])!
const id = (number: number) => `WorkItem${String(number).padStart(4, '0')}`

async function broker(): Promise<TestCore> {
  const lethe = await coreWith()
  await lethe.import(lethe.write('people.csv', people), { subject: 'id', ignore: ['mail', 'phone', 'first', 'last', 'born', 'zip'], text: ['born', 'zip'] })
  return lethe
}

const load = (lethe: TestCore, content: string, options: Partial<Input<'request.load-list'>> = {}, name = '20260801_4821_Email.csv') =>
  lethe.core.call('request.load-list', { file: lethe.toRead(lethe.write(name, content)), kind: 'drop', law: 'ccpa', dryRun: false, ...options }, lethe.run)

const list = `ID,Hash\n${[[1, 'anna@example.org'], [2, 'nobody@example.org'], [3, 'home@example.org'], [4, 'bert@example.org'], [5, 'anna@example.org'], [6, 'eve@example.org']].map(([n, mail]) => `${id(n as number)},${eMail(mail as string)}\n`).join('')}`

test('a list of hashes is matched, carried out, and answered with the codes of the platform', async () => {
  const lethe = await broker()
  const { core, run, outside } = lethe
  expect(await load(lethe, list, { dryRun: true })).toMatchObject({ drop: 'Email', rows: 6, opened: 3, matchedRows: 3, duplicates: 1, notFound: 1, shared: 1, refused: 0 })
  const { listId } = await load(lethe, list)
  expect(await core.call('list.list', {}, run)).toMatchObject([{ listId, kind: 'drop', drop: 'Email', open: 3, shared: 1 }])
  const requests = await core.call('request.list', {}, run)
  expect(requests.map(({ law, channel, matchedRows }) => [law, channel, matchedRows])).toEqual([['ccpa', 'drop', 1], ['ccpa', 'drop', 1], ['ccpa', 'drop', 1]])
  const answer = (name: string, optedOut = true) => core.call('list.export-answer', { listId: listId!, file: lethe.toWrite(join(outside, name)), optedOut }, run)
  await expect(answer('early.csv', false)).rejects.toMatchObject({ code: 'list/opt-out-first', details: { shared: 1 } })

  const idOf = async (row: number) => (await Promise.all(requests.map(async ({ requestId }) => ({ requestId, rows: (await core.call('request.rows', { requestId, offset: 0, limit: 5 }, run)).rows.map(r => r.row) })))).find(({ rows }) => rows.includes(row))!.requestId
  const [anna, bert, eve] = [await idOf(1), await idOf(2), await idOf(5)]
  await core.call('erasure.run', { requestId: anna, method: 'auto', compare: false }, run)
  expect(await answer('part.csv')).toMatchObject({ deleted: 2, notFound: 1, optedOut: 1, exempted: 0, open: 2 })
  // All there is of him has to be kept.
  await core.call('request.verify', { requestId: bert }, run)
  const { code } = (await core.call('reason.list', { law: 'ccpa' }, run)).find(({ scope }) => scope === 'record')!
  await core.call('request.decide', { requestId: bert, dataset: 'people', rows: 'all', decision: { keep: code } }, run)
  await core.call('request.deny', { requestId: bert, reason: code }, run)
  await core.call('erasure.run', { requestId: eve, method: 'auto', compare: false }, run)
  const whole = await answer('answer.csv')
  expect(whole).toMatchObject({ exempted: 1, deleted: 3, notFound: 1, optedOut: 1, open: 0 })
  const text = readFileSync(join(outside, 'answer.csv'), 'utf8')
  expect(text.startsWith('Id,Status\r\n')).toBe(true)
  for (const line of [`${id(1)},3`, `${id(2)},5`, `${id(3)},4`, `${id(4)},2`, `${id(5)},3`, `${id(6)},3`]) expect(text.split('\r\n')).toContain(line)
  expect((await core.call('ledger.list', { limit: 1 }, run)).entries[0]).toMatchObject({ kind: 'list-answered', list: listId })
  await expect(answer('answer.csv')).rejects.toMatchObject({ code: 'list/file-exists' })
  await expect(load(lethe, list)).rejects.toMatchObject({ code: 'list/loaded-before', details: { list: listId } })
})

test('telephone numbers, and names with a date of birth and a ZIP code, where their columns are named', async () => {
  const lethe = await broker()
  const phones = `ID,Hash\n${id(1)},${dropHash('Phone', ['4155550001'])}\n${id(2)},${dropHash('Phone', ['4155550009'])}\n`
  expect(await load(lethe, phones, { dryRun: true }, '20260801_4821_Phone.csv')).toMatchObject({ drop: 'Phone', opened: 1, matchedRows: 1, notFound: 1 })
  const ndz = `ID,Hash\n${id(1)},${dropHash('NDZ', ['Bert', 'Berg', '19810203', '90002'])}\n${id(2)},${dropHash('NDZ', ['chloe', 'cafe', '19820304', '90003'])}\n${id(3)},${dropHash('NDZ', ['Eve', 'Ende', '19840506', '904'])}\n`
  await expect(load(lethe, ndz, {}, '20260801_4821_NDZ.csv')).rejects.toMatchObject({ code: 'list/drop-columns' })
  await expect(load(lethe, ndz, { drop: [{ dataset: 'people', columns: ['first', 'last'] }] }, '20260801_4821_NDZ.csv')).rejects.toMatchObject({ code: 'list/drop-columns' })
  expect(await load(lethe, ndz, { drop: [{ dataset: 'people', columns: ['first', 'last', 'born', 'zip'] }] }, '20260801_4821_NDZ.csv')).toMatchObject({ opened: 3, matchedRows: 3, searched: [{ columns: ['first', 'last', 'born', 'zip'] }] })
})

test('a person of two lists has one request, which answers both', async () => {
  const lethe = await broker()
  await load(lethe, list)
  expect(await load(lethe, `ID,Hash\n${id(9)},${dropHash('Phone', ['4155550001'])}\n`, {}, '20260801_4821_Phone.csv')).toMatchObject({ opened: 0, duplicatesOpen: 1, rowsPending: 1 })
})

test.each([
  ['another law', list, { law: 'gdpr' }, '20260801_4821_Email.csv', 'list/drop-law'], ['a name that does not tell', list, {}, 'list.csv', 'list/drop-list-unknown'],
  ['requests that were taken back', 'ID,Hash,ListType\n', {}, '20260801_4821_Removed.csv', 'list/drop-removed'], ['those under another name', 'ID,Hash,ListType\nx,y,Email\n', {}, '20260801_4821_Email.csv', 'list/drop-removed'],
  ['another header', 'Id;Hash\n1;2\n', {}, '20260801_4821_Email.csv', 'list/drop-header'], ['nothing but the header', 'ID,Hash\n', {}, '20260801_4821_Email.csv', 'import/no-rows'],
] as const)('%s is refused', async (_, content, options, name, code) => {
  await expect(load(await broker(), content, options, name)).rejects.toMatchObject({ code })
})

test('lines that are no work item, or one twice, are refused by line and column', async () => {
  const lethe = await broker()
  const hash = eMail('anna@example.org')
  expect(await load(lethe, `ID,Hash\nshort,${hash}\n${id(1)},nohash\n${id(2)},${hash}\n${id(2)},${hash}\n=${id(3)},${hash}\n${id(4)}\n`)).toMatchObject({
    rows: 6, opened: 1, refused: 5, refusedLines: [
      { line: 2, column: 'ID', problem: 'not-a-work-item' }, { line: 3, column: 'Hash', problem: 'not-a-hash' }, { line: 5, column: 'ID', problem: 'work-item-repeated' },
      { line: 6, column: 'ID', problem: 'not-a-work-item' }, { line: 7, column: null, problem: 'cell-count' },
    ],
  })
})

test('a list of people is not answered by a file', async () => {
  const lethe = await broker()
  const { listId } = await load(lethe, 'mail\nanna@example.org\n', { kind: 'csv', columns: { identifiers: [{ column: 'mail', kind: 'e-mail' }] } })
  await expect(lethe.core.call('list.export-answer', { listId: listId!, file: lethe.toWrite(join(lethe.outside, 'x.csv')) }, lethe.run)).rejects.toMatchObject({ code: 'list/not-of-drop' })
  await expect(lethe.core.call('list.export-answer', { listId: 'l-none', file: lethe.toWrite(join(lethe.outside, 'x.csv')) }, lethe.run)).rejects.toMatchObject({ code: 'list/not-found' })
})
