import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { ErasureOutcome, RecordReport } from '../../../src-main/contract/record.ts'
import { seededRandom } from '../../../src-main/core/base/seeded-random.ts'
import { canonicalForm } from '../../../src-main/core/ledger/canonical-form.ts'
import { checkLedger } from '../../../src-main/core/ledger/check-ledger.ts'
import { keyFingerprint } from '../../../src-main/core/ledger/key-fingerprint.ts'
import { writeRecord } from '../../../src-main/core/records/bundle.ts'
import { readCanonicalZip, writeCanonicalZip } from '../../../src-main/core/records/canonical-zip.ts'
import { writeBom } from '../../../src-main/core/records/bom.ts'
import { checkRecord } from '../../../src-main/core/records/check-record.ts'
import { readEnvelope, writeEnvelope } from '../../../src-main/core/records/envelope.ts'
import { gatherEvidence } from '../../../src-main/core/records/gather-evidence.ts'
import { recordCheckpoint } from '../../../src-main/core/records/record-checkpoint.ts'
import type { BarChart, RecordDocument } from '../../../src-main/core/records/record-document.ts'
import { recordFiles, writeSums } from '../../../src-main/core/records/record-files.ts'
import { writeRecordPdf } from '../../../src-main/core/records/record-pdf.ts'
import { recordReportText } from '../../../src-main/core/records/record-report-text.ts'
import { recordDocument } from '../../../src-main/core/records/record-words.ts'
import { statementMisfit } from '../../../src-main/core/records/statement-shape.ts'
import type { ErasureStatement } from '../../../src-main/core/records/statement.ts'
import { exported, workspaceId } from '../ledger/ledger-in-folder.ts'
import { ledgerWithErasure, outcome, partsOf, recordInFolder, requestId, story } from './record-in-folder.ts'

const codes = ({ problems }: RecordReport) => problems.map(({ file, code }) => `${file}: ${code}`)

interface Signer {
  readonly fingerprint: string
  readonly publicKeyPem: string
  sign(bytes: Uint8Array): Buffer
}

/** Replaces files, then writes and signs again what follows from them, as the holder of the key could. */
function resigned(files: ReadonlyMap<string, Buffer>, signer: Signer, changes: Record<string, string | Buffer>, statement?: (value: Record<string, never>) => unknown): Buffer {
  const next = new Map(files)
  for (const [name, content] of Object.entries(changes)) next.set(name, Buffer.from(content))
  const value = JSON.parse(readEnvelope(next.get('record.dsse.json')!.toString())!.payload.toString()) as Record<string, never>
  const said = (statement?.(value) ?? value) as ErasureStatement
  const subject = said.subject?.map?.(({ name }) => ({ name, digest: { sha256: createHash('sha256').update(next.get(name) ?? '').digest('hex') } }))
  const payload = canonicalForm({ ...said, subject })
  next.set('record.dsse.json', Buffer.from(writeEnvelope(Buffer.from(payload), signer)))
  retell(next, payload, Object.keys(changes))
  const sums = Buffer.from(writeSums(next))
  next.set('SHA256SUMS', sums)
  next.set('SHA256SUMS.sig', signer.sign(sums))
  return writeCanonicalZip(next)
}

/** Writes the PDF and the list of software of a statement, where it has the form of one, but for what was replaced on purpose. */
function retell(files: Map<string, Buffer>, payload: string, replaced: readonly string[]): void {
  const statement = JSON.parse(payload) as ErasureStatement
  if (statementMisfit(statement) !== undefined) return
  const digest = createHash('sha256').update(payload).digest('hex')
  if (!replaced.includes('record.pdf')) files.set('record.pdf', writeRecordPdf(dated(recordDocument(statement, digest)), 'Lethe 0.1.0'))
  if (!replaced.includes('bom.cdx.json')) files.set('bom.cdx.json', Buffer.from(writeBom(statement, digest, [])))
}

/** A forged time may be none; a PDF has to be dated all the same. */
const dated = (document: RecordDocument): RecordDocument => (Number.isNaN(Date.parse(document.at)) ? { ...document, at: '2026-11-24T10:00:08.000Z' } : document)

