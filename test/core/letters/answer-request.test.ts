import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Law } from '../../../src-main/contract/request.ts'
import type { LetterKind } from '../../../src-main/contract/letter.ts'
import { openDatabase } from '../../../src-main/core/database/open-database.ts'
import { coreWith, type TestCore } from '../../support/core-with.ts'
import { workspaceBytes } from '../../support/workspace-bytes.ts'

const csv = `id,email,age,left\n${Array.from({ length: 60 }, (_, i) => `c-${i},Person${i}@Example.org,${20 + (i % 40)},${i % 3 === 0 ? 'yes' : 'no'}`).join('\n')}\n`

/** Marks that are in no dataset: what the person wrote, as they wrote it, and where they are answered at. */
const marks = { identifier: 'PERSON7@EXAMPLE.ORG', other: 'c-7-as-they-call-it', name: 'Marguerite Quillfeather', address: '17 Umbral Lane\nOrbitsville', words: 'Zanzibarine wording of the operator' }

function marksIn(directory: string): string[] {
  const files = [...workspaceBytes(directory)]
  return Object.values(marks).flatMap(mark => mark.split('\n')).filter(mark => files.some(([, bytes]) => bytes.includes(mark) || bytes.includes(Buffer.from(mark, 'utf16le')) || bytes.includes(mark.toLowerCase())))
}

async function opened(law: Law = 'gdpr') {
  const lethe = await coreWith()
  const { core, run } = lethe
  await lethe.import(lethe.write('people.csv', csv), { name: 'people', subject: 'id', label: 'left', ignore: ['email'] })
  const settings = await core.call('settings.show', {}, run)
  await core.call('settings.change', { ...settings, organisation: { name: 'Clinic Nord', contact: 'privacy@clinic.example' }, timeZone: 'Europe/Berlin' }, run)
  const { requestId, matchedRows } = await core.call('request.open', {
    who: { identifiers: [{ kind: 'e-mail', value: marks.identifier }, { kind: 'exact', value: marks.other }], answerTo: { name: marks.name, address: marks.address } }, law,
  }, run)
  expect(matchedRows).toBe(1)
  return { lethe, requestId }
}

const today = (offset = 0) => new Date(Date.now() + offset * 86_400_000).toLocaleDateString('sv', { timeZone: 'Europe/Berlin' })
const erase = ({ core, run }: TestCore, requestId: string) => core.call('erasure.run', { requestId, method: 'auto', compare: false }, run)
const kinds = (lethe: TestCore, requestId: string) => lethe.core.call('letter.list', { requestId }, lethe.run).then(list => list.map(({ kind, state }) => `${kind} ${state}`))
const drafted = (lethe: TestCore, requestId: string, kind: LetterKind) => lethe.core.call('letter.draft', { requestId, kind }, lethe.run)

