import { readFileSync, statSync } from 'node:fs'
import type { RecordReport } from '../../contract/record.ts'
import type { PickedFile } from '../ports.ts'
import { CoreError } from '../base/core-error.ts'
import { readCanonicalZip } from '../records/canonical-zip.ts'
import { checkRecord } from '../records/check-record.ts'

/** A record is some tens of kilobytes; nothing near this size is one. */
const mostBytes = 64 * 1024 * 1024

/** Checks a record from anywhere; no workspace is needed, and nothing is written. */
export function checkRecordFile(file: PickedFile, expectedKey?: string): RecordReport {
  return checkRecord(readRecordFile(file), expectedKey)
}

/** The checkpoint inside a record, for checking a ledger against it. */
export function checkpointOfRecord(file: PickedFile): string {
  const checkpoint = readCanonicalZip(readRecordFile(file)).files?.get('checkpoint.txt')
  if (checkpoint === undefined) throw new CoreError('record/not-a-record', { file: file.name })
  return checkpoint.toString('utf8')
}

function readRecordFile({ path, name }: PickedFile): Buffer {
  try {
    if (!statSync(path).isFile() || statSync(path).size > mostBytes) throw new CoreError('record/not-a-record', { file: name })
    const bytes = readFileSync(path)
    if (bytes.length < 4 || bytes.readUInt32LE(0) !== 0x04034b50) throw new CoreError('record/not-a-record', { file: name })
    return bytes
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new CoreError('record/file-missing', { file: name })
    if ((error as NodeJS.ErrnoException).code === 'EACCES') throw new CoreError('usage/file-unreadable', { file: name })
    throw error
  }
}
