import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { Input } from '../../contract/api.ts'
import type { Countersigned } from '../../contract/key.ts'
import { CoreError } from '../base/core-error.ts'
import { sha256 } from '../base/hash.ts'
import { shredFile } from '../base/shred-file.ts'
import { keyFingerprint } from '../ledger/key-fingerprint.ts'
import type { PickedFile } from '../ports.ts'
import { payloadType, preAuthEncoding } from '../records/envelope.ts'
import { keepCounterSignature, keepSignatures } from '../records/signature-table.ts'
import { statementIn } from '../records/statement-in.ts'
import { recordOf } from './export-record.ts'
import type { Workspace } from './workspace.ts'

/**
 * Adds a second person's signature to the statement of a request's record. Their private key is read, used and forgotten: what is kept
 * is its public half and the signature. From now on the record holds both signatures.
 */
export function countersignRecord(ws: Workspace, { requestId, key: token, passphrase }: Input<'record.countersign'>): Countersigned {
  const file = ws.ports.files.toRead(token)
  try {
    const privateKey = readKey(file, passphrase)
    const publicKey = createPublicKey(privateKey)
    const fingerprint = keyFingerprint(publicKey)
    if (ws.ledger.key().fingerprint === fingerprint || ws.ledger.keyPeriods().some(period => period.fingerprint === fingerprint)) throw new CoreError('key/own', {})
    const { envelope } = statementIn(recordOf(ws, requestId).bytes)
    if (envelope.counter !== undefined) throw new CoreError('record/countersigned', { request: requestId, key: envelope.counter.keyid })
    const signed = preAuthEncoding(payloadType, envelope.payload)
    const signature = sign(null, signed, privateKey)
    if (!verify(null, signed, publicKey, signature)) throw new CoreError('key/not-ed25519', { file: file.name })
    keepCounterSignature(ws.db, requestId, sha256(envelope.payload).toString('hex'), { publicKey, signature })
    // The list of digests is another one now; should our key change before the next export, it is signed already.
    keepSignatures(ws.db, requestId, recordOf(ws, requestId).signatures)
    ws.ledger.append({ kind: 'record-countersigned', request: requestId, key: fingerprint })
    return { requestId, key: fingerprint }
  } finally {
    // The local page sends a copy of the file into the workspace.
    if (file.path.startsWith(join(ws.directory, 'temporary') + sep)) shredFile(file.path)
  }
}

/** A key has some hundred bytes. */
const mostBytes = 64 * 1024

function readKey({ path, name }: PickedFile, passphrase: string | undefined): KeyObject {
  const pem = readGiven(path, name)
  const isSealed = pem.includes('ENCRYPTED')
  if (isSealed && passphrase === undefined) throw new CoreError('key/needs-passphrase', { file: name })
  let key: KeyObject
  try {
    key = createPrivateKey({ key: pem, format: 'pem', ...(passphrase === undefined ? {} : { passphrase: passphrase.normalize('NFC') }) })
  } catch {
    // OpenSSL's reason may quote the file.
    throw new CoreError(isSealed ? 'key/passphrase-wrong' : 'key/not-ed25519', { file: name })
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new CoreError('key/not-ed25519', { file: name })
  return key
}

function readGiven(path: string, name: string): Buffer {
  try {
    const found = statSync(path)
    if (found.isFile() && found.size <= mostBytes) return readFileSync(path)
  } catch {
    throw new CoreError('usage/file-unreadable', { file: name })
  }
  throw new CoreError('key/not-ed25519', { file: name })
}
