/** DSSE envelopes (secure-systems-lab/dsse, protocol.md and envelope.md, v1.0.2) with an Ed25519 signature, or two where a second person signed too. Only node:crypto. */
import { verify, type KeyObject } from 'node:crypto'
import { canonicalForm, parseCanonical } from '../ledger/canonical-form.ts'

export const payloadType = 'application/vnd.in-toto+json'

export interface Envelope {
  readonly payloadType: string
  readonly payload: Buffer
  readonly keyid: string
  readonly signature: Buffer
  /** Of the second person. */
  readonly counter?: EnvelopeSignature
}

export interface EnvelopeSignature {
  readonly keyid: string
  readonly signature: Buffer
}

/** What is signed: "DSSEv1", and type and payload each with its length in bytes, so that neither can pass for the other. */
export function preAuthEncoding(type: string, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `), payload])
}

/** Signs a payload and writes the envelope, with the second person's signature after ours: canonical JSON and a newline. */
export function writeEnvelope(payload: Buffer, signer: { readonly fingerprint: string; sign(bytes: Uint8Array): Buffer }, counter?: EnvelopeSignature): string {
  return envelopeText({ payload, payloadType, keyid: signer.fingerprint, signature: signer.sign(preAuthEncoding(payloadType, payload)), ...(counter === undefined ? {} : { counter }) })
}

function envelopeText({ payload, payloadType: type, keyid, signature, counter }: Envelope): string {
  const signatures = [{ keyid, signature }, ...(counter === undefined ? [] : [counter])].map(one => ({ keyid: one.keyid, sig: one.signature.toString('base64') }))
  return `${canonicalForm({ payload: payload.toString('base64'), payloadType: type, signatures })}\n`
}

/** Reads an envelope in exactly the form writeEnvelope gives it, or returns undefined. The signature is not verified yet. */
export function readEnvelope(text: string): Envelope | undefined {
  const value = text.endsWith('\n') ? parseCanonical(text.slice(0, -1)) as EnvelopeJson | undefined : undefined
  const listed = Array.isArray(value?.signatures) ? value.signatures as (SignatureJson | null)[] : []
  if (typeof value?.payload !== 'string' || typeof value.payloadType !== 'string' || listed.length < 1 || listed.length > 2) return undefined
  if (!listed.every(one => typeof one?.keyid === 'string' && typeof one.sig === 'string')) return undefined
  const [own, counter] = (listed as { keyid: string; sig: string }[]).map(({ keyid, sig }) => ({ keyid, signature: Buffer.from(sig, 'base64') })) as [EnvelopeSignature, EnvelopeSignature?]
  const envelope = { payloadType: value.payloadType, payload: Buffer.from(value.payload, 'base64'), ...own, ...(counter === undefined ? {} : { counter }) }
  return envelopeText(envelope) === text ? envelope : undefined
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

/** True where this key signed exactly this payload under exactly this type; the signature is ours where none other is named. */
export function verifyEnvelope({ payloadType: type, payload, signature: own }: Envelope, publicKey: KeyObject, { signature }: Pick<EnvelopeSignature, 'signature'> = { signature: own }): boolean {
  return verify(null, preAuthEncoding(type, payload), publicKey, signature)
}
