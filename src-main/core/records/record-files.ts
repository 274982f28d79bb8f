import { createHash } from 'node:crypto'
import type { ZipFiles } from './canonical-zip.ts'

/** Every file of a record, in the order of the ZIP. Another file is another version of the predicate. */
export const recordFiles = [
  'README.txt', 'SHA256SUMS', 'SHA256SUMS.sig', 'bom.cdx.json', 'check.mjs', 'checkpoint.txt', 'entries.jsonl', 'proofs.json', 'public-key.pem', 'record.dsse.json', 'record.pdf',
] as const

/** In a record that a second person signed too: their public key. */
export const counterKeyFile = 'countersigner-key.pem'

export type RecordFile = (typeof recordFiles)[number] | typeof counterKeyFile

/** The files of a record of this version of the predicate: version 1 had nothing for people and no list of software. */
export const filesOfVersion = (version: number, isCountersigned = false): readonly RecordFile[] => [
  ...(isCountersigned ? [counterKeyFile] as const : []), ...(version === 1 ? recordFiles.filter(name => name !== 'record.pdf' && name !== 'bom.cdx.json') : recordFiles)]

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
