import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { checkRecord } from '../../src-main/core/records/check-record.ts'
import { wordsOf, type Block } from '../../src-main/core/records/record-document.ts'
import { writeRecordPdf } from '../../src-main/core/records/record-pdf.ts'
import { recordDocument } from '../../src-main/core/records/record-words.ts'
import { pythonEnv } from '../../src-main/setup/python-env.mjs'
import { statementAbout, statementDigest, states } from '../core/records/record-states.ts'

let python: string
beforeAll(async () => {
  python = await pythonEnv()
}, 300_000)

interface Element {
  readonly role: string
  readonly alt: string | null
  readonly scope: string | null
  readonly box: boolean
  readonly kids: readonly Element[]
}

interface Reading {
  readonly version: string
  readonly title: string
  readonly created: string
  readonly language: string
  readonly marked: boolean
  readonly showsTitle: boolean
  readonly universalAccess: boolean
  readonly pages: readonly string[]
  readonly tree: readonly Element[]
  readonly problems: readonly string[]
}

async function readWithPypdf(pdf: Uint8Array): Promise<Reading> {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-pdf-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'record.pdf')
  writeFileSync(file, pdf)
  const { stdout } = await promisify(execFile)(python, ['-B', join(import.meta.dirname, 'read_record_pdf.py'), file], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  return JSON.parse(stdout) as Reading
}

const all = (elements: readonly Element[]): Element[] => elements.flatMap(element => [element, ...all(element.kids)])

/** The structure a block has to have, as roles with what is inside. */
function rolesOf(block: Block): string[] {
  switch (block.kind) {
    case 'heading': return [`H${block.level}`]
    case 'paragraph': return ['P']
    case 'chart': return ['Figure']
    case 'list': return [`L(${block.items.map(() => 'LI(Lbl,LBody)').join(',')})`]
    case 'facts': return [`Table(${block.rows.map(() => 'TR(TH:Row,TD)').join(',')})`]
    case 'table': return [`Table(${[`TR(${block.head.map(() => 'TH:Column').join(',')})`, ...block.rows.map(row => `TR(${row.map((_, i) => (i === 0 ? 'TH:Row' : 'TD')).join(',')})`)].join(',')})`]
  }
}

const withoutSpace = (text: string): string => text.replaceAll(/\s/g, '')

/** The first of these words that does not come after the one before it. */
function firstMissing(words: readonly string[], letters: string): string | undefined {
  let from = 0
  return words.find(word => {
    const at = letters.indexOf(word, from)
    from = at + word.length
    return at === -1
  })
}

const shape = ({ role, scope, kids }: Element): string => `${role}${scope === null ? '' : `:${scope}`}${kids.length === 0 ? '' : `(${kids.map(shape).join(',')})`}`

describe.each(Object.entries(states))('pypdf, reading the record of: %s', (_, facts) => {
  const document = recordDocument(statementAbout(facts), statementDigest)

  test('finds a tagged document with the words of the statement in the order of reading', async () => {
    const read = await readWithPypdf(writeRecordPdf(document, 'Lethe 0.1.0'))
    expect(read.problems).toEqual([])
    const { version, title, created, language, marked, showsTitle, universalAccess } = read
    expect({ version, title, created, language, marked, showsTitle, universalAccess }).toEqual({
      version: '%PDF-1.7', title: document.title, created: 'D:20261124100008Z', language: 'en-GB', marked: true, showsTitle: true, universalAccess: true,
    })
    expect(read.tree.map(({ role }) => role)).toEqual(['Document'])
    expect(read.tree[0]!.kids.map(shape)).toEqual(document.blocks.flatMap(rolesOf))
    const figures = all(read.tree).filter(({ role }) => role === 'Figure')
    expect(figures.map(({ alt, box }) => ({ alt, box }))).toEqual(document.blocks.flatMap(block => (block.kind === 'chart' ? [{ alt: block.chart.alt, box: true }] : [])))

    // pypdf guesses where spaces are and puts what stands around a page first or last; the letters and their order are what counts.
    expect(firstMissing(document.blocks.flatMap(wordsOf).map(withoutSpace), withoutSpace(read.pages.join('')))).toBeUndefined()
    for (const [i, page] of read.pages.entries()) expect(page).toContain(`page ${i + 1} of ${read.pages.length}`)
  }, 120_000)
})

test('pypdf finds what is not tagged', async () => {
  const pdf = writeRecordPdf(recordDocument(statementAbout(states['no model']!), statementDigest), 'Lethe 0.1.0').toString('latin1')
  const untagged = pdf.replace(/\/P <<\n\/MCID (\d+)\n>> BDC/, (match, mcid: string) => `/P <<\n/Miss ${mcid}\n>> BDC`.padEnd(match.length).slice(0, match.length))
  expect((await readWithPypdf(Buffer.from(untagged, 'latin1'))).problems).toEqual(['what is tagged on the pages is not what the structure holds'])
})

/**
 * Made with the program as it was when records had no PDF and no list of software (version 1 of the predicate): the record that
 * test/core/records/record-in-folder.ts makes. Such records were given away and have to be checked as what they are.
 */
test('a record of version 1 is still intact, and a file of version 2 does not belong to it', () => {
  const record = readFileSync(join(import.meta.dirname, 'records', 'version-1.zip'))
  const key = '44b1ca12431850ec43b20fbb1155bd85dc48261983939b31cf0a8e619f2331d5'
  expect(checkRecord(record, key)).toEqual({ intact: true, ok: true, signedBy: key, problems: [] })
  const changed = Buffer.from(record)
  changed[record.indexOf('"matched":12') + 11] = 0x33
  expect(checkRecord(changed, key).problems.map(({ file, code }) => `${file}: ${code}`)).toContain('entries.jsonl: sum-differs')
})
