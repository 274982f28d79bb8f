import { existsSync } from 'node:fs'
import type { Input } from '../../contract/api.ts'
import type { ExportedProofs } from '../../contract/ledger.ts'
import { CoreError } from '../base/core-error.ts'
import { sha256 } from '../base/hash.ts'
import { writeProofsFile } from '../ledger/proofs-file.ts'
import { latestCheckpoint, proveConsistency, proveEntry } from '../ledger/prove.ts'
import type { Workspace } from './workspace.ts'
import { writeOutFile } from './write-out-file.ts'

/**
 * Gives the latest signed checkpoint away, with proofs of the entries asked for: whoever keeps the file is a witness of the ledger as
 * it is now. It holds nothing that the ledger does not hold, and leaves no entry behind: the checkpoint would not be the latest then.
 */
export function exportProofs({ db, ledger, ports }: Workspace, { file: token, entries, against }: Input<'ledger.export'>): ExportedProofs {
  const { bytes, checkpoint, key, proven } = db.transaction(() => {
    const latest = latestCheckpoint(ledger)
    const proven = [...new Set(entries)].sort((a, b) => a - b).map(seq => proveEntry(ledger, seq, latest))
    const earlier = against === undefined ? null : proveConsistency(ledger, against, latest)
    const key = ledger.key()
    const text = writeProofsFile({ checkpoint: latest.note, publicKeyPem: key.publicKeyPem, entries: proven, earlier })
    return { bytes: Buffer.from(text), checkpoint: latest, key: key.fingerprint, proven: proven.length }
  })()
  const file = ports.files.toWrite(token)
  if (!file.mayReplace && existsSync(file.path)) throw new CoreError('ledger/file-exists', { file: file.name })
  writeOutFile(file, bytes)
  return { file: file.name, sizeBytes: bytes.length, sha256: sha256(bytes).toString('hex'), entries: proven, size: checkpoint.size, root: checkpoint.root.toString('hex'), key }
}
