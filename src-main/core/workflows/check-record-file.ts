import { readFileSync, statSync } from 'node:fs'
import type { RecordReport } from '../../contract/record.ts'
import type { PickedFile, Run } from '../ports.ts'
import { CoreError } from '../base/core-error.ts'
import { checkpointInProofs } from '../ledger/proofs-file.ts'
import { checkRecord } from '../records/check-record.ts'
import { recordCheckpoint } from '../records/record-checkpoint.ts'
import { statementIn } from '../records/statement-in.ts'
import { replayRecord, type RecordToReplay } from './replay-record.ts'
import type { Workspace } from './workspace.ts'

/** A record is some hundred kilobytes; nothing near this size is one. */
const mostBytes = 64 * 1024 * 1024

/** Checks a record from anywhere; no workspace is needed, and nothing is written. */
export function checkRecordFile(file: PickedFile, expectedKeys?: string | readonly string[]): RecordReport {
  return checkRecord(readRecordFile(file), expectedKeys)
}

/**
 * Checks a record and, where it is intact, replays its claim with the workspace at hand. A record that is not intact states
 * nothing worth replaying; its report then has no `replay`.
 */
export async function checkRecordAndReplay(ws: Workspace, file: PickedFile, expectedKeys: string | readonly string[] | undefined, run: Run): Promise<RecordReport> {
  const bytes = readRecordFile(file)
  const report = checkRecord(bytes, expectedKeys)
  return report.intact ? { ...report, replay: await replayRecord(ws, statedBy(bytes), run) } : report
}

/** What an intact record states. */
function statedBy(bytes: Buffer): RecordToReplay {
  const { ledger, outcome } = statementIn(bytes).statement.predicate
  return { origin: ledger.origin, outcome }
}

/** The signed checkpoint in a record or in an exported checkpoint, for checking a ledger against it. */
export function witnessedCheckpoint(file: PickedFile): string {
  const bytes = readGivenFile(file, 'ledger/not-a-witness')
  const checkpoint = isZip(bytes) ? recordCheckpoint(bytes) : checkpointInProofs(bytes.toString('utf8'))
  if (checkpoint === undefined) throw new CoreError('ledger/not-a-witness', { file: file.name })
  return checkpoint
}

function readRecordFile(file: PickedFile): Buffer {
  const bytes = readGivenFile(file, 'record/not-a-record')
  if (!isZip(bytes)) throw new CoreError('record/not-a-record', { file: file.name })
  return bytes
}

const isZip = (bytes: Buffer): boolean => bytes.length >= 4 && bytes.readUInt32LE(0) === 0x04034b50

function readGivenFile({ path, name }: PickedFile, otherwise: 'record/not-a-record' | 'ledger/not-a-witness'): Buffer {
  try {
    const found = statSync(path)
    if (!found.isFile() || found.size > mostBytes) throw new CoreError(otherwise, { file: name })
    return readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new CoreError('record/file-missing', { file: name })
    if ((error as NodeJS.ErrnoException).code === 'EACCES') throw new CoreError('usage/file-unreadable', { file: name })
    throw error
  }
}
