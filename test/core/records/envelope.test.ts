import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { toSignedEntity, Verifier } from '@sigstore/verify'
import { expect, test } from 'vitest'
import { payloadType, preAuthEncoding, readEnvelope, verifyEnvelope, writeEnvelope } from '../../../src-main/core/records/envelope.ts'
import { recordInFolder } from './record-in-folder.ts'

const privateKey = createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 7)]), format: 'der', type: 'pkcs8' })
const publicKey = createPublicKey(privateKey)
const signer = { fingerprint: 'f'.repeat(64), sign: (bytes: Uint8Array) => sign(null, bytes, privateKey) }

test('what is signed is that of the example in the protocol of DSSE', () => {
  // secure-systems-lab/dsse protocol.md, "Test Vectors".
  expect(preAuthEncoding('http://example.com/HelloWorld', Buffer.from('hello world')).toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world')
})

test('an envelope is read as it was written, and verifies', () => {
  const text = writeEnvelope(Buffer.from('{"a":"ä"}'), signer)
  expect(text).toBe(`{"payload":"eyJhIjoiw6QifQ==","payloadType":"${payloadType}","signatures":[{"keyid":"${signer.fingerprint}","sig":"${signer.sign(preAuthEncoding(payloadType, Buffer.from('{"a":"ä"}'))).toString('base64')}"}]}\n`)
  const envelope = readEnvelope(text)!
  expect(envelope.payload.toString()).toBe('{"a":"ä"}')
  expect(verifyEnvelope(envelope, publicKey)).toBe(true)
  expect(verifyEnvelope({ ...envelope, payload: Buffer.from('{"a":"b"}') }, publicKey)).toBe(false)
  expect(verifyEnvelope({ ...envelope, payloadType: 'text/plain' }, publicKey)).toBe(false)
})

test('another program takes it: the verifier of Sigstore, which shares nothing with ours', () => {
  const text = writeEnvelope(Buffer.from('{"a":"ä"}'), signer)
  expect(verifiedBySigstore(text, publicKey)).toBe(true)
  expect(verifiedBySigstore(text.replace('eyJh', 'eyJi'), publicKey)).toBe(false)
  expect(verifiedBySigstore(text, generateKeyPairSync('ed25519').publicKey)).toBe(false)
  const { record, files, ledger } = recordInFolder()
  expect(record.length).toBeGreaterThan(0)
  expect(verifiedBySigstore(files.get('record.dsse.json')!.toString(), createPublicKey(ledger.key().publicKeyPem))).toBe(true)
})

/** As a Sigstore bundle with a key of ours and no transparency log of theirs. */
function verifiedBySigstore(text: string, key: KeyObject): boolean {
  const { payload, payloadType: type, signatures } = JSON.parse(text) as { payload: string; payloadType: string; signatures: { keyid: string; sig: string }[] }
  const entity = toSignedEntity({
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { content: { $case: 'publicKey', publicKey: { hint: signatures[0]!.keyid } }, tlogEntries: [], timestampVerificationData: undefined },
    content: { $case: 'dsseEnvelope', dsseEnvelope: { payload: Buffer.from(payload, 'base64'), payloadType: type, signatures: signatures.map(({ keyid, sig }) => ({ keyid, sig: Buffer.from(sig, 'base64') })) } },
  })
  const verifier = new Verifier({ certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: [], publicKey: () => ({ publicKey: key, validFor: () => true }) }, { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 })
  try {
    return verifier.verify(entity).key === key
  } catch (error) {
    if ((error as { code?: string }).code === 'SIGNATURE_ERROR') return false
    throw error
  }
}

test('any other spelling of it is refused', () => {
  const text = writeEnvelope(Buffer.from('{}'), signer)
  const others = [
    '', '{}\n', 'null\n', text.trimEnd(), ` ${text}`, text.replace('"payload"', '"Payload"'), text.replace('e30=', 'e30'), text.replace('"signatures":[', '"signatures":[{"keyid":"","sig":""},'),
    text.replace('"signatures":[{', '"signatures":[null,{'), text.replace('{"payload"', '{"extra":1,"payload"'),
  ]
  expect(others.map(readEnvelope)).toEqual(others.map(() => undefined))
})
