import { readCanonicalZip } from './canonical-zip.ts'

/** The note in a record's checkpoint.txt, to check a ledger against, or undefined where there is none. Nothing is verified here. */
export function recordCheckpoint(record: Buffer): string | undefined {
  return readCanonicalZip(record).files?.get('checkpoint.txt')?.toString('utf8')
}
