import type { RecordPages, RecordPreview, ReplayedModel } from '../../contract/record.ts'
import { sha256 } from '../base/hash.ts'
import { readCanonicalZip } from '../records/canonical-zip.ts'
import { checkRecord } from '../records/check-record.ts'
import { readEnvelope } from '../records/envelope.ts'
import { recordDocument } from '../records/record-words.ts'
import type { ErasureStatement } from '../records/statement.ts'
import type { Run } from '../ports.ts'
import { recordOf } from './export-record.ts'
import { replayRecord } from './replay-record.ts'
import type { Workspace } from './workspace.ts'

/** The record an export would write, read back from its bytes: what is shown is what is signed. */
export function previewRecord(ws: Workspace, requestId: string): RecordPreview {
  const { bytes, key } = recordOf(ws, requestId)
  const { statement, pages } = pagesOf(bytes)
  const { count, lastAt } = ws.ledger.exportsByRequest().get(requestId) ?? { count: 0, lastAt: null }
  return {
    requestId, pages, report: checkRecord(bytes, key), sizeBytes: bytes.length, sha256: sha256(bytes).toString('hex'), key,
    hasModels: statement.predicate.outcome.models.length > 0, exports: count, lastExportedAt: lastAt,
  }
}

/** Replays what the record of a request states, without a file of it. */
export function replayRequest(ws: Workspace, requestId: string, run: Run): Promise<ReplayedModel[]> {
  const { statement: { predicate: { ledger, outcome } } } = pagesOf(recordOf(ws, requestId).bytes)
  return replayRecord(ws, { origin: ledger.origin, outcome }, run)
}

/** What a record that fits its form says; the form of the statement must have been checked. */
function pagesOf(bytes: Buffer): { readonly statement: ErasureStatement; readonly pages: RecordPages } {
  const { payload } = readEnvelope(readCanonicalZip(bytes).files!.get('record.dsse.json')!.toString('utf8'))!
  const statement = JSON.parse(payload.toString('utf8')) as ErasureStatement
  const { title, blocks, running } = recordDocument(statement, sha256(payload).toString('hex'))
  return { statement, pages: { title, blocks, running } }
}
