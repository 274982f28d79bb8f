import type { OwnRecordCheck, RecordPreview, ReplayedModel } from '../../contract/record.ts'
import { sha256 } from '../base/hash.ts'
import { keyFingerprint } from '../ledger/key-fingerprint.ts'
import { checkRecord } from '../records/check-record.ts'
import { recordDocument } from '../records/record-words.ts'
import { statementIn } from '../records/statement-in.ts'
import type { ErasureStatement } from '../records/statement.ts'
import type { Run } from '../ports.ts'
import { recordOf, statedRecordOf } from './export-record.ts'
import { replayRecord } from './replay-record.ts'
import type { Workspace } from './workspace.ts'

/** What the record says that an export would write, in the words of its PDF. Nothing is drawn, signed or checked for it: a page shows it at once. */
export function previewRecord(ws: Workspace, requestId: string): RecordPreview {
  const { statement, digest, key, counterSignedBy } = statedNow(ws, requestId)
  const { title, blocks, running } = recordDocument(statement, digest)
  const { count, lastAt } = ws.ledger.exportsByRequest().get(requestId) ?? { count: 0, lastAt: null }
  return {
    requestId, pages: { title, blocks, running }, key, ...(counterSignedBy === undefined ? {} : { counterSignedBy }),
    hasModels: statement.predicate.outcome.models.length > 0, exports: count, lastExportedAt: lastAt,
  }
}

/** The record an export would write, whole, and checked as whoever gets it does; nothing is kept. */
export function checkOwnRecord(ws: Workspace, requestId: string): OwnRecordCheck {
  const { bytes, key } = recordOf(ws, requestId)
  return { requestId, report: checkRecord(bytes, key), sizeBytes: bytes.length, sha256: sha256(bytes).toString('hex'), key }
}

/** Replays what the record of a request states, without a file of it. */
export function replayRequest(ws: Workspace, requestId: string, run: Run): Promise<ReplayedModel[]> {
  const { ledger, outcome } = statedNow(ws, requestId).statement.predicate
  return replayRecord(ws, { origin: ledger.origin, outcome }, run)
}

function statedNow(ws: Workspace, requestId: string): { readonly statement: ErasureStatement; readonly digest: string; readonly key: string; readonly counterSignedBy: string | undefined } {
  const stated = statedRecordOf(ws, requestId)
  if (!('bytes' in stated)) return { ...stated, counterSignedBy: stated.counterSignature && keyFingerprint(stated.counterSignature.publicKey) }
  const { statement, envelope: { payload, counter } } = statementIn(stated.bytes)
  return { statement, digest: sha256(payload).toString('hex'), key: stated.key, counterSignedBy: counter?.keyid }
}