function anotherKey(): Signer & { publicKey: KeyObject } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return { publicKey, publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(), fingerprint: keyFingerprint(publicKey), sign: bytes => sign(null, bytes, privateKey) }
}

function made(): { files: Map<string, Buffer>; key: Signer } {
  const { files, ledger } = recordInFolder()
  return { files, key: ledger.key() }
}

describe('an untouched record', () => {
  test('is intact, and ok only with the key expected', () => {
    const { record, fingerprint } = recordInFolder()
    expect(checkRecord(record)).toEqual({ intact: true, ok: false, signedBy: fingerprint, problems: [] })
    expect(checkRecord(record, fingerprint)).toEqual({ intact: true, ok: true, signedBy: fingerprint, problems: [] })
    expect(checkRecord(new Uint8Array(record), fingerprint.toUpperCase().replaceAll(/(..)(?!$)/g, '$1:')).ok).toBe(true)
    expect(checkRecord(record, 'f'.repeat(64))).toMatchObject({ intact: true, ok: false, signedBy: fingerprint, problems: [{ file: 'public-key.pem', code: 'other-key' }] })
    expect(checkRecord(record, '').ok).toBe(false)
    expect(recordReportText(checkRecord(record))[0]).toBe(`intact, signed by a key you have not confirmed: ${fingerprint}`)
    expect(recordReportText(checkRecord(record, fingerprint))).toEqual([`intact, signed by the key you gave: ${fingerprint}`])
  })

  test('is the same bytes whenever it is written, also when the ledger has gone on', () => {
    const made = recordInFolder()
    made.write(exported(requestId), exported(requestId))
    expect(writeRecord(partsOf(made))).toEqual(made.record)
    expect([...made.files.keys()]).toEqual([...recordFiles])
  })

  test('holds the checkpoint a ledger is checked against', () => {
    const { db, secrets, ledger, record, tamper } = recordInFolder()
    const against = recordCheckpoint(record)!
    expect(against).toBe(ledger.checkpointCovering(28)!.note)
    expect(checkLedger({ db, secrets, workspaceId, against }).ok).toBe(true)
    for (const table of ['entry WHERE seq', 'checkpoint WHERE size', 'node WHERE (position + 1) << level']) tamper(`DELETE FROM ledger_${table} > 27`)
    expect(checkLedger({ db, secrets, workspaceId, against }).problems).toEqual([{ seq: 28, code: 'tail-missing', message: 'The record proves 28 entries; the ledger has 27.' }])
    expect(recordCheckpoint(Buffer.from('no ZIP'))).toBeUndefined()
  })

  test('is not written for a request that is not completed, nor where the ledger was changed', () => {
    const open = ledgerWithErasure(story().slice(0, -1))
    expect(gatherEvidence(open.ledger, requestId)).toBeUndefined()
    const made = ledgerWithErasure()
    made.tamper(`UPDATE ledger_entry SET entry = replace(entry, '"matched":12', '"matched":13') WHERE seq = 7`)
    expect(() => writeRecord(partsOf(made))).toThrow(expect.objectContaining({ code: 'ledger/inconsistent' }))
  })

  test('is not written for an outcome the ledger does not bind', () => {
    const made = ledgerWithErasure()
    expect(() => writeRecord({ ...partsOf(made), outcome: { ...outcome, timing: { totalMs: 1 } } })).toThrow('outcome as a whole')
  })

  test('names nobody: neither a value of a row nor a plain digest of data or model is in it', () => {
    const { files } = recordInFolder()
    const statement = JSON.parse(readEnvelope(files.get('record.dsse.json')!.toString())!.payload.toString()) as ErasureStatement
    expect(statement.subject.map(({ name }) => name)).toEqual(['checkpoint.txt', 'entries.jsonl'])
  })
})

/** A record that names who answers for the data, and the key that signed it. */
const naming = (organisation: NonNullable<ErasureOutcome['organisation']>) => {
  const facts: ErasureOutcome = { ...outcome, organisation }
  const made = ledgerWithErasure(story(facts))
  return { record: writeRecord({ ...partsOf(made), outcome: facts }), key: made.ledger.key() }
}

