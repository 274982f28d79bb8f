import { existsSync } from 'node:fs'
import type { Input } from '../../contract/api.ts'
import type { LedgerEntry } from '../../contract/ledger.ts'
import type { ExportedStatements } from '../../contract/list.ts'
import type { ErasureOutcome, KeySince } from '../../contract/record.ts'
import { isCarriedOut } from '../../contract/request.ts'
import { breathe } from '../base/breathe.ts'
import { CoreError } from '../base/core-error.ts'
import { sha256 } from '../base/hash.ts'
import { parseCheckpoint, signedAloneBy, type SignedCheckpoint } from '../ledger/checkpoint.ts'
import { entryText } from '../ledger/entry.ts'
import { keyFingerprint } from '../ledger/key-fingerprint.ts'
import { payloadType, preAuthEncoding, writeEnvelope } from '../records/envelope.ts'
import { findCounterSignature } from '../records/signature-table.ts'
import { statementBytes, statementOf } from '../records/statement.ts'
import type { Run } from '../ports.ts'
import { findRequest, readOutcome } from '../requests/request-table.ts'
import { reappliedBefore } from './export-record.ts'
import { writeOutFile } from './write-out-file.ts'
import type { Workspace } from './workspace.ts'

/** Statements between two breaths: some tens of milliseconds. */
const atOnce = 50

/**
 * Writes the signed statements of many requests into one file, each the same that its record holds, as a DSSE envelope on a line of its
 * own. The documents of a record are made when that record is exported: for thousands of people they take minutes.
 */
export async function exportStatements(ws: Workspace, { requestIds, file: token }: Input<'record.export-statements'>, run: Run): Promise<ExportedStatements> {
  const { db, ledger, ports } = ws
  const file = ports.files.toWrite(token)
  if (!file.mayReplace && existsSync(file.path)) throw new CoreError('record/file-exists', { file: file.name })
  const ids = [...new Set(requestIds)]
  const outcomes = ids.map(id => outcomeOf(ws, id))
  run.progress('gather', 0, ids.length)
  await breathe(run)
  const entries = ledger.entriesOfEach(new Set(ids))
  const state = stater(ws)
  const lines: Buffer[] = []
  for (const [i, outcome] of outcomes.entries()) {
    if (i % atOnce === 0) {
      run.progress('sign', i, ids.length)
      await breathe(run)
    }
    lines.push(Buffer.from(state(outcome, entries.get(outcome.request.id) ?? [])))
  }
  run.progress('write', 0, 1)
  const content = Buffer.concat(lines)
  writeOutFile(file, content)
  db.transaction(() => ledger.append(...ids.map(request => ({ kind: 'record-exported', request }) as const))).immediate()
  return { file: file.name, sizeBytes: content.length, sha256: sha256(content).toString('hex'), statements: ids.length, key: ledger.key().fingerprint }
}

function outcomeOf({ db }: Workspace, requestId: string): ErasureOutcome {
  const { state } = findRequest(db, requestId)
  const outcome = readOutcome(db, requestId)
  if (!isCarriedOut({ state }) || outcome === undefined) throw new CoreError('record/not-exportable', { request: requestId, state })
  return outcome
}

/** A function from an outcome and the entries about its request to its signed statement; what many have in common is read once. */
function stater({ db, ledger }: Workspace): (outcome: ErasureOutcome, all: readonly LedgerEntry[]) => string {
  const signer = ledger.key()
  const periods = ledger.keyPeriods()
  const at = periods.findIndex(({ fingerprint }) => fingerprint === signer.fingerprint)
  const before = periods[at - 1]
  const keySince: { keySince?: KeySince } = before === undefined || before.untilSeq === null || before.ended === null ? {} : { keySince: { seq: before.untilSeq, how: before.ended, before: before.fingerprint } }
  const notes = new Map<number, { note: string; parsed: SignedCheckpoint; protection: typeof signer.protection }>()
  // The requests of one erasure were completed by one transaction.
  let last: { readonly from: number; readonly size: number } | undefined

  function covering(seq: number) {
    if (last !== undefined && seq > last.from && seq <= last.size) return notes.get(last.size)
    const found = ledger.checkpointCovering(seq)
    if (found === undefined) return undefined
    last = { from: seq - 1, size: found.size }
    const known = notes.get(found.size)
    if (known !== undefined) return known
    const note = signedAloneBy(found.note, signer.publicKey)
    const made = { note, parsed: parseCheckpoint(note), protection: ledger.protectionAt(found.size) }
    notes.set(found.size, made)
    return made
  }

  return (outcome, all) => {
    const requestId = outcome.request.id
    const again = reappliedBefore(all)
    if (again !== undefined) throw new CoreError('record/reapplied', { request: requestId, firstErasedOn: again })
    const completed = all.findIndex(({ kind }) => kind === 'erasure-completed')
    const checkpoint = completed === -1 ? undefined : covering(Math.max(all[completed]!.seq, periods[at]?.sinceSeq ?? 0))
    if (checkpoint === undefined) throw new CoreError('record/not-exportable', { request: requestId, state: 'completed' })
    const { note, parsed: { origin, size, root }, protection } = checkpoint
    const files = new Map([['checkpoint.txt', Buffer.from(note)], ['entries.jsonl', Buffer.from(all.slice(0, completed + 1).map(entry => `${entryText(entry)}\n`).join(''))]])
    const facts = { origin, size, root: root.toString('hex'), key: signer.fingerprint, keyProtection: protection, ...keySince }
    const payload = statementBytes(statementOf(files, { ledger: facts, outcome }))
    const counter = findCounterSignature(db, requestId, sha256(payload).toString('hex'), preAuthEncoding(payloadType, payload))
    return writeEnvelope(payload, signer, counter && { keyid: keyFingerprint(counter.publicKey), signature: counter.signature })
  }
}
