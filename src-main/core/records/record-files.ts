import { createHash } from 'node:crypto'
import type { ZipFiles } from './canonical-zip.ts'

/** Every file of a record of version 1, in the order of the ZIP. Another file is another version of the predicate. */
export const recordFiles = [
  'README.txt', 'SHA256SUMS', 'SHA256SUMS.sig', 'check.mjs', 'checkpoint.txt', 'entries.jsonl', 'proofs.json', 'public-key.pem', 'record.dsse.json',
] as const

export type RecordFile = (typeof recordFiles)[number]

const isSummed = (name: string) => name !== 'SHA256SUMS' && name !== 'SHA256SUMS.sig'

/** The text of SHA256SUMS, as sha256sum of GNU coreutils writes it: every file but itself and its signature. */
export function writeSums(files: ZipFiles): string {
  return [...files].filter(([name]) => isSummed(name)).sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, content]) => `${createHash('sha256').update(content).digest('hex')}  ${name}\n`).join('')
}

/** Proof that one entry is in the tree of the checkpoint: the hashes beside its way up, from the leaf on (RFC 6962 2.1.1). */
export interface EntryProof {
  readonly seq: number
  readonly hashes: readonly Buffer[]
}
