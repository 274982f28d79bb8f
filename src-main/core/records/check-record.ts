/**
 * Checks one record from its bytes alone: no database, no package, nothing but node:crypto. resources/checker/build.mjs makes from
 * this file the check.mjs that lies in every record, so it keeps to what Node 18 has.
 */
import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto'
import type { LedgerEntry } from '../../contract/ledger.ts'
import type { KeySince, Organisation, RecordProblem, RecordReport } from '../../contract/record.ts'
import { canonicalForm, parseCanonical } from '../ledger/canonical-form.ts'
import { openCheckpoint, type SignedCheckpoint } from '../ledger/checkpoint.ts'
import { keyFingerprint } from '../ledger/key-fingerprint.ts'
import { hashLeaf, verifyInclusion } from '../ledger/merkle.ts'
import { readCanonicalZip, type ZipFiles } from './canonical-zip.ts'
import { checkRetellings, type Report } from './check-retellings.ts'
import { checkStory } from './check-story.ts'
import { payloadType, readEnvelope, verifyEnvelope, type EnvelopeSignature } from './envelope.ts'
import { exactText } from './exact-text.ts'
import { plainText } from './plain-text.ts'
import { counterKeyFile, filesOfVersion, writeSums, type RecordFile } from './record-files.ts'
import { predicateTypeBase, predicateVersion, statementType, subjectFiles, type ErasureStatement } from './statement.ts'
import { statementMisfit } from './statement-shape.ts'

/** A forged record may hold any number of faults; the first of them tell enough. */
const mostProblems = 50

/** A forged record may also hold text made to confuse a terminal: control and direction characters are shown as "?". */
const printable = (text: string) => plainText(text).slice(0, 300)

/**
 * Checks everything in a record against everything else in it, and its keys against the fingerprints expected, where any are given: one
 * is that of whoever signed it, and of two the other is that of whoever counter-signed it, in either order.
 */
