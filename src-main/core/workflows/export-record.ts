import { verify, type KeyObject } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { LedgerEntry } from '../../contract/ledger.ts'
import type { ErasureOutcome, ExportedRecord } from '../../contract/record.ts'
import { isCarriedOut } from '../../contract/request.ts'
import { CoreError } from '../base/core-error.ts'
import { sha256 } from '../base/hash.ts'
import { parseCheckpoint } from '../ledger/checkpoint.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { pemOf, type SigningKey } from '../ledger/signing-key.ts'
import { stateRecord, writeRecord, type RecordParts, type StatedRecord } from '../records/bundle.ts'
import { gatherEvidence } from '../records/gather-evidence.ts'
import { findCounterSignature, findSignatures, keepSignatures, type RecordSignatures } from '../records/signature-table.ts'
import { findRequest, readOutcome } from '../requests/request-table.ts'
import { writeOutFile } from './write-out-file.ts'
import type { PickedFile } from '../ports.ts'
import type { Workspace } from './workspace.ts'

/** Writes the signed record of a completed request: the same bytes however often, also after the ledger has grown. */
export function exportRecord(ws: Workspace, requestId: string, file: PickedFile): ExportedRecord {
  const { bytes, key, signatures } = recordOf(ws, requestId)
  if (!file.mayReplace && existsSync(file.path) && !holds(file.path, bytes)) throw new CoreError('record/file-exists', { file: file.name })
  writeOutFile(file, bytes)
  ws.db.transaction(() => {
    keepSignatures(ws.db, requestId, signatures)
    ws.ledger.append({ kind: 'record-exported', request: requestId })
  })()
  return { requestId, file: file.name, sizeBytes: bytes.length, sha256: sha256(bytes).toString('hex'), key }
}

export interface WrittenRecord {
  readonly bytes: Buffer
  /** Fingerprint of the key that signed it. */
  readonly key: string
  readonly signatures: RecordSignatures
}

/**
 * The signed record of a completed request. After a change of keys the key that signed it is gone: it is written again with the
 * signatures kept when it was last given away, which gives the same bytes as long as this Lethe writes the same files. Else the present
 * key signs it anew, under the checkpoint with which that key began to count.
 */
export function recordOf(ws: Workspace, requestId: string): WrittenRecord {
  const outcome = outcomeOf(ws, requestId)
  const present = ws.ledger.key()
  return givenBefore(ws, outcome, present) ?? signedBy(ws, outcome, present)
}

/** What that record states, and the key whose record it is. Only one that an earlier key signed is written whole for it. */
export function statedRecordOf(ws: Workspace, requestId: string): Omit<StatedRecord, 'files'> & { readonly key: string } | WrittenRecord {
  const outcome = outcomeOf(ws, requestId)
  const present = ws.ledger.key()
  return givenBefore(ws, outcome, present) ?? { ...stateRecord(partsFor(ws, outcome, present)), key: present.fingerprint }
}

function outcomeOf(ws: Workspace, requestId: string): ErasureOutcome {
  refuseReapplied(ws.ledger, requestId)
  const request = findRequest(ws.db, requestId)
  const outcome = readOutcome(ws.db, requestId)
  if (!isCarriedOut(request) || outcome === undefined) throw new CoreError('record/not-exportable', { request: requestId, state: request.state })
  return outcome
}

/** The record as an earlier key signed it; undefined where the present one signs. */
function givenBefore(ws: Workspace, outcome: ErasureOutcome, present: SigningKey): WrittenRecord | undefined {
  const kept = findSignatures(ws.db, outcome.request.id)
  const publicKey = kept === undefined || kept.key === present.fingerprint ? undefined : ws.ledger.publicKeyOf(kept.key)
  return kept === undefined || publicKey === undefined ? undefined : writtenAgain(ws, outcome, kept, publicKey)
}

/** undefined where the signatures do not fit what this Lethe writes. */
function writtenAgain(ws: Workspace, outcome: ErasureOutcome, kept: RecordSignatures, publicKey: KeyObject): WrittenRecord | undefined {
  const refused = new Error('These signatures are of other bytes')
  try {
    return signedBy(ws, outcome, {
      fingerprint: kept.key, publicKey, publicKeyPem: pemOf(publicKey),
      sign(bytes) {
        const found = [kept.statement, kept.sums].find(signature => verify(null, bytes, publicKey, signature))
        if (found === undefined) throw refused
        return found
      },
    })
  } catch (error) {
    if (error === refused) return undefined
    throw error
  }
}

type Signer = Pick<SigningKey, 'fingerprint' | 'publicKey' | 'publicKeyPem' | 'sign'>

function partsFor(ws: Workspace, outcome: ErasureOutcome, key: Signer): RecordParts {
  const requestId = outcome.request.id
  const periods = ws.ledger.keyPeriods()
  const at = periods.findIndex(({ fingerprint }) => fingerprint === key.fingerprint)
  const evidence = gatherEvidence(ws.ledger, requestId, { sinceSeq: periods[at]?.sinceSeq ?? 0, publicKey: key.publicKey })
  if (evidence === undefined) throw new CoreError('record/not-exportable', { request: requestId, state: 'completed' })
  const before = periods[at - 1]
  return {
    outcome, ...evidence,
    // The record says how the key was kept then, also where the workspace has been restored on another machine since.
    signer: { ...key, protection: ws.ledger.protectionAt(parseCheckpoint(evidence.checkpoint).size) },
    ...(before === undefined || before.untilSeq === null || before.ended === null ? {} : { keySince: { seq: before.untilSeq, how: before.ended, before: before.fingerprint } }),
    counterSignature: (statementSha256, statement) => findCounterSignature(ws.db, requestId, statementSha256, statement),
  }
}

function signedBy(ws: Workspace, outcome: ErasureOutcome, key: Signer): WrittenRecord {
  const signed: Buffer[] = []
  const sign = (bytes: Uint8Array) => {
    const signature = key.sign(bytes)
    signed.push(signature)
    return signature
  }
  const bytes = writeRecord(partsFor(ws, outcome, { ...key, sign }))
  // In the order in which a record is written.
  const [statement, sums] = signed as [Buffer, Buffer]
  return { bytes, key: key.fingerprint, signatures: { key: key.fingerprint, statement, sums } }
}

/**
 * A record tells the story of a request from its first entry on. An erasure that was only carried out again, because an older
 * backup was restored, has no such story in this ledger: its record is the one that was exported the first time.
 */
export function refuseReapplied(ledger: Ledger, requestId: string): void {
  const again = reappliedBefore(ledger.entriesOf(requestId))
  if (again !== undefined) throw new CoreError('record/reapplied', { request: requestId, firstErasedOn: again })
}

/** The day of an erasure that these entries only say was carried out again. */
export function reappliedBefore(entries: readonly LedgerEntry[]): string | undefined {
  const again = entries.find(({ kind }) => kind === 'erasure-reapplied')
  return again?.kind === 'erasure-reapplied' ? again.firstErasedAt.slice(0, 10) : undefined
}

function holds(file: string, bytes: Buffer): boolean {
  try {
    return readFileSync(file).equals(bytes)
  } catch {
    return false
  }
}
