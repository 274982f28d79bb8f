import { generateKeyPairSync, sign } from 'node:crypto'
import { keyFingerprint } from '../../src-main/core/ledger/key-fingerprint.ts'
import { readCanonicalZip, writeCanonicalZip } from '../../src-main/core/records/canonical-zip.ts'
import { readEnvelope, writeEnvelope } from '../../src-main/core/records/envelope.ts'
import { writeSums } from '../../src-main/core/records/record-files.ts'
import { predicateTypeBase, predicateVersion } from '../../src-main/core/records/statement.ts'

/** A record as a Lethe of the next version of the format would sign it: sound in everything, and not for this one to read. */
export function newerRecord(record: Buffer): Buffer {
  const files = new Map(readCanonicalZip(record).files)
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const signer = { fingerprint: keyFingerprint(publicKey), sign: (bytes: Uint8Array) => sign(null, bytes, privateKey) }
  const envelope = readEnvelope(files.get('record.dsse.json')!.toString())!
  const payload = envelope.payload.toString().replace(`${predicateTypeBase}${predicateVersion}`, `${predicateTypeBase}${predicateVersion + 1}`)
  files.set('public-key.pem', Buffer.from(publicKey.export({ type: 'spki', format: 'pem' })))
  files.set('record.dsse.json', Buffer.from(writeEnvelope(Buffer.from(payload), signer)))
  files.set('SHA256SUMS', Buffer.from(writeSums(files)))
  files.set('SHA256SUMS.sig', signer.sign(files.get('SHA256SUMS')!))
  return writeCanonicalZip(files)
}