describe('the letters of a request', () => {
  test('from receipt to the answer, which lets go of everything that names the person', { timeout: 60_000 }, async () => {
    const { lethe, requestId } = await opened()
    const { core, run, directory } = lethe
    expect(await kinds(lethe, requestId)).toEqual(['acknowledgement possible', 'identity-needed possible'])
    const received = await core.call('letter.draft', { requestId, kind: 'acknowledgement' }, run)
    expect(received.text).toContain(`${marks.name}\n${marks.address}`)
    expect(received.text).toContain(`Dear ${marks.name},`)
    expect(received.facts.every(({ met }) => met)).toBe(true)
    expect(await core.call('letter.sent', { requestId, kind: 'acknowledgement', on: today() }, run)).toMatchObject([{ kind: 'acknowledgement', state: 'sent', sentOn: today() }, { kind: 'identity-needed' }])
    expect((await core.call('request.show', { requestId }, run)).steps).toContainEqual(expect.objectContaining({ step: 'acknowledged', how: today() }))
    await expect(drafted(lethe, requestId, 'completed')).rejects.toMatchObject({ code: 'letter/not-now', details: { state: 'received' } })
    expect(marksIn(directory)).toEqual([])

    await erase(lethe, requestId)
    expect(await kinds(lethe, requestId)).toEqual(['acknowledgement sent', 'completed owed'])
    const draft = await core.call('letter.draft', { requestId, kind: 'completed' }, run)
    expect(draft).toMatchObject({ saved: false, mustNotSay: [] })
    expect(draft.text).toContain('- 1 record of "people"')
    expect(draft.facts.filter(({ met }) => !met)).toEqual([])
    const changed = await core.call('letter.save', { requestId, kind: 'completed', text: `${marks.words}. Your data is hashed and so erased.` }, run)
    expect(changed.facts.filter(({ force, met }) => force === 'must' && !met).map(({ fact }) => fact)).toEqual(['action'])
    expect(changed.mustNotSay).toHaveLength(1)
    expect(await core.call('letter.draft', { requestId, kind: 'completed' }, run)).toEqual(changed)
    expect(marksIn(directory)).toEqual([])
    expect(await core.call('request.identifiers', { requestId }, run)).toMatchObject({ kept: true, identifiers: [{ kind: 'e-mail', value: marks.identifier }, { value: marks.other }], answerTo: { name: marks.name } })

    // A fact that is missing warns, and keeps nothing from being sent.
    expect(await core.call('letter.sent', { requestId, kind: 'completed', on: today() }, run)).toMatchObject([{}, { kind: 'completed', answer: true, state: 'sent', saved: false }])
    expect(await core.call('request.show', { requestId }, run)).toMatchObject({ answeredOn: today() })
    expect(await core.call('request.identifiers', { requestId }, run)).toEqual({ kept: false, identifiers: [], answerTo: null })
    await expect(drafted(lethe, requestId, 'completed')).rejects.toMatchObject({ code: 'letter/destroyed' })
    await expect(core.call('request.answer-to', { requestId, name: 'x', address: '' }, run)).rejects.toMatchObject({ code: 'request/nothing-owed' })
    const kept = (await core.call('ledger.list', { limit: 20, about: requestId }, run)).entries.map(({ kind }) => kind)
    expect(kept.slice(0, 2)).toEqual(['identifiers-destroyed', 'answer-sent'])
    expect(kept).toContain('request-noted')
    expect(marksIn(directory)).toEqual([])
    expect(sealedRows(lethe, requestId)).toBe(0)
    expect(await core.call('ledger.check', {}, run)).toMatchObject({ ok: true })
    expect(await core.call('record.check-own', { requestId }, run)).toMatchObject({ report: { ok: true } })
    expect((await core.call('workspace.overview', {}, run)).requests).toMatchObject({ answersOwed: 0 })
  })

  test('of one that was withdrawn: nothing is owed, and all is let go of at once', async () => {
    const { lethe, requestId } = await opened()
    await lethe.core.call('letter.save', { requestId, kind: 'acknowledgement', text: marks.words }, lethe.run)
    await lethe.core.call('request.withdraw', { requestId }, lethe.run)
    expect(await kinds(lethe, requestId)).toEqual([])
    expect(await lethe.core.call('request.identifiers', { requestId }, lethe.run)).toMatchObject({ kept: false })
    expect(sealedRows(lethe, requestId)).toBe(0)
    expect(marksIn(lethe.directory)).toEqual([])
  })

  test('an extension is told with its letter, and is no answer; a record made later is still right', { timeout: 60_000 }, async () => {
    const { lethe, requestId } = await opened('ccpa')
    const { core, run } = lethe
    expect(await kinds(lethe, requestId)).toEqual(['acknowledgement owed', 'identity-needed possible'])
    await core.call('request.extend', { requestId, reason: 'reasonably-necessary' }, run)
    const { facts } = await core.call('letter.draft', { requestId, kind: 'extension' }, run)
    expect(facts.every(({ met }) => met)).toBe(true)
    await core.call('letter.sent', { requestId, kind: 'extension', on: today() }, run)
    expect(await core.call('request.show', { requestId }, run)).toMatchObject({ answeredOn: null })
    await erase(lethe, requestId)
    expect(await core.call('record.check-own', { requestId }, run)).toMatchObject({ report: { ok: true } })
    expect(await kinds(lethe, requestId)).toEqual(['extension sent', 'completed owed'])
  })

  test('of a denial for lack of verification under the CCPA says nothing of an account, and the denial with a reason does say why', async () => {
    const { lethe, requestId } = await opened('ccpa')
    const { core, run } = lethe
    await core.call('letter.sent', { requestId, kind: 'identity-needed', on: today() }, run)
    expect(await core.call('request.show', { requestId }, run)).toMatchObject({ state: 'awaiting-verification' })
    await core.call('request.deny', { requestId, reason: 'ccpa.7022-a.unverified' }, run)
    const { text, mustNotSay, facts } = await core.call('letter.draft', { requestId, kind: 'unverified' }, run)
    expect(mustNotSay).toEqual([])
    expect(facts.every(({ met }) => met)).toBe(true)
    expect(text).not.toMatch(/account|person7/i)
    await expect(drafted(lethe, requestId, 'denied')).rejects.toMatchObject({ code: 'letter/not-now' })
  })

  test('a day that cannot be is refused, and a letter is sent once', async () => {
    const { lethe, requestId } = await opened()
    const { core, run } = lethe
    const sent = (kind: LetterKind, on: string) => core.call('letter.sent', { requestId, kind, on }, run)
    await expect(sent('acknowledgement', today(2))).rejects.toMatchObject({ code: 'letter/sent-later' })
    await expect(sent('acknowledgement', today(-2))).rejects.toMatchObject({ code: 'letter/sent-too-early', details: { day: today() } })
    await expect(sent('acknowledgement', '2026-02-30')).rejects.toMatchObject({ code: 'usage/bad-input' })
    await sent('acknowledgement', today())
    await expect(sent('acknowledgement', today())).rejects.toMatchObject({ code: 'letter/already-sent' })
    await expect(core.call('letter.save', { requestId, kind: 'acknowledgement', text: 'later' }, run)).rejects.toMatchObject({ code: 'letter/already-sent' })
    await expect(core.call('letter.save', { requestId, kind: 'identity-needed', text: ' \n ' }, run)).rejects.toMatchObject({ code: 'usage/bad-input' })
    await expect(core.call('letter.list', { requestId: 'rq-000000000000' }, run)).rejects.toMatchObject({ code: 'request/not-found' })
    expect((await core.call('request.answer-to', { requestId, name: 'Another', address: '' }, run)).answerTo).toEqual({ name: 'Another', address: '' })
    expect((await core.call('request.answer-to', { requestId, name: '', address: '' }, run))).toMatchObject({ kept: true, answerTo: null })
  })

  test('is exported as text and as a tagged PDF; letters no font has are refused, and nothing is overwritten', async () => {
    const { lethe, requestId } = await opened()
    const { core, run, outside } = lethe
    const out = (name: string, format: 'text' | 'pdf') => core.call('letter.export', { requestId, kind: 'identity-needed', format, file: lethe.toWrite(join(outside, name)) }, run)
    const text = await out('letter.txt', 'text')
    expect(readFileSync(join(outside, 'letter.txt'), 'utf8')).toContain(marks.name)
    expect(text.sizeBytes).toBe(readFileSync(join(outside, 'letter.txt')).length)
    await out('letter.pdf', 'pdf')
    const pdf = readFileSync(join(outside, 'letter.pdf'), 'latin1')
    expect(pdf).toMatch(/^%PDF-1\.7/)
    expect(pdf).toContain('/StructTreeRoot')
    await core.call('letter.save', { requestId, kind: 'identity-needed', text: 'Dear\n\nユーザー' }, run)
    await expect(out('other.pdf', 'pdf')).rejects.toMatchObject({ code: 'letter/not-drawable', details: { line: 3 } })
    await out('other.txt', 'text')
    await expect(core.call('letter.export', { requestId, kind: 'identity-needed', format: 'text', file: lethe.toWrite(join(outside, 'nowhere', 'x.txt')) }, run)).rejects.toMatchObject({ code: 'letter/cannot-write' })
  })

  test('begins with the template of the workspace, which comes back to ours', async () => {
    const { lethe, requestId } = await opened()
    const { core, run } = lethe
    const law = 'gdpr'
    const kind = 'acknowledgement'
    const changed = await core.call('letter.change-template', { law, kind, text: 'We have it, {name}.' }, run)
    expect(changed).toMatchObject({ ours: false, text: 'We have it, {name}.' })
    expect(changed.facts.filter(({ met }) => met)).toEqual([])
    expect((await core.call('letter.draft', { requestId, kind }, run)).text).toBe(`We have it, ${marks.name}.\n`)
    await expect(core.call('letter.change-template', { law, kind, text: 'Dear {nam}' }, run)).rejects.toMatchObject({ code: 'letter/unknown-placeholder', details: { line: 1, column: 6, near: 'name' } })
    const all = await core.call('letter.templates', {}, run)
    expect(all.templates).toHaveLength(24)
    expect(all.templates.filter(({ ours }) => !ours)).toHaveLength(1)
    expect(await core.call('letter.change-template', { law, kind, text: null }, run)).toMatchObject({ ours: true })
    expect((await core.call('letter.draft', { requestId, kind }, run)).text).toContain('Article 17')
  })
})

function sealedRows(lethe: TestCore, requestId: string): number {
  const db = openDatabase(join(lethe.directory, 'lethe.db'))
  try {
    return ['request_identifier', 'letter_draft'].reduce((sum, table) => sum + (db.prepare(`SELECT count(*) FROM ${table} WHERE request_id = ?`).pluck().get(requestId) as number), 0)
  } finally {
    db.close()
  }
}
