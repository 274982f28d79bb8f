import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkPdf } from '../../../src-main/core/records/check-pdf.ts'
import { readPdfText } from '../../../src-main/core/records/read-pdf-text.ts'
import { wordsOf, type RecordDocument } from '../../../src-main/core/records/record-document.ts'
import { writeRecordPdf } from '../../../src-main/core/records/record-pdf.ts'
import { recordDocument } from '../../../src-main/core/records/record-words.ts'
import { outcome } from './record-in-folder.ts'
import { statementAbout, statementDigest, states } from './record-states.ts'

const told = (facts = outcome) => recordDocument(statementAbout(facts), statementDigest)
const draw = (document: RecordDocument) => writeRecordPdf(document, 'Lethe 0.1.0')
const wordsIn = (facts = outcome) => told(facts).blocks.flatMap(wordsOf)

describe.each(Object.entries(states))('%s', (_, facts) => {
  test('the PDF says, word for word, what the statement gives, and is the same bytes again', () => {
    const document = told(facts)
    const pdf = draw(document)
    expect(checkPdf(pdf, document)).toBeUndefined()
    expect(draw(document).equals(pdf)).toBe(true)
  })
})

test('nothing in it tells when or where it was written', () => {
  const pdf = draw(told()).toString('latin1')
  expect([...pdf.matchAll(/D:(\d{14})Z/g)].map(match => match[1])).toEqual(['20261124100008', '20261124100008'])
  expect(pdf).toContain('<xmp:CreateDate>2026-11-24T10:00:08Z</xmp:CreateDate>')
  expect(pdf).not.toContain(String(new Date().getFullYear() + 1))
  expect(pdf).not.toContain('/FlateDecode')
})

test('its facts are those of the statement, written for people', () => {
  const words = wordsIn()
  expect(words).toEqual(expect.arrayContaining([
    'Record of an erasure', 'GDPR, Article 17', '20 November 2026', '21 December 2026', '24 November 2026, 10:00:08 UTC', '1,234,567', '76.50 %', '12.3 ms', '0.451', '3 + 1',
    'the source file', 'backups', 'that no copy exists elsewhere', Array.from({ length: 8 }, () => 'abababab').join(' '), Array.from({ length: 8 }, () => '33333333').join(' '), Array.from({ length: 8 }, () => '44444444').join(' '),
  ]))
  expect(words).toContain('No row was left to learn from: this model is gone, and nothing was measured.')
})

test('the documentation begins with its words', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../resources/docs/record-format.md'), 'utf8')
  const example = /record\.pdf, for people[^`]*```text\n([\s\S]*?)```/.exec(page)![1]!.split('\n\n')
  expect(example[0]!.replace(/\s+/g, ' ')).toBe(wordsIn().slice(0, 2).join(' '))
  const said = example[1]!.trim().split(/ {2,}|\n/).filter(word => word !== '')
  expect(said.filter(word => !wordsIn().includes(word))).toEqual([])
})

const charts = (name: string) => told(states[name]).blocks.flatMap(block => (block.kind === 'chart' ? [block.chart] : []))

test('a retrained model and its charts are there only where one was run, and before is never', () => {
  expect(charts('same bits, compared').map(({ bars }) => bars.map(({ series }) => series))).toEqual([['unlearned', 'retrained'], ['unlearned', 'retrained', 'baseline']])
  expect(charts('not compared').map(({ bars }) => bars.map(({ series }) => series))).toEqual([['unlearned', 'baseline']])
  expect(charts('nothing to measure on')).toEqual([])
  expect(charts('no model')).toEqual([])
  expect(wordsIn(states['not compared'])).toContain('not run')
  expect(charts('approximate')[0]!.alt).toBe('Bar chart of the time to compute m-000000000001: unlearned 12.3 ms, retrained 5.91 s.')
})

test('nothing is called the same bits that was not compared', () => {
  expect(wordsIn(states['approximate']).join('\n')).not.toMatch(/same bits as one|are the same bits|Measured: the unlearned and the retrained model have/)
  expect(wordsIn(states['not compared']).join('\n')).not.toMatch(/same bits as one|are the same bits|Measured: the unlearned and the retrained model have/)
  expect(wordsIn(states['approximate'])).toContain('Approximate, no guarantee')
})

describe('the organisation', () => {
  test('stands above every page and among the facts, with its contact', () => {
    const document = told(states['same bits, compared'])
    expect(document.running.left).toBe('Nordlicht Credit GmbH')
    expect(wordsIn(states['same bits, compared'])).toEqual(expect.arrayContaining(['Nordlicht Credit GmbH', 'privacy@nordlicht.example Hauptstraße 1, Łódź']))
  })

  test('in a script the fonts do not have is said to be in the statement, not drawn as boxes', () => {
    expect(wordsIn(states['no model'])).toContain('(in letters this page cannot show; record.dsse.json has it)')
    expect(told(states['no model']).running.left).toBe('Record of an erasure')
    for (const name of ['Ærø', 'Ångström & Søn', 'Ελλάς Α.Ε.', 'Čeština', '€ “x” – ‘y’…', 'a\u0308', '<b>&amp;</b>', '(\\)']) expect(drawnName(name)).toBe(name.normalize('NFC'))
    for (const name of ['Ленин', 'عربي', '🙂', 'a\u202eb', '\u0000x', 'ﬁ']) expect(drawnName(name)).toBe('(in letters this page cannot show; record.dsse.json has it)')
  })

  test('every letter that is drawn is read back as itself, in every face', () => {
    const letters = Array.from({ length: 0x2200 }, (_, i) => String.fromCharCode(i)).filter(letter => /[\p{L}\p{N}\p{P}\p{S}]/u.test(letter) && drawnName(letter) === letter)
    expect(letters.length).toBeGreaterThan(400)
    const blocks: RecordDocument['blocks'] = letters.flatMap(text => [{ kind: 'paragraph', text }, { kind: 'heading', level: 3, text }, { kind: 'paragraph', text, small: true }, { kind: 'facts', summary: '', rows: [{ name: text, value: text, digest: true }] }])
    const read = readPdfText(draw({ ...told(), blocks })).texts.filter(({ artifact }) => !artifact).map(({ text }) => text)
    expect(read).toEqual(blocks.flatMap(wordsOf))
  })
})

function drawnName(name: string): string | undefined {
  const facts = told({ ...outcome, organisation: { name, contact: '' } }).blocks.flatMap(block => (block.kind === 'facts' ? block.rows : []))
  return facts.find(fact => fact.name === 'Organisation')?.value
}
