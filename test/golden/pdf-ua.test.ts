import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { writeRecordPdf } from '../../src-main/core/records/record-pdf.ts'
import { recordDocument } from '../../src-main/core/records/record-words.ts'
import { statementAbout, statementDigest, states } from '../core/records/record-states.ts'

const here = join(import.meta.dirname, 'pdf-ua')
let classpath: string | undefined
let absent = ''

/** Java and Maven are not asked of anybody: where they are missing, or Maven reaches no repository, these tests say so and are skipped. */
beforeAll(() => {
  const java = spawnSync('java', ['--version'], { encoding: 'utf8' })
  if (java.status !== 0 || Number(/\d+/.exec(java.stdout)?.[0]) < 11) {
    absent = 'there is no Java 11 or newer here'
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'lethe-pdf-ua-'))
  const file = join(folder, 'classpath.txt')
  const maven = spawnSync('mvn', ['-q', '-B', '-f', join(here, 'pom.xml'), 'dependency:build-classpath', `-Dmdep.outputFile=${file}`], { encoding: 'utf8', timeout: 150_000 })
  if (maven.status === 0) classpath = readFileSync(file, 'utf8').trim()
  else absent = 'Maven is not here, or could not bring veraPDF'
  rmSync(folder, { recursive: true, force: true })
}, 180_000)

interface Verdict {
  readonly tests: number
  /** Clauses of ISO 14289-1 that are broken, each with the number of veraPDF's test of it. */
  readonly broken: readonly string[]
}

function validate(pdfs: readonly Uint8Array[]): Verdict[] {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-pdf-ua-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const files = pdfs.map((pdf, i) => {
    const file = join(folder, `${i}.pdf`)
    writeFileSync(file, pdf)
    return file
  })
  const { status, stdout, stderr } = spawnSync('java', ['-cp', classpath!, join(here, 'CheckPdfUa.java'), ...files], { encoding: 'utf8' })
  expect({ status, stderr }).toMatchObject({ status: 0 })
  return stdout.trimEnd().split('\n').map(line => {
    const [tests, ...broken] = line.split(' ').filter(word => word !== '')
    return { tests: Number(tests), broken }
  })
}

const pdfOf = (name: string) => writeRecordPdf(recordDocument(statementAbout(states[name]!), statementDigest), 'Lethe 0.1.0')

test('veraPDF finds the PDF of every kind of record to keep to PDF/UA-1', { timeout: 180_000 }, ({ skip }) => {
  if (classpath === undefined) skip(absent)
  const verdicts = validate(Object.keys(states).map(pdfOf))
  expect(Object.fromEntries(Object.keys(states).map((name, i) => [name, verdicts[i]!.broken]))).toEqual(Object.fromEntries(Object.keys(states).map(name => [name, []])))
  expect(Math.min(...verdicts.map(({ tests }) => tests))).toBeGreaterThan(1000)
})

/** What an accessible PDF must have, each spoiled without moving a byte, and the clause that asks for it. */
const spoiled: readonly [what: string, from: RegExp, to: string, clause: string][] = [
  ['is not marked as tagged', /\/Marked true/, '/Marked null', '6.2-1'],
  ['says it is another part of PDF/UA', /<pdfuaid:part>1/, '<pdfuaid:part>9', '5-2'],
  ['has no language', /\/Lang \(/, '/Lung (', '7.2-'],
  ['does not show its title', /\/DisplayDocTitle true/, '/DisplayDocTitle null', '7.1-10'],
  ['has a chart without words', /\/Alt \(/, '/Olt (', '7.3-1'],
  ['has a column without a head', /\/Scope \/(Column|Row)/g, '/Scape /$1', '7.5-1'],
  ['has content that is in no structure', /\/P <<\n\/MCID/, '/P <<\n/MXID', '7.1-3'],
  ['has letters without a meaning', /\/ToUnicode/g, '/ToUnicorn', '7.21.7-1'],
]

test('veraPDF finds each of these missing', { timeout: 180_000 }, ({ skip }) => {
  if (classpath === undefined) skip(absent)
  const pdf = pdfOf('same bits, compared').toString('latin1')
  const verdicts = validate(spoiled.map(([, from, to]) => Buffer.from(pdf.replace(from, to), 'latin1')))
  const missed = spoiled.flatMap(([what, , , clause], i) => (verdicts[i]!.broken.some(broken => broken.startsWith(clause)) ? [] : [`${what}: ${verdicts[i]!.broken.join(' ')}`]))
  expect(missed).toEqual([])
})
