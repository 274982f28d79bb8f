import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import type { RecordReport } from '../../contract/record.ts'
import { CoreError } from '../base/core-error.ts'
import { readCanonicalZip } from '../records/canonical-zip.ts'
import { checkRecord } from '../records/check-record.ts'

/** A record is some tens of kilobytes; nothing near this size is one. */
const mostBytes = 64 * 1024 * 1024

/** Checks a record from anywhere; no workspace is needed, and nothing is written. */
export function checkRecordFile(file: string, expectedKey?: string): RecordReport {
  return checkRecord(readRecordFile(file), expectedKey)
}

/** The checkpoint inside a record, for checking a ledger against it. */
export function checkpointOfRecord(file: string): string {
  const checkpoint = readCanonicalZip(readRecordFile(file)).files?.get('checkpoint.txt')
  if (checkpoint === undefined) throw new CoreError('record/not-a-record', { file: basename(file) })
  return checkpoint.toString('utf8')
}

function readRecordFile(file: string): Buffer {
  const name = basename(file)
  try {
    if (!statSync(file).isFile() || statSync(file).size > mostBytes) throw new CoreError('record/not-a-record', { file: name })
    const bytes = readFileSync(file)
    if (bytes.length < 4 || bytes.readUInt32LE(0) !== 0x04034b50) throw new CoreError('record/not-a-record', { file: name })
    return bytes
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new CoreError('record/file-missing', { file: name })
    if ((error as NodeJS.ErrnoException).code === 'EACCES') throw new CoreError('usage/file-unreadable', { file: name })
    throw error
  }
}
