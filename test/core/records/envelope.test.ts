import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { expect, test } from 'vitest'
import { payloadType, preAuthEncoding, readEnvelope, verifyEnvelope, writeEnvelope } from '../../../src-main/core/records/envelope.ts'

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

test('any other spelling of it is refused', () => {
  const text = writeEnvelope(Buffer.from('{}'), signer)
  const others = [
    '', '{}\n', 'null\n', text.trimEnd(), ` ${text}`, text.replace('"payload"', '"Payload"'), text.replace('e30=', 'e30'), text.replace('"signatures":[', '"signatures":[{"keyid":"","sig":""},'),
    text.replace('"signatures":[{', '"signatures":[null,{'), text.replace('{"payload"', '{"extra":1,"payload"'),
  ]
  expect(others.map(readEnvelope)).toEqual(others.map(() => undefined))
})
