import { expect, test } from 'vitest'
import type { Input } from '../../../src-main/contract/api.ts'
import { coreWith, type TestCore } from '../../support/core-with.ts'
import { personFile } from '../../support/person-file.ts'
import { workspaceBytes } from '../../support/workspace-bytes.ts'

const { csv, people } = personFile(60, 73)

type Options = Partial<Omit<Input<'request.load-list'>, 'file'>>
const load = (lethe: TestCore, content: string | Uint8Array, options: Options = {}) =>
  lethe.core.call('request.load-list', { file: lethe.toRead(lethe.write('list.csv', content)), kind: 'csv', law: 'gdpr', dryRun: false, ...options }, lethe.run)

const eMails = { identifiers: [{ column: 'mail', kind: 'e-mail' as const }] }

const list = `mail,person,received,channel,law,name,contact
${people[1]!.email.toUpperCase()},,2026-11-02,letter,,Anna Arm,Kai 1
,${people[2]!.id},2026-11-03T08:30,e-mail,ccpa,,b@example.org
${people[1]!.email},,2026-11-20,,,,
nobody@example.org,,,,,Nobody,
no address,,,,,,
${people[4]!.email},,,pigeon,,,
${people[5]!.email},,24.11.2026,,,,
${people[6]!.email},,2031-01-01,,,,
${people[7]!.email},,,,hipaa,,
,,,,,Somebody,
too,few
`
const columns = { identifiers: [{ column: 'mail', kind: 'e-mail' as const }, { column: 'person', kind: 'exact' as const }], received: 'received', channel: 'channel', law: 'law', name: 'name', contact: 'contact' }

const refusedLines = [
  { line: 6, column: 'mail', problem: 'not-an-e-mail' }, { line: 7, column: 'channel', problem: 'unknown-channel' }, { line: 8, column: 'received', problem: 'not-a-time' }, { line: 9, column: 'received', problem: 'in-the-future' },
  { line: 10, column: 'law', problem: 'unknown-law' }, { line: 11, column: null, problem: 'no-identifier' }, { line: 12, column: null, problem: 'cell-count' },
]

test('a dry run says what would become of each line, and stores nothing; loading does that in one transaction', async () => {
  const lethe = await coreWith({ csv })
  const { core, run } = lethe
  const wanted = { kind: 'csv', delimiter: ',', columns, columnsFrom: 'given', rows: 11, opened: 3, matchedRows: 2, duplicates: 1, duplicatesOpen: 0, notFound: 1, erasedBefore: 0, refused: 7, refusedLines }
  const entries = async () => (await core.call('ledger.list', { limit: 500 }, run)).entries
  const before = (await entries()).length
  expect(await load(lethe, list, { columns, dryRun: true })).toMatchObject(wanted)
  expect(await core.call('request.list', {}, run)).toEqual([])
  expect(await core.call('list.list', {}, run)).toEqual([])
  expect(await entries()).toHaveLength(before)

  const report = await load(lethe, list, { columns })
  expect(report).toMatchObject(wanted)
  const requests = await core.call('request.list', {}, run)
  expect(requests.map(({ law, channel, matchedRows, receivedAt }) => [law, channel, matchedRows, receivedAt.slice(0, 10)])).toEqual([['gdpr', 'letter', 1, '2026-11-02'], ['ccpa', 'e-mail', 1, '2026-11-03'], ['gdpr', 'list', 0, new Date().toJSON().slice(0, 10)]])
  const kept = await Promise.all(requests.map(({ requestId }) => core.call('request.identifiers', { requestId }, run)))
  expect(kept).toMatchObject([{ identifiers: [{ kind: 'e-mail', value: people[1]!.email.toUpperCase() }], answerTo: { name: 'Anna Arm', address: 'Kai 1' } }, { identifiers: [{ kind: 'exact', value: people[2]!.id }], answerTo: { name: '', address: 'b@example.org' } }, { answerTo: { name: 'Nobody' } }])
  const written = await entries()
  expect(written.length).toBe(before + 4)
  expect(written.map(({ kind }) => kind).slice(0, 4)).toEqual(['request-opened', 'request-opened', 'request-opened', 'list-loaded'])
  expect(written[3]).toMatchObject({ list: report.listId, rows: 11, opened: 3, duplicates: 1, notFound: 1, refused: 7 })
  expect(new Set(written.slice(0, 4).map(({ at }) => at)).size).toBe(1)
  expect(await core.call('list.list', {}, run)).toMatchObject([{ listId: report.listId, kind: 'csv', law: 'gdpr', rows: 11, opened: 3, open: 3, answeredAt: null }])
  expect(await core.call('ledger.check', {}, run)).toMatchObject({ ok: true })
})

test('the same list again opens nothing: its people have open requests; once erased they were erased before', async () => {
  const lethe = await coreWith({ csv })
  const { core, run } = lethe
  await load(lethe, list, { columns })
  expect(await load(lethe, list, {})).toMatchObject({ columnsFrom: 'remembered', columns, opened: 0, duplicates: 1, duplicatesOpen: 3, notFound: 0 })
  const requestIds = (await core.call('request.list', {}, run)).filter(({ matchedRows }) => matchedRows > 0).map(({ requestId }) => requestId)
  expect(await core.call('erasure.run-together', { requestIds, method: 'auto', compare: false }, run)).toMatchObject({ erasedRows: 2, residueFound: 0 })
  expect(await load(lethe, list, { dryRun: true })).toMatchObject({ opened: 2, matchedRows: 0, duplicatesOpen: 1, notFound: 2, erasedBefore: 2 })
})

