/**
 * Checkpoints as C2SP tlog-checkpoint: a signed note (c2sp.org/signed-note) with one Ed25519 signature, or two where one
 * key takes the place of another. Nothing but node:crypto, because the checker inside every record is built from this file.
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

/** A checkpoint as read: what it says, the exact text that was signed, and the signatures, not yet verified. */
export interface SignedCheckpoint extends Checkpoint {
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

export interface NoteSignature {
  readonly keyHash: Buffer
  readonly signature: Buffer
}

export interface NoteSigner {
  readonly publicKey: KeyObject
  sign(bytes: Uint8Array): Buffer
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

/** Signs a text (which ends with a newline) as a note in the keys' name, a line each. */
export function signNote(text: string, name: string, ...keys: NoteSigner[]): string {
  const lines = keys.map(key => `\u2014 ${name} ${Buffer.concat([noteKeyHash(name, key.publicKey), key.sign(Buffer.from(text))]).toString('base64')}\n`)
  return `${text}\n${lines.join('')}`
}

/** Writes and signs a checkpoint, the origin being the keys' name. */
export const signCheckpoint = (checkpoint: Checkpoint, ...keys: NoteSigner[]): string => signNote(checkpointText(checkpoint), checkpoint.origin, ...keys)

/** The same note with this key's signature alone, where it has one: a note stays one without the signatures of others. */
export function signedAloneBy(note: string, publicKey: KeyObject): string {
  const { origin, text, signatures } = parseCheckpoint(note)
  const hash = noteKeyHash(origin, publicKey)
  const own = signatures.filter(({ keyHash: found }) => found.equals(hash)).map(({ keyHash: found, signature }) => `\u2014 ${origin} ${Buffer.concat([found, signature]).toString('base64')}\n`)
  return `${text}\n${own.join('')}`
}

/** The bytes of standard, padded base64, or undefined where another text would mean the same bytes. */
function exactBase64(text: string, length: number): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.length === length && bytes.toString('base64') === text ? bytes : undefined
}

const originForm = /^lethe-ledger\/[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

const mostSignatures = 2

/** Reads a checkpoint in its one exact form, three lines and one or two signatures by keys of the origin's name; throws CheckpointError. */
export function parseCheckpoint(note: string): SignedCheckpoint {
  const lines = note.split('\n')
  const signatureLines = lines.slice(4, -1)
  if (signatureLines.length < 1 || signatureLines.includes('') || signatureLines.length > mostSignatures || lines[3] !== '' || lines.at(-1) !== '') {
    throw new CheckpointError('not-a-note', 'A checkpoint has three lines, an empty line and one signature line, or two, each ended by a newline.')
  }
  const [origin, sizeText, rootText] = lines as [string, string, string]
  if (!originForm.test(origin)) throw new CheckpointError('bad-origin', 'The first line of a checkpoint names a ledger, such as lethe-ledger/ws-4f0c9b7a21d3.')
  const size = Number(sizeText)
  if (!/^(0|[1-9][0-9]{0,15})$/.test(sizeText) || !Number.isSafeInteger(size)) {
    throw new CheckpointError('bad-size', 'The second line of a checkpoint is the number of entries in decimal.')
  }
  const root = exactBase64(rootText, 32)
  if (root === undefined) throw new CheckpointError('bad-root', 'The third line of a checkpoint is a root of 32 bytes in base64.')
  const signatures = signatureLines.map(line => readSignature(line, origin))
  // Two lines by one key would be two spellings of the same.
  if (signatures.some(({ keyHash: hash }, i) => signatures.slice(0, i).some(other => other.keyHash.equals(hash)))) throw new CheckpointError('bad-signature-line', 'The signatures of a checkpoint are by different keys.')
  return { origin, size, root, text: `${origin}\n${sizeText}\n${rootText}\n`, signatures }
}

function readSignature(line: string, origin: string): NoteSignature {
  const prefix = `\u2014 ${origin} `
  const signed = line.startsWith(prefix) ? exactBase64(line.slice(prefix.length), 68) : undefined
  if (signed === undefined) throw new CheckpointError('bad-signature-line', 'The last line of a checkpoint is a dash, the name in its first line, and 68 bytes in base64.')
  return { keyHash: signed.subarray(0, 4), signature: signed.subarray(4) }
}

const rootForm = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/
const signatureForm = /^[A-Za-z0-9+/]{90}[AEIMQUYcgkosw048]=\n$/

/**
 * Reads, of a checkpoint of this ledger over this many entries with one signature, the root as it stands there, and makes nothing else of
 * the text: of 100,000 of them in a third of the time. undefined of any other, which may be right all the same.
 */
export function rootTextReader(origin: string): (note: string, size: number) => string | undefined {
  const between = `\n\n\u2014 ${origin} `
  return (note, size) => {
    const head = `${origin}\n${size}\n`
    const rootEnd = head.length + 44
    if (!note.startsWith(head) || !note.startsWith(between, rootEnd)) return undefined
    const root = note.slice(head.length, rootEnd)
    return rootForm.test(root) && signatureForm.test(note.slice(rootEnd + between.length)) ? root : undefined
  }
}

/** Makes the check of signatures by one key: of a parsed checkpoint it says what is wrong, or undefined. */
export function checkpointVerifier(publicKey: KeyObject): (checkpoint: SignedCheckpoint) => 'other-key' | 'bad-signature' | undefined {
  const rawKey = rawPublicKey(publicKey)
  return ({ origin, text, signatures }) => {
    const hash = keyHash(origin, rawKey)
    const own = signatures.find(({ keyHash: found }) => found.equals(hash))
    if (own === undefined) return 'other-key'
    return verify(null, Buffer.from(text), publicKey, own.signature) ? undefined : 'bad-signature'
  }
}

/** Reads a checkpoint and verifies this key's signature; throws CheckpointError. */
export function openCheckpoint(note: string, publicKey: KeyObject): SignedCheckpoint {
  const checkpoint = parseCheckpoint(note)
  const fault = checkpointVerifier(publicKey)(checkpoint)
  if (fault === 'other-key') throw new CheckpointError(fault, 'The checkpoint was signed by another key.')
  if (fault === 'bad-signature') throw new CheckpointError(fault, 'The signature of the checkpoint is wrong: its text or the signature was changed.')
  return checkpoint
}