describe('who answers for the data', () => {
  test('is told from a signed statement, as text that cannot steer a terminal, and bound by the ledger', () => {
    const { record, key } = naming({ name: 'Clinic\u001b[31m Nord\u202e', contact: 'first line\nsecond line' })
    const report = checkRecord(record, key.fingerprint)
    expect(report).toEqual({ intact: true, ok: true, signedBy: key.fingerprint, organisation: { name: 'Clinic?[31m Nord?', contact: 'first line?second line' }, problems: [] })
    expect(recordReportText(report)).toEqual([
      `intact, signed by the key you gave: ${key.fingerprint}`, 'It names as the one who answers for the data, in their own words: Clinic?[31m Nord?, first line?second line',
    ])
    expect(recordReportText(checkRecord(record)).at(-1)).toContain('in their own words: Clinic')
    const renamed = resigned(readCanonicalZip(record).files!, key, {}, value => JSON.parse(JSON.stringify(value).replace('first line', 'other line')) as unknown)
    expect(codes(checkRecord(renamed))).toEqual(['entries.jsonl: entry-differs'])
  })

  test('is not told where nobody signed it, and is no statement where it has another form', () => {
    const { record, key } = naming({ name: 'Clinic Nord', contact: '' })
    const files = new Map(readCanonicalZip(record).files)
    const envelope = JSON.parse(files.get('record.dsse.json')!.toString()) as { signatures: { sig: string }[] }
    envelope.signatures[0]!.sig = Buffer.alloc(64).toString('base64')
    files.set('record.dsse.json', Buffer.from(`${canonicalForm(envelope)}\n`))
    expect(checkRecord(writeCanonicalZip(files))).not.toHaveProperty('organisation')
    for (const wrong of [{ name: 7, contact: '' }, { name: 'Clinic Nord' }, 'Clinic Nord', null]) {
      const forged = resigned(readCanonicalZip(record).files!, key, {}, value => ({ ...value, predicate: { ...(value['predicate'] as object), outcome: { ...(value['predicate'] as { outcome: object }).outcome, organisation: wrong } } }))
      expect(codes(checkRecord(forged))).toEqual(['record.dsse.json: bad-statement'])
    }
  })
})

