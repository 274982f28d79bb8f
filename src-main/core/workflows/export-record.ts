import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { ExportedRecord } from '../../contract/reports.ts'
import { CoreError } from '../base/core-error.ts'
import { sha256 } from '../base/hash.ts'
import { writeRecord } from '../records/bundle.ts'
import { gatherEvidence } from '../records/gather-evidence.ts'
import { findRequest, readOutcome } from '../requests/request-table.ts'
import { writeOutFile } from './write-out-file.ts'
import type { Workspace } from './workspace.ts'

/** Writes the signed record of a completed request: the same bytes however often, also after the ledger has grown. */
export function exportRecord(ws: Workspace, requestId: string, file: string): ExportedRecord {
  const request = findRequest(ws.db, requestId)
  const outcome = readOutcome(ws.db, requestId)
  const evidence = gatherEvidence(ws.ledger, requestId)
  if (request.state !== 'completed' || outcome === undefined || evidence === undefined) throw new CoreError('record/not-exportable', { request: requestId, state: request.state })
  const signer = ws.ledger.key()
  const bytes = writeRecord({ outcome, ...evidence, signer })
  if (existsSync(file) && !holds(file, bytes)) throw new CoreError('record/file-exists', { file: basename(file) })
  writeOutFile(file, bytes)
  ws.db.transaction(() => {
    ws.ledger.append({ kind: 'record-exported', request: requestId })
  })()
  return { requestId, file, sizeBytes: bytes.length, sha256: sha256(bytes).toString('hex'), key: signer.fingerprint }
}

function holds(file: string, bytes: Buffer): boolean {
  try {
    return readFileSync(file).equals(bytes)
  } catch {
    return false
  }
}
