import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { expect, test } from 'vitest'
import { payloadType, preAuthEncoding, readEnvelope, verifyEnvelope, writeEnvelope } from '../../../src-main/core/records/envelope.ts'
import { verifiedBySigstore } from '../../support/sigstore.ts'
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

test('a second signature stands after ours, and Sigstore takes each by its own key', () => {
  const other = generateKeyPairSync('ed25519')
  const payload = Buffer.from('{"a":"ä"}')
  const counter = { keyid: 'e'.repeat(64), signature: sign(null, preAuthEncoding(payloadType, payload), other.privateKey) }
  const text = writeEnvelope(payload, signer, counter)
  const envelope = readEnvelope(text)!
  expect(envelope).toMatchObject({ keyid: signer.fingerprint, counter })
  expect([verifyEnvelope(envelope, publicKey), verifyEnvelope(envelope, other.publicKey, envelope.counter), verifyEnvelope(envelope, other.publicKey)]).toEqual([true, true, false])
  expect([verifiedBySigstore(text, publicKey, 0), verifiedBySigstore(text, other.publicKey, 1), verifiedBySigstore(text, publicKey, 1)]).toEqual([true, true, false])
  expect(readEnvelope(text.replace('"signatures":[{', `"signatures":[{"keyid":"","sig":""},{`))).toBeUndefined()
})

test('any other spelling of it is refused', () => {
  const text = writeEnvelope(Buffer.from('{}'), signer)
  const others = [
    '', '{}\n', 'null\n', text.trimEnd(), ` ${text}`, text.replace('"payload"', '"Payload"'), text.replace('e30=', 'e30'), text.replace('"signatures":[', '"signatures":[{"keyid":"","sig":""},{"keyid":"","sig":""},'),
    text.replace('"signatures":[{', '"signatures":[null,{'), text.replace('{"payload"', '{"extra":1,"payload"'),
  ]
  expect(others.map(readEnvelope)).toEqual(others.map(() => undefined))
})