describe('a changed record', () => {
  test('every byte counts: a flip anywhere is found', () => {
    const { record, fingerprint } = recordInFolder()
    const random = seededRandom(20261124)
    const missed: number[] = []
    // The PDF is most of a record, and its fonts most of the PDF: most flips go where the rest is.
    const pdf = { from: record.indexOf('%PDF-'), to: record.indexOf('%%EOF') }
    const place = (i: number) => {
      if (i % 8 === 0) return pdf.from + Math.floor(random() * (pdf.to - pdf.from))
      const at = Math.floor(random() * (record.length - (pdf.to - pdf.from)))
      return at < pdf.from ? at : at + (pdf.to - pdf.from)
    }
    for (let i = 0; i < 500; i += 1) {
      const at = place(i)
      const changed = Buffer.from(record)
      changed[at] = changed[at]! ^ (1 << Math.floor(random() * 8))
      const report = checkRecord(changed, fingerprint)
      if (report.intact || report.ok || report.problems.length === 0) missed.push(at)
    }
    expect(missed).toEqual([])
  })

  test('every file: changed, emptied, removed, put in the place of another', () => {
    const { files, fingerprint } = recordInFolder()
    const report = (change: (files: Map<string, Buffer>) => void) => {
      const next = new Map(files)
      change(next)
      return checkRecord(writeCanonicalZip(next), fingerprint)
    }
    for (const name of recordFiles) {
      const content = files.get(name)!
      const changed = Buffer.from(content)
      changed[content.length >> 1] = changed[content.length >> 1]! ^ 1
      const reports = [
        report(next => next.set(name, changed)),
        report(next => next.set(name, Buffer.concat([content, Buffer.from('\n')]))),
        report(next => next.set(name, content.subarray(0, -1))),
        report(next => next.set(name, Buffer.alloc(0))),
        report(next => next.delete(name)),
        ...recordFiles.filter(other => other !== name).map(other => report(next => next.set(name, files.get(other)!))),
      ]
      expect(reports.filter(({ intact }) => intact)).toEqual([])
      expect(reports.filter(({ problems }) => problems.every(({ file }) => file !== name && !(name.startsWith('SHA256SUMS') && file.startsWith('SHA256SUMS'))))).toEqual([])
    }
    expect(codes(report(next => next.set('notes.txt', Buffer.from('x'))))).toEqual(['notes.txt: sum-differs', 'notes.txt: file-unknown'])
  })

  test('two files under one name, a name that leads out of the folder, and a cut-off end', () => {
    const { record } = recordInFolder()
    const renamed = (from: string, to: string) => Buffer.from(record.toString('latin1').replaceAll(from, to), 'latin1')
    expect(codes(checkRecord(renamed('proofs.json', 'README.txtx').subarray(0)))).not.toEqual([])
    expect(codes(checkRecord(renamed('SHA256SUMS', 'README.txt')))).toEqual(['record: zip-duplicate'])
    expect(codes(checkRecord(renamed('proofs.json', '../oofs.jso')))).toEqual(['record: zip-unsafe-name'])
    for (const size of [0, 10, 100, 5000, record.length - 30, record.length - 1]) expect(checkRecord(record.subarray(0, size)).intact).toBe(false)
    expect(codes(checkRecord(Buffer.alloc(100)))).toEqual(['record: not-a-zip'])
  })

  test('digests computed anew by somebody without the key', () => {
    const { files, fingerprint } = recordInFolder()
    const entries = files.get('entries.jsonl')!.toString().replace('"matched":12', '"matched":11')
    const next = new Map(files).set('entries.jsonl', Buffer.from(entries))
    next.set('SHA256SUMS', Buffer.from(writeSums(next)))
    const report = checkRecord(writeCanonicalZip(next), fingerprint)
    expect(codes(report)).toEqual(['SHA256SUMS.sig: sums-signature', 'proofs.json: not-in-ledger', 'record.dsse.json: subject-differs', 'entries.jsonl: entry-differs'])
    expect(recordReportText(report)[0]).toBe('NOT intact: 4 problems')
  })

  test('signed anew by somebody with another key', () => {
    const { files, fingerprint, record } = recordInFolder()
    const thief = anotherKey()
    const forged = resigned(files, thief, { 'public-key.pem': thief.publicKeyPem })
    expect(codes(checkRecord(forged))).toEqual(['checkpoint.txt: bad-checkpoint', 'record.dsse.json: statement-other-key'])
    expect(checkRecord(forged)).toMatchObject({ intact: false, signedBy: thief.fingerprint })
    // A whole record of another ledger is intact in itself; only the fingerprint tells.
    const other = recordInFolder()
    expect(checkRecord(other.record, fingerprint)).toMatchObject({ intact: true, ok: false, signedBy: other.fingerprint, problems: [{ code: 'other-key' }] })
    const mixed = new Map(readCanonicalZip(record).files)
    mixed.set('public-key.pem', other.files.get('public-key.pem')!)
    expect(checkRecord(writeCanonicalZip(mixed), fingerprint)).toMatchObject({ intact: false, ok: false })
  })
})

