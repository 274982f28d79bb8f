import type { ConsistencyProof, EntryProof } from './prove.ts'

const proofsFormat = 'lethe/ledger-proofs/1'

/** What an exported checkpoint with its proofs holds, as resources/docs/ledger-format.md describes it. Hashes are in base64. */
export interface ProofsFile {
  readonly format: typeof proofsFormat
  readonly checkpoint: string
  readonly publicKey: string
  readonly entries: readonly { readonly seq: number; readonly entry: string; readonly hashes: readonly string[] }[]
  readonly earlier: { readonly size: number; readonly root: string; readonly hashes: readonly string[] } | null
}

const base64 = (hash: Buffer) => hash.toString('base64')

export interface Proofs {
  readonly checkpoint: string
  readonly publicKeyPem: string
  readonly entries: readonly EntryProof[]
  readonly earlier: ConsistencyProof | null
}

/** The file as text, indented for whoever reads it by hand. */
export function writeProofsFile({ checkpoint, publicKeyPem, entries, earlier }: Proofs): string {
  const file: ProofsFile = {
    format: proofsFormat, checkpoint, publicKey: publicKeyPem,
    entries: entries.map(({ seq, text, hashes }) => ({ seq, entry: text, hashes: hashes.map(base64) })),
    earlier: earlier === null ? null : { size: earlier.size, root: base64(earlier.root), hashes: earlier.hashes.map(base64) },
  }
  return `${JSON.stringify(file, null, 2)}\n`
}

/** The signed checkpoint in such a file, or undefined where it is none. */
export function checkpointInProofs(text: string): string | undefined {
  try {
    const { format, checkpoint } = JSON.parse(text) as Partial<ProofsFile>
    return format === proofsFormat && typeof checkpoint === 'string' ? checkpoint : undefined
  } catch {
    return undefined
  }
}
