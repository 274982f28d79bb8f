/** DSSE envelopes (secure-systems-lab/dsse, protocol.md and envelope.md, v1.0.2) with one Ed25519 signature. Only node:crypto. */
import { verify, type KeyObject } from 'node:crypto'
import { canonicalForm, parseCanonical } from '../ledger/canonical-form.ts'

export const payloadType = 'application/vnd.in-toto+json'

export interface Envelope {
  readonly payloadType: string
  readonly payload: Buffer
  readonly keyid: string
  readonly signature: Buffer
}

/** What is signed: "DSSEv1", and type and payload each with its length in bytes, so that neither can pass for the other. */
export function preAuthEncoding(type: string, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `), payload])
}

/** Signs a payload and writes the envelope: canonical JSON and a newline. */
export function writeEnvelope(payload: Buffer, signer: { readonly fingerprint: string; sign(bytes: Uint8Array): Buffer }): string {
  const sig = signer.sign(preAuthEncoding(payloadType, payload)).toString('base64')
  return `${canonicalForm({ payload: payload.toString('base64'), payloadType, signatures: [{ keyid: signer.fingerprint, sig }] })}\n`
}

/** Reads an envelope in exactly the form writeEnvelope gives it, or returns undefined. The signature is not verified yet. */
export function readEnvelope(text: string): Envelope | undefined {
  const value = text.endsWith('\n') ? parseCanonical(text.slice(0, -1)) as EnvelopeJson | undefined : undefined
  const signatures = value?.signatures
  const first = Array.isArray(signatures) ? signatures[0] as SignatureJson | undefined : undefined
  if (typeof value?.payload !== 'string' || typeof value.payloadType !== 'string' || typeof first?.sig !== 'string' || typeof first.keyid !== 'string') return undefined
  const envelope = { payloadType: value.payloadType, payload: Buffer.from(value.payload, 'base64'), keyid: first.keyid, signature: Buffer.from(first.sig, 'base64') }
  const { payload, keyid, signature } = envelope
  const again = canonicalForm({ payload: payload.toString('base64'), payloadType: envelope.payloadType, signatures: [{ keyid, sig: signature.toString('base64') }] })
  return `${again}\n` === text ? envelope : undefined
}

interface EnvelopeJson {
  readonly payload?: unknown
  readonly payloadType?: unknown
  readonly signatures?: unknown
}

interface SignatureJson {
  readonly keyid?: unknown
  readonly sig?: unknown
}

/** True where this key signed exactly this payload under exactly this type. */
export function verifyEnvelope({ payloadType: type, payload, signature }: Envelope, publicKey: KeyObject): boolean {
  return verify(null, preAuthEncoding(type, payload), publicKey, signature)
}
