import type { ErasureOutcome, KeySince } from '../../contract/record.ts'
import { CoreError } from '../base/core-error.ts'
import { sha256 } from '../base/hash.ts'
import { canonicalForm } from '../ledger/canonical-form.ts'
import { parseCheckpoint } from '../ledger/checkpoint.ts'
import { entryText } from '../ledger/entry.ts'
import { keyFingerprint } from '../ledger/key-fingerprint.ts'
import { pemOf, type SigningKey } from '../ledger/signing-key.ts'
import { writeBom } from './bom.ts'
import { writeCanonicalZip } from './canonical-zip.ts'
import { checkRecord } from './check-record.ts'
import { readCheckerSource } from './checker-source.ts'
import { payloadType, preAuthEncoding, writeEnvelope } from './envelope.ts'
import type { RecordEvidence } from './gather-evidence.ts'
import { packagesOf } from './product-packages.ts'
import { readmeText } from './readme-text.ts'
import { counterKeyFile, writeSums, type RecordFile } from './record-files.ts'
import type { CounterSignature } from './signature-table.ts'
import { recordDocument } from './record-words.ts'
import { writeRecordPdf } from './record-pdf.ts'
import { statementBytes, statementOf, type ErasureStatement } from './statement.ts'

export interface RecordParts extends RecordEvidence {
  readonly outcome: ErasureOutcome
  readonly signer: Pick<SigningKey, 'fingerprint' | 'publicKeyPem' | 'protection' | 'sign'>
  /** Where the signer is not the ledger's first key. */
  readonly keySince?: KeySince
  /** The second person's signature of what is given, the statement's pre-authentication encoding, where there is one. */
  counterSignature?(statementSha256: string, signed: Buffer): CounterSignature | undefined
}

/** What a record states, before anything is signed. */
export interface StatedRecord {
  readonly statement: ErasureStatement
  /** The bytes that are signed, and their SHA-256. */
  readonly payload: Buffer
  readonly digest: string
  readonly counterSignature: CounterSignature | undefined
  /** The files that are there whatever is signed. */
  readonly files: Map<RecordFile, Buffer>
}

/** The statement of a record, in some milliseconds: no PDF is drawn for it, and nothing is checked. */
export function stateRecord({ outcome, entries, proofs, checkpoint, signer, keySince, counterSignature }: Omit<RecordParts, 'signer'> & { readonly signer: Omit<RecordParts['signer'], 'sign'> }): StatedRecord {
  const { origin, size, root } = parseCheckpoint(checkpoint)
  const files = new Map<RecordFile, Buffer>()
  const add = (name: RecordFile, content: string | Buffer) => void files.set(name, Buffer.isBuffer(content) ? content : Buffer.from(content))
  add('README.txt', readmeText(outcome.organisation))
  add('check.mjs', readCheckerSource())
  add('checkpoint.txt', checkpoint)
  add('entries.jsonl', entries.map(entry => `${entryText(entry)}\n`).join(''))
  add('proofs.json', `${canonicalForm({ size, proofs: proofs.map(({ seq, hashes }) => ({ seq, hashes: hashes.map(hash => hash.toString('base64')) })) })}\n`)
  add('public-key.pem', signer.publicKeyPem)
  const ledger = { origin, size, root: root.toString('hex'), key: signer.fingerprint, keyProtection: signer.protection, ...(keySince === undefined ? {} : { keySince }) }
  const payload = statementBytes(statementOf(files, { ledger, outcome }))
  const digest = sha256(payload).toString('hex')
  // Read from the bytes that are signed, as a checker does: nothing that tells of the statement has another source.
  return { statement: JSON.parse(payload.toString()) as ErasureStatement, payload, digest, counterSignature: counterSignature?.(digest, preAuthEncoding(payloadType, payload)), files }
}

/**
 * Writes the record of one erasure: the same parts always give the same bytes. The result is checked before it is returned, so a
 * record that an auditor would refuse is never handed out; a ledger that no longer fits throws 'ledger/inconsistent'.
 */
export function writeRecord(parts: RecordParts): Buffer {
  const { outcome, entries, signer } = parts
  const { statement, payload, digest, counterSignature: counter, files } = stateRecord(parts)
  const add = (name: RecordFile, content: string | Buffer) => void files.set(name, Buffer.isBuffer(content) ? content : Buffer.from(content))
  if (counter !== undefined) add(counterKeyFile, pemOf(counter.publicKey))
  add('record.dsse.json', writeEnvelope(payload, signer, counter && { keyid: keyFingerprint(counter.publicKey), signature: counter.signature }))
  add('record.pdf', writeRecordPdf(recordDocument(statement, digest), `Lethe ${outcome.product.version}`))
  add('bom.cdx.json', writeBom(statement, digest, packagesOf(outcome.product.version)))
  const sums = Buffer.from(writeSums(files))
  add('SHA256SUMS', sums)
  add('SHA256SUMS.sig', signer.sign(sums))

  const record = writeCanonicalZip(files)
  const { ok, problems } = checkRecord(record, signer.fingerprint)
  if (ok) return record
  if (problems.some(({ file }) => file === 'checkpoint.txt' || file === 'proofs.json')) throw new CoreError('ledger/inconsistent', { seq: entries[0]?.seq ?? 1 })
  throw new Error(`These parts do not make a record: ${problems.map(({ message }) => message).join(' ')}`)
}