describe('signed by the holder of the key, but contradicting itself', () => {
  test('entries left out, swapped, doubled or of another request', () => {
    const { files, key } = made()
    const lines = files.get('entries.jsonl')!.toString().split('\n').slice(0, -1)
    const proofs = JSON.parse(files.get('proofs.json')!.toString()) as { proofs: unknown[]; size: number }
    const withLines = (order: number[]) => codes(checkRecord(resigned(files, key, {
      'entries.jsonl': order.map(i => `${lines[i]}\n`).join(''),
      'proofs.json': `${canonicalForm({ ...proofs, proofs: order.map(i => proofs.proofs[i]) })}\n`,
    })))
    expect(withLines([0, 1, 2, 3, 4, 5, 6, 7])).toEqual([])
    expect(withLines([0, 1, 2, 5, 6, 7])).toEqual([])
    expect(withLines([0, 1, 2, 3, 4, 5, 6])).toEqual(['entries.jsonl: entry-order'])
    expect(withLines([1, 2, 3, 4, 5, 6, 7])).toEqual(['entries.jsonl: entry-order'])
    expect(withLines([0, 1, 3, 4, 5, 6, 7])).toEqual(['entries.jsonl: entry-order'])
    expect(withLines([0, 1, 2, 3, 4, 5, 7])).toEqual(['entries.jsonl: entry-order'])
    expect(withLines([0, 2, 1, 3, 4, 5, 6, 7])).toEqual(['entries.jsonl: entry-order', 'entries.jsonl: entry-order'])
    expect(withLines([0, 1, 2, 3, 4, 5, 6, 7, 7])).toEqual(['entries.jsonl: entry-order', 'entries.jsonl: entry-order'])
    const strange = lines.map(line => line.replace(requestId, 'rq-000000000000'))
    expect(codes(checkRecord(resigned(files, key, { 'entries.jsonl': strange.map(line => `${line}\n`).join('') }))).filter(code => code.endsWith('entry-other-request'))).toHaveLength(8)
  })

  test.each<[string, (outcome: ErasureOutcome) => unknown]>([
    ['the number of rows matched', o => ({ ...o, data: { ...o.data, matched: 13, keptOfMatched: 1 } })],
    ['the datasets', o => ({ ...o, data: { ...o.data, datasets: [{ ...o.data.datasets![0]!, dataset: 'ds-other' }] } })],
    ['the rows kept, and the reasons', o => ({ ...o, data: { ...o.data, datasets: [{ ...o.data.datasets![0]!, kept: [{ reason: 'gdpr.17-3-e', rows: 1 }] }] } })],
    ['the rows matched of the datasets', o => ({ ...o, data: { ...o.data, datasets: [{ ...o.data.datasets![0]!, matched: 13 }] } })],
    ['the rows erased of the datasets', o => ({ ...o, data: { ...o.data, datasets: [{ ...o.data.datasets![0]!, erased: 11 }] } })],
    ['are not together the rows matched', o => ({ ...o, data: { ...o.data, keptOfMatched: 1 } })],
    ['the number of rows erased', o => ({ ...o, data: { ...o.data, erased: 11, keptOfMatched: 1 } })],
    ['the law', o => ({ ...o, request: { ...o.request, law: 'ccpa' } })],
    ['the day it is due', o => ({ ...o, request: { ...o.request, dueAt: '2027-01-01' } })],
    ['the day of receipt', o => ({ ...o, request: { ...o.request, receivedAt: '2026-11-21' } })],
    ['the time of completion', o => ({ ...o, request: { ...o.request, completedAt: '2026-11-26T10:00:08.000Z' } })],
    ['the time of completion', o => ({ ...o, request: { ...o.request, completedAt: 'yesterday' } })],
    ['is not about the request', o => ({ ...o, request: { ...o.request, id: 'rq-000000000000' } })],
    ['the model m-000000000001', o => ({ ...o, models: [{ ...o.models[0], commitmentAfter: '0'.repeat(64) }, o.models[1]] })],
    ['the number of models', o => ({ ...o, models: [o.models[0]] })],
    ['named twice', o => ({ ...o, models: [o.models[0], o.models[0]] })],
    ['the traces found', o => ({ ...o, residue: { ...o.residue, found: 1 } })],
    ['the outcome as a whole', o => ({ ...o, notClaimed: [] })],
  ])('a statement and ledger that differ about: %s', (words, change) => {
    const { files, key } = made()
    const report = checkRecord(resigned(files, key, {}, ({ ...statement }) => {
      const { predicate } = statement as unknown as ErasureStatement
      return { ...statement, predicate: { ...predicate, outcome: change(predicate.outcome) } }
    }))
    expect(report.problems.map(({ message }) => message).join('\n')).toContain(words)
    expect(new Set(report.problems.map(({ file }) => file))).toEqual(new Set(['entries.jsonl']))
  })

  test('a statement about another checkpoint, of another form or by another key', () => {
    const { files, key } = made()
    const said = (change: (statement: ErasureStatement) => unknown) =>
      checkRecord(resigned(files, key, {}, value => change(value as unknown as ErasureStatement))).problems.map(({ code, path }) => `${code} ${path}`)
    const ledger = (facts: object) => said(s => ({ ...s, predicate: { ...s.predicate, ledger: { ...s.predicate.ledger, ...facts } } }))
    expect(ledger({ size: 1 })).toEqual(['checkpoint-differs predicate.ledger.size'])
    expect(ledger({ root: '0'.repeat(64) })).toEqual(['checkpoint-differs predicate.ledger.root'])
    expect(ledger({ origin: 'lethe-ledger/ws-0' })).toEqual(['checkpoint-differs predicate.ledger.origin'])
    expect(ledger({ key: '0'.repeat(64) })).toEqual(['statement-other-key predicate.ledger.key'])
    expect(ledger({ added: 'later' })).toEqual([])
    expect(ledger({ root: 'x' })).toEqual(['bad-statement predicate.ledger.root'])
    expect(said(s => ({ ...s, predicate: { ...s.predicate, outcome: { ...s.predicate.outcome, models: [{}] } } }))).toEqual(['bad-statement predicate.outcome.models[0].model'])
    expect(said(s => ({ ...s, subject: s.subject.toReversed() }))).toEqual(['bad-subject subject'])
    expect(said(s => ({ ...s, subject: undefined }))).toEqual(['bad-statement subject'])
    expect(said(s => ({ ...s, _type: 'https://in-toto.io/Statement/v0.1' }))).toEqual(['bad-statement _type'])
    expect(said(s => ({ ...s, predicateType: 'https://slsa.dev/provenance/v1' }))).toEqual(['other-statement predicateType'])
  })

  test('text made to confuse a terminal is not repeated', () => {
    const { files, key } = made()
    const report = checkRecord(resigned(files, key, { 'entries.jsonl': `${canonicalForm({ actor: 'p', at: '', kind: '\u001b[2J\u202eok\n', seq: 3 })}\n` }))
    expect(report.problems.map(({ message }) => message).join('\n')).toContain('Entry 3 ("?[2J?ok?") does not follow')
    const many = Array.from({ length: 500 }, (_, i) => `${canonicalForm({ actor: 'p', at: '', kind: 'x', seq: i + 1 })}\n`).join('')
    expect(checkRecord(resigned(files, key, { 'entries.jsonl': many })).problems.length).toBeLessThanOrEqual(50)
  })

  test('a newer version is told, and not guessed at', () => {
    const { files, key } = made()
    const newer = resigned(files, key, { 'record.html': '<p>' }, statement => ({ ...statement, predicateType: 'https://lethe.invalid/erasure-record/v4', predicate: { other: true } }))
    expect(checkRecord(newer, key.fingerprint)).toMatchObject({ intact: false, ok: false, signedBy: key.fingerprint, problems: [{ file: 'record.dsse.json', path: 'predicateType', code: 'newer-version' }] })
  })

  test('a number, a word or the order that differs in the PDF alone', () => {
    const { files, key } = made()
    const statement = JSON.parse(readEnvelope(files.get('record.dsse.json')!.toString())!.payload.toString()) as ErasureStatement
    const digest = createHash('sha256').update(canonicalForm(statement)).digest('hex')
    const told = recordDocument(statement, digest)
    const withPdf = (document: RecordDocument) => checkRecord(resigned(files, key, { 'record.pdf': writeRecordPdf(document, 'Lethe 0.1.0') }), key.fingerprint)
    expect(withPdf(told)).toMatchObject({ intact: true, ok: true })

    const lie = (change: (outcome: ErasureOutcome) => ErasureOutcome) => withPdf(recordDocument({ ...statement, predicate: { ...statement.predicate, outcome: change(statement.predicate.outcome) } }, digest)).problems
    expect(lie(o => ({ ...o, data: { ...o.data, datasets: [{ ...o.data.datasets![0]!, erased: 10 }] } }))).toEqual([{ file: 'record.pdf', code: 'pdf-differs', path: 'page 1', message: 'The PDF says "10" where the statement gives "12".' }])
    expect(lie(o => ({ ...o, models: [o.models[1]!, o.models[0]!] }))).toMatchObject([{ code: 'pdf-differs' }])
    expect(lie(o => ({ ...o, notErasedByLethe: [] }))).toMatchObject([{ code: 'pdf-differs', message: 'The PDF says "Not claimed" where the statement gives "Not erased by Lethe".' }])
    const bar = (change: (chart: BarChart) => BarChart) => withPdf({ ...told, blocks: told.blocks.map(block => (block.kind === 'chart' ? { ...block, chart: change(block.chart) } : block)) }).problems
    expect(bar(chart => ({ ...chart, bars: chart.bars.map(one => ({ ...one, text: one.text.replace('76.50', '99.50') })) }))).toMatchObject([{ code: 'pdf-differs' }])
    expect(bar(chart => ({ ...chart, alt: chart.alt.replace('76.50', '99.50') }))).toMatchObject([{ code: 'pdf-differs', message: expect.stringContaining('describes a chart') as string }])
    expect(withPdf({ ...told, blocks: [...told.blocks, { kind: 'paragraph', text: 'Nothing was erased.' }] }).problems).toMatchObject([{ code: 'pdf-differs', message: 'The PDF says "Nothing was erased." where the statement gives nothing.' }])
    expect(withPdf({ ...told, blocks: told.blocks.slice(0, -1) }).problems).toMatchObject([{ code: 'pdf-differs' }])
    expect(withPdf({ ...told, running: { ...told.running, foot: 'Statement 0000…0000' } }).problems).toMatchObject([{ code: 'pdf-differs', path: 'page 1' }])
  })

  test('a PDF that could show something else than its own words, or is none', () => {
    const { files, key } = made()
    const pdf = files.get('record.pdf')!.toString('latin1')
    const withPdf = (text: string) => codes(checkRecord(resigned(files, key, { 'record.pdf': Buffer.from(text, 'latin1') })))
    // Changed without moving a byte, so that the table of objects still fits.
    const swapped = (from: string, to: string) => {
      expect(pdf).toContain(from)
      return pdf.replace(from, to.padEnd(from.length).slice(0, from.length))
    }
    const bad = ['record.pdf: bad-pdf']
    expect(withPdf('')).toEqual(bad)
    expect(withPdf('%PDF-1.7')).toEqual(bad)
    expect(withPdf(`${pdf}% a second revision\n`)).toEqual(bad)
    expect(withPdf(`${pdf}startxref\n1\n%%EOF\n`)).toEqual(bad)
    expect(withPdf(swapped('/ViewerPreferences', '/OpenAction'))).toEqual(bad)
    expect(withPdf(swapped('/StructParents', '/Annots'))).toEqual(bad)
    expect(withPdf(swapped('/ProcSet', '/XObject'))).toEqual(bad)
    expect(withPdf(swapped(' Tf\n', ' Do\n'))).toEqual(bad)
  })

  test('a list of software and models that differs', () => {
    const { files, key } = made()
    const bom = files.get('bom.cdx.json')!.toString()
    const withBom = (text: string) => codes(checkRecord(resigned(files, key, { 'bom.cdx.json': text })))
    expect(bom).toContain('"value":"0.765"')
    for (const other of [bom.replace('"value":"0.765"', '"value":"0.999"'), bom.trimEnd(), '{}\n', '', bom.replace('better-sqlite3', 'Better SQLite')]) {
      expect(withBom(other)).toEqual(['bom.cdx.json: bom-differs'])
    }
  })

  test('a key that is not one, and a checkpoint and proofs that are none', () => {
    const { files, key } = made()
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }).toString()
    for (const pem of ['', 'x', rsa, `${key.publicKeyPem}\n`, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()]) {
      expect(codes(checkRecord(resigned(files, key, { 'public-key.pem': pem })))).toContain('public-key.pem: bad-public-key')
    }
    expect(codes(checkRecord(resigned(files, key, { 'checkpoint.txt': 'x' })))).toEqual(['checkpoint.txt: bad-checkpoint'])
    for (const proofs of ['', '{}\n', 'null\n', '{"proofs":[],"size":1}', '{"proofs":[{}],"size":24}\n', `${files.get('proofs.json')!.toString().slice(0, -2)},"x":1}\n`]) {
      expect(codes(checkRecord(resigned(files, key, { 'proofs.json': proofs })))[0]).toBe('proofs.json: bad-proofs')
    }
    for (const entries of ['', '\n', 'x\n', '{}\n', '[]\n', 'null\n', '{"actor":"p","at":"","kind":"x","seq":0}\n', files.get('entries.jsonl')!.toString().trimEnd(), '\ufeff{}\n']) {
      expect(codes(checkRecord(resigned(files, key, { 'entries.jsonl': entries })))[0]).toBe('entries.jsonl: bad-entries')
    }
  })
})
