import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ask, expectRefusal, folderForTest, lethe } from './lethe.ts'

const csv = `id,age,left\n${Array.from({ length: 40 }, (_, i) => `c-${i},${20 + i},${i % 3 === 0 ? 'yes' : 'no'}`).join('\n')}\n`

test('a request is answered, a recipient told, and it is reported, each by a command', { timeout: 180_000 }, async () => {
  const folder = folderForTest()
  const here = join(folder, 'workspace')
  const file = (name: string) => join(folder, name)
  writeFileSync(file('people.csv'), csv)
  await ask(here, ['import', file('people.csv'), '--name', 'people', '--subject', 'id', '--label', 'left'])
  const { recipientId } = await ask<{ recipientId: string }>(here, ['recipient', 'add', 'Mailer Ltd', '--contact', 'post@mailer.example', '--dataset', 'people'])
  expectRefusal(await lethe(['recipient', 'add', 'Mailer', '--dataset', 'people', '--workspace', here, '--json']), 'usage/missing-option', 2)
  const { requestId } = await ask<{ requestId: string }>(here, ['request', 'open', 'people', '--subject', 'c-7', '--law', 'ccpa'])
  expect(await ask(here, ['request', 'answer-to', requestId, '--name', '-'], { input: 'Marguerite Quillfeather\n' })).toMatchObject({ kept: true, answerTo: { name: 'Marguerite Quillfeather', address: '' } })
  await ask(here, ['erase', requestId])

  expect(await ask(here, ['letter', 'list', requestId])).toMatchObject({ letters: [{ kind: 'completed', state: 'owed' }] })
  const drafted = await lethe(['letter', 'draft', requestId, 'completed', '--workspace', here])
  expect(drafted.stdout).toContain('Dear Marguerite Quillfeather,')
  expect(drafted.stdout).toContain('It says every fact that the law demands')
  writeFileSync(file('mine.txt'), 'We did as you asked [on which day].\n')
  const saved = await lethe(['letter', 'save', requestId, 'completed', '--file', file('mine.txt'), '--workspace', here])
  expect(saved.stdout).toMatch(/MISSING: that a record of the request is kept \(11 CCR 7022\(e\), 7101\(a\)\)/)
  expect(saved.stdout).toContain('LOOK AT: [on which day]: Still to be written.')
  expect(await ask(here, ['letter', 'save', requestId, 'completed', '--anew'])).toMatchObject({ saved: false })
  expectRefusal(await lethe(['letter', 'save', requestId, 'completed', '--anew', '--file', 'x', '--workspace', here, '--json']), 'usage/options-exclude', 2)
  expectRefusal(await lethe(['letter', 'draft', requestId, 'farewell', '--workspace', here, '--json']), 'usage/bad-option-value', 2)
  expectRefusal(await lethe(['letter', 'draft', requestId, 'denied', '--workspace', here, '--json']), 'letter/not-now', 2, ['Quillfeather'])
  await ask(here, ['letter', 'export', requestId, 'completed', '--out', file('letter.pdf')])
  expect(readFileSync(file('letter.pdf'), 'latin1')).toMatch(/^%PDF/)

  const { notices: [notice] } = await ask<{ notices: [{ noticeId: string }] }>(here, ['notice', 'list', requestId])
  expect((await lethe(['notice', 'letter', notice.noticeId, '--workspace', here])).stdout).toMatch(/Mailer Ltd[^]*- c-7/)
  expectRefusal(await lethe(['notice', 'note', notice.noticeId, 'forgotten', '--workspace', here, '--json']), 'usage/bad-option-value', 2)
  expect(await ask(here, ['status'])).toMatchObject({ noticesOpen: 1, requests: { answersOwed: 1 } })
  await ask(here, ['notice', 'note', notice.noticeId, 'confirmed'])
  const sent = await lethe(['letter', 'sent', requestId, 'completed', '--workspace', here])
  expect(sent.stdout).toContain('Nothing is owed any more: what named the person is destroyed.')
  expect(await ask(here, ['request', 'identifiers', requestId])).toEqual({ kept: false, identifiers: [], answerTo: null })
  expect(await ask(here, ['recipient', 'remove', recipientId])).toEqual({ recipients: [] })

  writeFileSync(file('template.txt'), 'Dear {nobody}')
  expectRefusal(await lethe(['letter', 'template', 'gdpr', 'denied', '--file', file('template.txt'), '--workspace', here, '--json']), 'letter/unknown-placeholder', 2)
  expect((await lethe(['letter', 'templates', '--law', 'gdpr', '--kind', 'denied', '--workspace', here])).stdout).toContain('supervisory authority')

  const year = new Date().getFullYear()
  expect(await ask(here, ['report', 'export', 'ccpa-year', '--year', String(year), '--out', file('year.csv')])).toMatchObject({ requests: 1, report: 'ccpa-year' })
  expect(readFileSync(file('year.csv'), 'utf8')).toContain('Complied with in whole or in part,1')
  expectRefusal(await lethe(['report', 'export', 'ccpa-year', '--out', file('y.csv'), '--workspace', here, '--json']), 'report/year-needed', 2)
  expectRefusal(await lethe(['report', 'export', 'accountability', '--out', file('y.txt'), '--workspace', here, '--json']), 'usage/bad-option-value', 2)
})