test('columns are guessed by their names, also that of a subject column here', async () => {
  const lethe = await coreWith({ csv })
  const report = await load(lethe, `person;E-Mail Address;Tel.;Full Name\n${people[1]!.id};;;\n`, { dryRun: true })
  expect(report).toMatchObject({ columnsFrom: 'guessed', delimiter: ';', columns: { identifiers: [{ column: 'person', kind: 'exact' }, { column: 'E-Mail Address', kind: 'e-mail' }, { column: 'Tel.', kind: 'phone' }], name: 'Full Name' }, opened: 1, matchedRows: 1 })
  await expect(load(lethe, 'a,b\n1,2\n')).rejects.toMatchObject({ code: 'list/no-identifier-column' })
})

test('lines that share any identifier are about one person, who is then known by all of them', async () => {
  const lethe = await coreWith({ csv })
  const { core, run } = lethe
  expect(await load(lethe, `mail,person\n${people[1]!.email},\n${people[1]!.email},${people[2]!.id}\n,${people[2]!.id}\n`, { columns: { identifiers: columns.identifiers } })).toMatchObject({ opened: 1, duplicates: 2, matchedRows: 2 })
  const [request] = await core.call('request.list', {}, run)
  expect((await core.call('request.identifiers', { requestId: request!.requestId }, run)).identifiers.map(({ kind }) => kind)).toEqual(['e-mail', 'exact'])
})

test('100,000 lines about one person are one request', { timeout: 60_000 }, async () => {
  const lethe = await coreWith({ csv })
  expect(await load(lethe, `mail\n${`${people[1]!.email}\n`.repeat(100_000)}`, { columns: eMails })).toMatchObject({ rows: 100_000, opened: 1, matchedRows: 1, duplicates: 99_999 })
})

test('what looks like a formula is a text: an identifier like any other, and no telephone number', async () => {
  const lethe = await coreWith({ csv: `${csv}=1+1,=cmd@example.org,@note one two,30,1000,Ashby,no,yes\n` })
  const exact = { identifiers: [{ column: 'person', kind: 'exact' as const }] }
  expect(await load(lethe, 'person\n=1+1\n2\n@SUM(A1)\n+cmd\n', { columns: exact, dryRun: true })).toMatchObject({ opened: 4, matchedRows: 1, notFound: 3 })
  expect(await load(lethe, 'phone\n=1+1\n@SUM(A1)\n+cmd|calc\n', { columns: { identifiers: [{ column: 'phone', kind: 'phone' }] }, dryRun: true })).toMatchObject({ opened: 0, refused: 3 })
})

test.each([
  ['an unknown column', `mail\n${people[1]!.email}\n`, { columns: { identifiers: [{ column: 'mial', kind: 'e-mail' as const }] } }, 'list/unknown-column'],
  ['a column with two uses', `mail\n${people[1]!.email}\n`, { columns: { ...eMails, name: 'mail' } }, 'list/column-two-uses'],
  ['two columns of one name', 'mail,Mail\na,b\n', { columns: eMails }, 'list/column-repeated'],
  ['a first line that is no header', `${'x'.repeat(300)}\n1\n`, { columns: eMails }, 'list/name-too-long'],
  ['no line that can be taken', 'mail\nnobody\nnothing\n', { columns: eMails }, 'list/all-refused'],
  ['a header alone', 'mail\n', { columns: eMails }, 'import/no-rows'],
  ['an empty file', '', { columns: eMails }, 'import/empty'],
  ['mixed encodings', Buffer.concat([Buffer.from(`mail\n${people[1]!.email}\n`), Buffer.from([0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72, 0x0a])]), { columns: eMails }, 'import/not-utf8'],
  ['another kind of file', Buffer.from([0x50, 0x4b, 0x03, 0x04, 0, 0, 0]), { columns: eMails }, 'import/binary'],
  ['a quote that is never closed', 'mail\n"anna@example.org\nbert@example.org\n', { columns: eMails }, 'import/unclosed-quote'],
  ['a dataset that is not there', `mail\n${people[1]!.email}\n`, { columns: eMails, datasets: ['nowhere'] }, 'dataset/not-found'],
] as const)('%s is refused whole, and nothing is loaded', async (_, content, options, code) => {
  const lethe = await coreWith({ csv })
  await expect(load(lethe, content, options as Options)).rejects.toMatchObject({ code })
  expect(await lethe.core.call('list.list', {}, lethe.run)).toEqual([])
  expect(await lethe.core.call('request.list', {}, lethe.run)).toEqual([])
})

test('two people of a list with a row in common: the first takes it, the other the rest of theirs', async () => {
  const lethe = await coreWith()
  await lethe.import(lethe.write('shared.csv', 'person,mail,other,age\na,one@example.org,two@example.org,30\nb,two@example.org,,40\nc,x@example.org,,50\n'), { name: 'shared', subject: 'person', ignore: ['mail', 'other'] })
  expect(await load(lethe, 'mail\none@example.org\ntwo@example.org\n', { columns: eMails })).toMatchObject({ opened: 2, matchedRows: 2, rowsPending: 1 })
  expect(await load(lethe, 'person\na\nb\nc\n', { columns: { identifiers: [{ column: 'person', kind: 'exact' }] } })).toMatchObject({ opened: 1, duplicatesOpen: 2, rowsPending: 2 })
})

test('no identifier, name or address of a list lies in the workspace as it is', async () => {
  const lethe = await coreWith({ csv })
  await load(lethe, 'mail,name,contact\nunheard-of@example.org,Unheard-of Person,Nowhere 17\n', { columns: { ...eMails, name: 'name', contact: 'contact' } })
  const everything = Buffer.concat([...workspaceBytes(lethe.directory).values()])
  for (const value of ['unheard-of@example.org', 'Unheard-of Person', 'Nowhere 17']) expect(everything.includes(value)).toBe(false)
})