export function checkRecord(bytes: Uint8Array, expectedKeys: string | readonly string[] = []): RecordReport {
  const problems: RecordProblem[] = []
  const report: Report = (file, code, message, path) => {
    if (problems.length < mostProblems) problems.push({ file, ...(path === undefined ? {} : { path: printable(path) }), code, message: printable(message) })
  }
  let found: Found = { signedBy: null }
  try {
    const { files, problem } = readCanonicalZip(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    if (problem !== undefined) report('record', problem.code, problem.message)
    if (files !== undefined) found = checkFiles(files, report)
  } catch (error) {
    report('record', 'check-failed', `The record is built in a way this checker did not foresee (${error instanceof Error ? error.message : 'unknown'}).`)
  }
  const { signedBy, counterSignedBy, ...told } = found
  const intact = problems.length === 0
  const expected = (typeof expectedKeys === 'string' ? [expectedKeys] : expectedKeys).map(key => key.toLowerCase().replaceAll(/[\s:]/g, ''))
  if (expected.length > 0 && (signedBy === null || !expected.includes(signedBy))) {
    report('public-key.pem', 'other-key', signedBy === null ? 'No signature by the key you gave could be found.' : `The record is signed by another key than the one you gave: ${signedBy}.`)
  }
  for (const key of expected) {
    if (expected.length < 2 || key === signedBy || key === counterSignedBy) continue
    report(counterKeyFile, 'other-key', counterSignedBy === undefined ? `Nobody counter-signed the record, and key ${key} did not sign it.` : `The record is counter-signed by another key than the one you gave: ${counterSignedBy}.`)
  }
  const counter = counterSignedBy === undefined ? {} : { counterSignedBy: { key: counterSignedBy, confirmed: expected.includes(counterSignedBy) } }
  return { intact, ok: intact && expected.length > 0 && problems.length === 0, signedBy, ...counter, ...told, problems }
}

interface Found {
  /** The fingerprint of the key whose signature was found good, or null. */
  readonly signedBy: string | null
  /** The same of the second person's key, where there is one. */
  readonly counterSignedBy?: string
  readonly keySince?: KeySince
  readonly organisation?: Organisation
}

/** Checks the files of a record. */
function checkFiles(files: ZipFiles, report: Report): Found {
  const publicKey = readPublicKey('public-key.pem', files.get('public-key.pem'), report)
  const counterKey = readPublicKey(counterKeyFile, files.get(counterKeyFile), report)
  const { signed: summed, asListed } = checkSums(files, publicKey, report)
  const { statement, version, digest, newer, signed, counterSigned, hasCounterSignature } = readStatement(files.get('record.dsse.json'), publicKey, counterKey, report)
  const found: Found = { signedBy: publicKey !== undefined && (summed || signed) ? keyFingerprint(publicKey) : null, ...(counterKey !== undefined && counterSigned ? { counterSignedBy: keyFingerprint(counterKey) } : {}) }
  // A newer version may have other files and members; what could be checked was, and guessing at the rest would help nobody.
  if (newer) return found
  checkFileSet(files, version ?? (files.has('record.pdf') ? predicateVersion : 1), hasCounterSignature, report)
  const checkpoint = readCheckpoint(files.get('checkpoint.txt'), publicKey, report)
  const entries = readEntries(files.get('entries.jsonl'), report)
  const proven = checkpoint === undefined || entries === undefined ? new Set<number>() : checkProofs(entries, checkpoint, files.get('proofs.json'), report)
  if (statement === undefined) return found
  checkSubject(statement, files, report)
  if (publicKey !== undefined && statement.predicate.ledger.key !== keyFingerprint(publicKey)) {
    report('record.dsse.json', 'statement-other-key', 'The statement names another key than the one in public-key.pem.', 'predicate.ledger.key')
  }
  if (checkpoint !== undefined) checkLedgerFacts(statement, checkpoint, report)
  if (entries !== undefined) {
    for (const { code, seq, message, member } of checkStory(entries.map(({ entry }) => entry), statement.predicate.outcome)) {
      // Where the entry is proven and the statement is not as it was signed, it is the statement that was changed.
      if (member === undefined || signed || !proven.has(seq)) report('entries.jsonl', code, message, `seq ${seq}`)
      else report('record.dsse.json', code, message, member === '' ? 'predicate.outcome' : `predicate.outcome.${member}`)
    }
  }
  if (version !== 1 && digest !== undefined) checkRetellings(statement, digest, files, report, name => !signed && asListed.has(name))
  if (!signed) return found
  const { ledger: { keySince }, outcome: { organisation } } = statement.predicate
  return {
    ...found, ...(keySince === undefined ? {} : { keySince: { seq: keySince.seq, how: keySince.how, before: keySince.before } }),
    ...(organisation === undefined ? {} : { organisation: { name: plainText(organisation.name), contact: plainText(organisation.contact) } }),
  }
}

function checkFileSet(files: ZipFiles, version: number, isCountersigned: boolean, report: Report): void {
  const names: readonly string[] = filesOfVersion(version, isCountersigned)
  for (const name of names) if (!files.has(name)) report(name, 'file-missing', `The file ${name} is missing.`)
  for (const name of files.keys()) {
    if (!names.includes(name)) report(name, 'file-unknown', `The file ${name} does not belong to a record.`)
  }
}

function readPublicKey(file: RecordFile, pem: Buffer | undefined, report: Report): KeyObject | undefined {
  if (pem === undefined) return undefined
  try {
    const key = createPublicKey(pem)
    // Written again to see that the file says this key and nothing else: a private key would be read as its public half.
    if (key.asymmetricKeyType === 'ed25519' && key.export({ type: 'spki', format: 'pem' }) === pem.toString('latin1')) return key
  } catch {
    // Not a key at all: the same answer.
  }
  report(file, 'bad-public-key', 'The public key is not an Ed25519 key in PEM as a record has it.')
  return undefined
}

interface SumsReading {
  readonly signed: boolean
  /** The files that are as a list says which this key signed. */
  readonly asListed: ReadonlySet<string>
}

/** Compares every file with SHA256SUMS, and verifies this key's signature of that list. */
function checkSums(files: ZipFiles, publicKey: KeyObject | undefined, report: Report): SumsReading {
  const nothing = { signed: false, asListed: new Set<string>() }
  const sums = files.get('SHA256SUMS')
  const signature = files.get('SHA256SUMS.sig')
  if (sums === undefined || signature === undefined) return nothing
  const listed = new Set(sums.toString('latin1').split('\n'))
  const actual = writeSums(files)
  let differs = false
  const asListed = new Set<string>()
  for (const line of actual.split('\n').slice(0, -1)) {
    const name = line.slice(66)
    if (listed.has(line)) {
      asListed.add(name)
      continue
    }
    differs = true
    report(name, 'sum-differs', `The file ${name} is not the one that was signed: its SHA-256 is not in SHA256SUMS.`)
  }
  if (!differs && sums.toString('latin1') !== actual) report('SHA256SUMS', 'sums-differ', 'SHA256SUMS does not list exactly the files of this record, one per line.')
  if (publicKey === undefined) return nothing
  const good = verify(null, sums, publicKey, signature)
  if (!good) report('SHA256SUMS.sig', 'sums-signature', 'The signature over SHA256SUMS is wrong: the list or the signature was changed, or another key signed it.')
  return good ? { signed: true, asListed } : nothing
}

interface StatementReading {
  readonly statement: ErasureStatement | undefined
  readonly version?: number
  /** SHA-256 of what was signed. */
  readonly digest?: string
  readonly newer: boolean
  readonly signed: boolean
  readonly hasCounterSignature: boolean
  readonly counterSigned: boolean
}

function readStatement(bytes: Buffer | undefined, publicKey: KeyObject | undefined, counterKey: KeyObject | undefined, report: Report): StatementReading {
  const file = 'record.dsse.json'
  const nothing = { statement: undefined, newer: false, signed: false, hasCounterSignature: false, counterSigned: false }
  if (bytes === undefined) return nothing
  const envelope = readEnvelope(exactText(bytes) ?? '')
  if (envelope === undefined) {
    report(file, 'bad-envelope', 'The statement is not in a DSSE envelope as a record has it: canonical JSON with one signature, or two.')
    return nothing
  }
  const isGood = (key: KeyObject | undefined, { keyid, signature }: EnvelopeSignature, i: number): boolean => {
    if (key === undefined) return false
    const good = verifyEnvelope(envelope, key, { signature })
    const by = i === 0 ? 'public-key.pem' : counterKeyFile
    if (!good) report(file, i === 0 ? 'statement-signature' : 'counter-signature', `The ${i === 0 ? 'signature' : 'counter-signature'} of the statement is wrong: the statement or the signature was changed, or another key signed it.`, `signatures[${i}].sig`)
    if (keyid !== keyFingerprint(key)) report(file, 'envelope-other-key', `The envelope names another key than the one in ${by}.`, `signatures[${i}].keyid`)
    return good
  }
  const { counter } = envelope
  const signatures = { signed: isGood(publicKey, envelope, 0), hasCounterSignature: counter !== undefined, counterSigned: counter !== undefined && isGood(counterKey, counter, 1) }
  if (counter !== undefined && counter.keyid === envelope.keyid) report(file, 'counter-signature', 'The counter-signature is by the key that signed already, so nobody else signed.', 'signatures[1].keyid')
  if (envelope.payloadType !== payloadType) {
    report(file, 'bad-envelope', 'The envelope does not hold an in-toto statement.', 'payloadType')
    return { ...nothing, ...signatures }
  }
  const value = parseCanonical(exactText(envelope.payload) ?? '') as Partial<ErasureStatement> | undefined
  if (typeof value !== 'object' || value === null || value._type !== statementType || typeof value.predicateType !== 'string') {
    report(file, 'bad-statement', 'The statement is not an in-toto statement in canonical JSON.', '_type')
    return { ...nothing, ...signatures }
  }
  const type: string = value.predicateType
  const version = type.startsWith(predicateTypeBase) ? type.slice(predicateTypeBase.length) : ''
  if (!/^[1-9][0-9]{0,8}$/.test(version)) {
    report(file, 'other-statement', 'The statement is not about an erasure carried out by Lethe.', 'predicateType')
    return { ...nothing, ...signatures }
  }
  if (Number(version) > predicateVersion) {
    report(file, 'newer-version', `The record was written by a newer Lethe (version ${version} of the format; this checker knows up to ${predicateVersion}). Get a newer checker.`, 'predicateType')
    return { ...nothing, newer: true, ...signatures }
  }
  const misfit = statementMisfit(value)
  if (misfit !== undefined) {
    report(file, 'bad-statement', `The statement lacks something, or has it in another form: ${misfit}.`, misfit)
    return { ...nothing, version: Number(version), ...signatures }
  }
  const digest = createHash('sha256').update(envelope.payload).digest('hex')
  return { statement: value as ErasureStatement, version: Number(version), digest, newer: false, ...signatures }
}

function checkSubject({ subject }: ErasureStatement, files: ZipFiles, report: Report): void {
  if (subject.length !== subjectFiles.length || subject.some(({ name }, i) => name !== subjectFiles[i])) {
    report('record.dsse.json', 'bad-subject', `The statement is not about ${subjectFiles.join(' and ')}.`, 'subject')
    return
  }
  for (const [i, { name, digest }] of subject.entries()) {
    const content = files.get(name)
    if (content !== undefined && digest.sha256 !== createHash('sha256').update(content).digest('hex')) {
      report('record.dsse.json', 'subject-differs', `The statement was made about another ${name}.`, `subject[${i}].digest.sha256`)
    }
  }
}

function readCheckpoint(bytes: Buffer | undefined, publicKey: KeyObject | undefined, report: Report): SignedCheckpoint | undefined {
  if (bytes === undefined || publicKey === undefined) return undefined
  try {
    const checkpoint = openCheckpoint(exactText(bytes) ?? '', publicKey)
    if (checkpoint.signatures.length === 1) return checkpoint
    report('checkpoint.txt', 'bad-checkpoint', 'The checkpoint of a record has the signature of its key alone.')
    return undefined
  } catch (error) {
    report('checkpoint.txt', 'bad-checkpoint', (error as Error).message)
    return undefined
  }
}

function checkLedgerFacts({ predicate: { ledger } }: ErasureStatement, checkpoint: SignedCheckpoint, report: Report): void {
  const facts = [['origin', ledger.origin, checkpoint.origin], ['size', ledger.size, checkpoint.size], ['root', ledger.root, checkpoint.root.toString('hex')]] as const
  for (const [name, said, found] of facts) {
    if (said !== found) report('record.dsse.json', 'checkpoint-differs', `The statement and the checkpoint differ about the ${name} of the ledger.`, `predicate.ledger.${name}`)
  }
}

interface ReadEntry {
  readonly text: string
  readonly entry: LedgerEntry
}

function readEntries(bytes: Buffer | undefined, report: Report): ReadEntry[] | undefined {
  if (bytes === undefined) return undefined
  const lines = exactText(bytes)?.split('\n') ?? []
  const entries = lines.slice(0, -1).map(text => ({ text, entry: parseCanonical(text) as LedgerEntry | undefined }))
  const bad = entries.findIndex(({ entry }) => !isEntry(entry))
  if (lines.pop() !== '' || bad !== -1 || entries.length === 0) {
    report('entries.jsonl', 'bad-entries', bad === -1 ? 'The entries are not lines of text, each ended by a newline.' : `Line ${bad + 1} is not a ledger entry in canonical JSON.`)
    return undefined
  }
  const read = entries as ReadEntry[]
  const disordered = read.findIndex(({ entry }, i) => i > 0 && entry.seq <= read[i - 1]!.entry.seq)
  if (disordered !== -1) report('entries.jsonl', 'entry-order', `Line ${disordered + 1} does not come after the entry before it.`)
  return read
}

function isEntry(value: unknown): value is LedgerEntry {
  const { seq, at, actor, kind } = (value ?? {}) as { [K in keyof LedgerEntry]?: unknown }
  return Number.isSafeInteger(seq) && Number(seq) >= 1 && typeof at === 'string' && typeof actor === 'string' && typeof kind === 'string'
}

/** Returns the numbers of the entries that are proven to be in the ledger that was signed. */
function checkProofs(entries: readonly ReadEntry[], checkpoint: SignedCheckpoint, bytes: Buffer | undefined, report: Report): Set<number> {
  const found = new Set<number>()
  if (bytes === undefined) return found
  const proofs = readProofs(exactText(bytes) ?? '')
  if (proofs === undefined) {
    report('proofs.json', 'bad-proofs', 'The proofs are not in canonical JSON as a record has them.')
    return found
  }
  if (proofs.size !== checkpoint.size) report('proofs.json', 'proofs-other-size', 'The proofs lead to a ledger of another size than the checkpoint.', 'size')
  if (proofs.proofs.length !== entries.length) report('proofs.json', 'proofs-count', 'There is not one proof for each entry.', 'proofs')
  for (const [i, { text, entry: { seq } }] of entries.entries()) {
    const proof = proofs.proofs[i]
    if (proof === undefined) continue
    const proven = proof.seq === seq && verifyInclusion(hashLeaf(Buffer.from(text)), seq - 1, checkpoint.size, proof.hashes.map(hash => Buffer.from(hash, 'base64')), checkpoint.root)
    if (proven) found.add(seq)
    else report('proofs.json', 'not-in-ledger', `Entry ${seq} is not proven to be in the ledger that was signed: the entry or its proof was changed.`, `proofs[${i}]`)
  }
  return found
}

function readProofs(text: string): { size: number; proofs: { seq: number; hashes: string[] }[] } | undefined {
  const value = parseCanonical(text.slice(0, -1)) as { size?: unknown; proofs?: unknown } | undefined
  if (!text.endsWith('\n') || !Number.isSafeInteger(value?.size) || !Array.isArray(value?.proofs)) return undefined
  const proofs = (value.proofs as ({ seq?: unknown; hashes?: unknown } | null)[]).map(proof => ({
    seq: Number.isSafeInteger(proof?.seq) ? Number(proof?.seq) : 0,
    hashes: Array.isArray(proof?.hashes) ? (proof.hashes as unknown[]).map(hash => Buffer.from(String(hash), 'base64').toString('base64')) : [],
  }))
  // Written again, so that nothing else stands in the file and no hash has a second spelling.
  return canonicalForm({ size: value.size, proofs }) === text.slice(0, -1) ? { size: Number(value.size), proofs } : undefined
}
