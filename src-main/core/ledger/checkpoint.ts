/**
 * Checkpoints as C2SP tlog-checkpoint: a signed note (c2sp.org/signed-note) with one Ed25519 signature. Nothing but
 * node:crypto, because the checker inside every record is built from this file.
 *
 *     lethe-ledger/ws-4f0c9b7a21d3
 *     7
 *     3bs4A4CeMlV1DT0mPNeSnClCt5Qqs0t37hIsSWEXSG8=
 *
 *     — lethe-ledger/ws-4f0c9b7a21d3 x08go/ZJ…
 */
import { createHash, verify, type KeyObject } from 'node:crypto'

export interface Checkpoint {
  /** Which ledger: "lethe-ledger/" and the workspace's id. The signing key bears the same name. */
  readonly origin: string
  readonly size: number
  /** RFC 6962 root over the first size entries. */
  readonly root: Buffer
}

/** A checkpoint as read: what it says, the exact text that was signed, and the signature, not yet verified. */
export interface SignedCheckpoint extends Checkpoint {
  readonly text: string
  readonly keyHash: Buffer
  readonly signature: Buffer
}

export type CheckpointFault = 'not-a-note' | 'bad-origin' | 'bad-size' | 'bad-root' | 'bad-signature-line' | 'other-key' | 'bad-signature'

export class CheckpointError extends Error {
  readonly code: CheckpointFault

  constructor(code: CheckpointFault, message: string) {
    super(message)
    this.name = 'CheckpointError'
    this.code = code
  }
}

export const ledgerOrigin = (workspaceId: string): string => `lethe-ledger/${workspaceId}`

/** The text that is signed: origin, size and root, each with its newline. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`
}

const rawKeys = new WeakMap<KeyObject, Buffer>()

/** The 32 bytes of an Ed25519 public key: the end of its SPKI DER (RFC 8410). Kept, since exporting costs as much as signing. */
function rawPublicKey(publicKey: KeyObject): Buffer {
  const raw = rawKeys.get(publicKey) ?? publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)
  rawKeys.set(publicKey, raw)
  return raw
}

const keyHash = (name: string, rawKey: Buffer): Buffer =>
  createHash('sha256').update(`${name}\n`).update(Uint8Array.of(1)).update(rawKey).digest().subarray(0, 4)

/** First 4 bytes of SHA-256(name || "\n" || 0x01 || public key): tells which key signed, proves nothing by itself. */
export const noteKeyHash = (name: string, publicKey: KeyObject): Buffer => keyHash(name, rawPublicKey(publicKey))

/** Signs a text (which ends with a newline) as a note in the key's name. */
export function signNote(text: string, name: string, key: { readonly publicKey: KeyObject; sign(bytes: Uint8Array): Buffer }): string {
  const signature = Buffer.concat([noteKeyHash(name, key.publicKey), key.sign(Buffer.from(text))])
  return `${text}\n\u2014 ${name} ${signature.toString('base64')}\n`
}

/** Writes and signs a checkpoint, the origin being the key's name. */
export function signCheckpoint(checkpoint: Checkpoint, key: { readonly publicKey: KeyObject; sign(bytes: Uint8Array): Buffer }): string {
  return signNote(checkpointText(checkpoint), checkpoint.origin, key)
}

/** The bytes of standard, padded base64, or undefined where another text would mean the same bytes. */
function exactBase64(text: string, length: number): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.length === length && bytes.toString('base64') === text ? bytes : undefined
}

const originForm = /^lethe-ledger\/[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** Reads a checkpoint in its one exact form, three lines and one signature by a key of the origin's name; throws CheckpointError. */
export function parseCheckpoint(note: string): SignedCheckpoint {
  const lines = note.split('\n')
  if (lines.length !== 6 || lines[3] !== '' || lines[5] !== '') {
    throw new CheckpointError('not-a-note', 'A checkpoint has three lines, an empty line and one signature line, each ended by a newline.')
  }
  const [origin, sizeText, rootText, , signatureLine] = lines as [string, string, string, string, string, string]
  if (!originForm.test(origin)) throw new CheckpointError('bad-origin', 'The first line of a checkpoint names a ledger, such as lethe-ledger/ws-4f0c9b7a21d3.')
  const size = Number(sizeText)
  if (!/^(0|[1-9][0-9]{0,15})$/.test(sizeText) || !Number.isSafeInteger(size)) {
    throw new CheckpointError('bad-size', 'The second line of a checkpoint is the number of entries in decimal.')
  }
  const root = exactBase64(rootText, 32)
  if (root === undefined) throw new CheckpointError('bad-root', 'The third line of a checkpoint is a root of 32 bytes in base64.')
  const prefix = `\u2014 ${origin} `
  const signed = signatureLine.startsWith(prefix) ? exactBase64(signatureLine.slice(prefix.length), 68) : undefined
  if (signed === undefined) throw new CheckpointError('bad-signature-line', 'The last line of a checkpoint is a dash, the name in its first line, and 68 bytes in base64.')
  return { origin, size, root, text: `${origin}\n${sizeText}\n${rootText}\n`, keyHash: signed.subarray(0, 4), signature: signed.subarray(4) }
}

/** Makes the check of signatures by one key: of a parsed checkpoint it says what is wrong, or undefined. */
export function checkpointVerifier(publicKey: KeyObject): (checkpoint: SignedCheckpoint) => 'other-key' | 'bad-signature' | undefined {
  const rawKey = rawPublicKey(publicKey)
  return ({ origin, text, keyHash: found, signature }) => {
    if (!found.equals(keyHash(origin, rawKey))) return 'other-key'
    return verify(null, Buffer.from(text), publicKey, signature) ? undefined : 'bad-signature'
  }
}

/** Reads a checkpoint and verifies its signature; throws CheckpointError. */
export function openCheckpoint(note: string, publicKey: KeyObject): SignedCheckpoint {
  const checkpoint = parseCheckpoint(note)
  const fault = checkpointVerifier(publicKey)(checkpoint)
  if (fault === 'other-key') throw new CheckpointError(fault, 'The checkpoint was signed by another key.')
  if (fault === 'bad-signature') throw new CheckpointError(fault, 'The signature of the checkpoint is wrong: its text or the signature was changed.')
  return checkpoint
}
