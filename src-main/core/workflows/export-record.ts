import { existsSync, readFileSync } from 'node:fs'
import type { ExportedRecord } from '../../contract/record.ts'
import { CoreError } from '../base/core-error.ts'
import { sha256 } from '../base/hash.ts'
import { parseCheckpoint } from '../ledger/checkpoint.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { writeRecord } from '../records/bundle.ts'
import { gatherEvidence } from '../records/gather-evidence.ts'
import { findRequest, readOutcome } from '../requests/request-table.ts'
import { writeOutFile } from './write-out-file.ts'
import type { PickedFile } from '../ports.ts'
import type { Workspace } from './workspace.ts'

/** Writes the signed record of a completed request: the same bytes however often, also after the ledger has grown. */
export function exportRecord(ws: Workspace, requestId: string, file: PickedFile): ExportedRecord {
  refuseReapplied(ws.ledger, requestId)
  const request = findRequest(ws.db, requestId)
  const outcome = readOutcome(ws.db, requestId)
  const evidence = gatherEvidence(ws.ledger, requestId)
  if (request.state !== 'completed' || outcome === undefined || evidence === undefined) throw new CoreError('record/not-exportable', { request: requestId, state: request.state })
  // The record says how the key was kept then, also where the workspace has been restored on another machine since.
  const signer = { ...ws.ledger.key(), protection: ws.ledger.protectionAt(parseCheckpoint(evidence.checkpoint).size) }
  const bytes = writeRecord({ outcome, ...evidence, signer })
  if (!file.mayReplace && existsSync(file.path) && !holds(file.path, bytes)) throw new CoreError('record/file-exists', { file: file.name })
  writeOutFile(file, bytes)
  ws.db.transaction(() => {
    ws.ledger.append({ kind: 'record-exported', request: requestId })
  })()
  return { requestId, file: file.name, sizeBytes: bytes.length, sha256: sha256(bytes).toString('hex'), key: signer.fingerprint }
}

/**
 * A record tells the story of a request from its first entry on. An erasure that was only carried out again, because an older
 * backup was restored, has no such story in this ledger: its record is the one that was exported the first time.
 */
export function refuseReapplied(ledger: Ledger, requestId: string): void {
  const again = ledger.entriesOf(requestId).find(({ kind }) => kind === 'erasure-reapplied')
  if (again?.kind === 'erasure-reapplied') throw new CoreError('record/reapplied', { request: requestId, firstErasedOn: again.firstErasedAt.slice(0, 10) })
}

function holds(file: string, bytes: Buffer): boolean {
  try {
    return readFileSync(file).equals(bytes)
  } catch {
    return false
  }
}
