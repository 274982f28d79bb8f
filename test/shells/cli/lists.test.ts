import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ListReport, ListSummary } from '../../../src-main/contract/list.ts'
import { dropHash } from '../../../src-main/core/lists/drop-form.ts'
import { ask, copyForTest, expectRefusal, lethe } from './lethe.ts'

let folder: string
let prepared: string
const people = 'id,mail,phone,age,plan\np-1,Anna@Example.org,+49 30 1000001,30,a\np-2,bert@example.org,+49 30 1000002,40,b\np-3,chloe@example.org,,50,a\n'

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-lists-'))
  prepared = join(folder, 'workspace')
  writeFileSync(join(folder, 'people.csv'), people)
  await ask(prepared, ['import', join(folder, 'people.csv'), '--name', 'people', '--subject', 'id', '--ignore', 'mail,phone'])
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

test('a list is looked at, loaded, carried out together and stated; then its person comes back', { timeout: 120_000 }, async () => {
  const here = copyForTest(prepared)
  const list = file('list.csv', 'mail,received\nANNA@example.org,2026-11-20\nnobody@example.org,\nbert@example.org,last week\n')
  const looked = await lethe(['request', 'open', '--list', list, '--dry-run', '--law', 'gdpr', '--workspace', here])
  expect(looked.stdout).toContain('Looked at 3 lines. Nothing was stored.')
  expect(looked.stdout).toContain('line 4, column "received": is no day such as 2026-11-24 and no time such as 2026-11-24T09:30')
  const report = await ask<ListReport>(here, ['request', 'open', '--list', list, '--column', 'mail=e-mail', '--column', 'received=received', '--channel', 'letter'])
  expect(report).toMatchObject({ opened: 2, matchedRows: 1, notFound: 1, refused: 1 })
  expect((await ask<{ lists: ListSummary[] }>(here, ['list', 'list'])).lists).toMatchObject([{ listId: report.listId, open: 2 }])
  const { requests } = await ask<{ requests: { requestId: string; matchedRows: number; channel: string }[] }>(here, ['request', 'list'])
  const anna = requests.find(({ matchedRows }) => matchedRows === 1)!
  expect(anna.channel).toBe('letter')
  await ask(here, ['erase', anna.requestId])
  const out = join(folder, 'statements.jsonl')
  expect(await ask(here, ['record', 'statements', '--requests', '-', '--out', out], { input: `${anna.requestId}\n` })).toMatchObject({ statements: 1 })
  expect(readFileSync(out, 'utf8').split('\n')).toHaveLength(2)
  expect(await ask(here, ['suppression', 'list'])).toMatchObject({ people: [{ requestId: anna.requestId, identifiers: 2 }] })
  expect(await ask(here, ['suppression', 'lift', anna.requestId])).toEqual({ people: [] })
})

test('a person is looked for by several identifiers, one of them not in the shell\'s history', async () => {
  const here = copyForTest(prepared)
  expect(await ask(here, ['request', 'preview', '--identifier', 'e-mail=-', '--identifier', 'phone=0049 30 1000002'], { input: 'anna@EXAMPLE.org\n' })).toMatchObject({ rows: 2, datasets: [{ byIdentifier: [1, 1] }] })
  const opened = await ask<{ requestId: string; matchedRows: number }>(here, ['request', 'open', '--identifier', 'e-mail=-', '--answer-name', 'Anna', '--law', 'uk-gdpr'], { input: 'anna@example.org\n' })
  expect(opened.matchedRows).toBe(1)
  await ask(here, ['request', 'verify', opened.requestId])
  expect(await ask(here, ['request', 'match', opened.requestId, '--identifier', 'exact=p-3'])).toMatchObject({ matchedRows: 1 })
})

test('a list of DROP is answered by a file', { timeout: 60_000 }, async () => {
  const here = copyForTest(prepared)
  const list = file('20260801_4821_Email.csv', `ID,Hash\nWorkItem0001,${dropHash('Email', ['anna@example.org'])}\nWorkItem0002,${dropHash('Email', ['nobody@example.org'])}\n`)
  const { listId } = await ask<ListReport>(here, ['request', 'open', '--list', list, '--drop'])
  const out = join(folder, 'answer.csv')
  expect(await ask(here, ['list', 'answer', listId!, '--out', out])).toMatchObject({ notFound: 1, open: 1, deleted: 0 })
  expect(readFileSync(out, 'utf8')).toBe('Id,Status\r\nWorkItem0002,5\r\n')
})

test.each([
  [['request', 'open', '--list', 'LIST', '--subject', 'x'], 'usage/options-exclude'], [['request', 'open', 'people', '--list', 'LIST'], 'usage/unexpected-argument'], [['request', 'open', '--subject', 'x'], 'usage/missing-argument'],
  [['request', 'open', '--list', 'LIST', '--column', 'mail'], 'usage/bad-option-value'], [['request', 'open', '--list', 'LIST', '--column', 'mail=postcode'], 'usage/bad-option-value'], [['request', 'open', '--list', 'LIST', '--column', 'mail=name'], 'list/no-identifier-column'],
  [['request', 'open', '--list', 'LIST', '--column', 'post=e-mail'], 'list/unknown-column'], [['request', 'open', '--list', 'LIST', '--drop'], 'list/drop-list-unknown'], [['request', 'open', '--list', 'LIST', '--drop-columns', 'people'], 'usage/bad-option-value'],
  [['request', 'open', '--identifier', 'mail=x'], 'usage/bad-option-value'], [['request', 'open', '--identifier', 'e-mail=x'], 'matching/not-an-e-mail'], [['request', 'open'], 'usage/missing-option'], [['request', 'preview'], 'usage/missing-option'],
  [['record', 'statements', '--out', 'x.jsonl'], 'usage/missing-option'], [['record', 'statements', '--all', '--requests', '-', '--out', 'x.jsonl'], 'usage/options-exclude'], [['list', 'answer', 'l-none', '--out', 'x.csv'], 'list/not-found'], [['suppression', 'lift', 'rq-none'], 'request/not-found'],
] as const)('%j is refused', async (words, code) => {
  const list = file('refused.csv', 'mail\nanna@example.org\n')
  expectRefusal(await lethe([...words.map(word => (word === 'LIST' ? list : word)), '--workspace', prepared, '--json']), code, 2)
  expect(existsSync('x.csv') || existsSync('x.jsonl')).toBe(false)
})
