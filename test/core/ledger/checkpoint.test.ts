import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { expect, test } from 'vitest'
import { checkpointText, noteKeyHash, openCheckpoint, parseCheckpoint, rootTextReader, signCheckpoint, signNote, type CheckpointError } from '../../../src-main/core/ledger/checkpoint.ts'

/** An Ed25519 key from its 32-byte seed: PKCS#8 of RFC 8410 is this prefix and the seed. */
function keyFromSeed(seed: Buffer) {
  const privateKey = createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]), format: 'der', type: 'pkcs8' })
  return { publicKey: createPublicKey(privateKey), sign: (bytes: Uint8Array) => sign(null, bytes, privateKey) }
}

test('a signed note is byte for byte that of Go, where the format comes from', () => {
  // golang.org/x/mod sumdb/note note_test.go: PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz
  const key = keyFromSeed(Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1))
  const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
  expect(noteKeyHash('PeterNeumann', key.publicKey).toString('hex')).toBe('c74f20a3')
  expect(signNote(text, 'PeterNeumann', key)).toBe(`${text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`)
})

// RFC 8032 section 7.1, TEST 1. Key hash and signature by hand, with openssl 3 and coreutils:
//   printf 'lethe-ledger/ws-4f0c9b7a21d3\n\001' | cat - pub.raw | sha256sum | cut -c1-8
//   openssl pkeyutl -sign -inkey key.pem -rawin -in text
const key = keyFromSeed(Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex'))
const checkpoint = { origin: 'lethe-ledger/ws-4f0c9b7a21d3', size: 7, root: Buffer.from('ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c', 'hex') }
const byHand = [
  'lethe-ledger/ws-4f0c9b7a21d3',
  '7',
  '3bib5AOAnjJXUNPSY814kpwpQreUKjS3fhIslZSnTIw=',
  '',
  '— lethe-ledger/ws-4f0c9b7a21d3 W09zQAnIwm79mFvHlulVgppZJRVqQJUcM8WZaHSDMUBtHgk4/8T+JMaOxXJ6p8e97JCQ2/bT87+B90Bukh5R6DgrVQ4=',
  '',
].join('\n')

test('a checkpoint is the text and signature made by hand', () => {
  expect(signCheckpoint(checkpoint, key)).toBe(byHand)
  expect(openCheckpoint(byHand, key.publicKey)).toMatchObject({ ...checkpoint, text: checkpointText(checkpoint) })
})

const code = (note: string, publicKey = key.publicKey) => {
  try {
    openCheckpoint(note, publicKey)
    return 'opened'
  } catch (error) {
    return (error as CheckpointError).code
  }
}

const note = (...lines: string[]) => `${lines.join('\n')}\n`

test('any other form is refused by name', () => {
  const [origin, size, root, , line] = byHand.split('\n') as [string, string, string, string, string]
  expect(code(byHand)).toBe('opened')
  expect(code('')).toBe('not-a-note')
  expect(code(byHand.trimEnd())).toBe('not-a-note')
  expect(code(`${byHand}\n`)).toBe('not-a-note')
  expect(code(byHand.replaceAll('\n', '\r\n'))).toBe('not-a-note')
  expect(code(note(origin, size, root, 'extension', '', line))).toBe('not-a-note')
  expect(code(note(origin, size, root, '', line, line, line))).toBe('not-a-note')
  // Two are for two keys, each in the one form.
  expect(code(note(origin, size, root, '', line, line))).toBe('bad-signature-line')
  expect(code(note(origin, size, root, '', line, 'another'))).toBe('bad-signature-line')
  expect(code(note('example.com/log', size, root, '', line))).toBe('bad-origin')
  expect(['07', '-7', '7.0', '0x7', '', ' 7', '9007199254740993', '1e1'].filter(bad => code(note(origin, bad, root, '', line)) !== 'bad-size')).toEqual([])
  expect([root.slice(0, -1), root.replace('=', ''), `${root.slice(0, -2)}9=`, ''].filter(bad => code(note(origin, size, bad, '', line)) !== 'bad-root')).toEqual([])
  expect([line.replace('—', '-'), line.replace('ws-4', 'ws-5'), line.slice(0, -4), `${line} `].filter(bad => code(note(origin, size, root, '', bad)) !== 'bad-signature-line')).toEqual([])
})

test('a text or signature that was changed, and another key, are found', () => {
  expect(code(byHand.replace('\n7\n', '\n8\n'))).toBe('bad-signature')
  const signature = parseCheckpoint(byHand).signatures[0]!.signature
  const wrong = Buffer.concat([parseCheckpoint(byHand).signatures[0]!.keyHash, Buffer.of(signature[0]! ^ 1), signature.subarray(1)])
  expect(code(byHand.replace(/[^ ]+\n$/, `${wrong.toString('base64')}\n`))).toBe('bad-signature')
  expect(code(byHand, keyFromSeed(Buffer.alloc(32, 1)).publicKey)).toBe('other-key')
})

test('the root read without making anything of the note is that of the whole reading, and what that refuses has none', () => {
  const rootOf = rootTextReader(checkpoint.origin)
  expect(rootOf(byHand, 7)).toBe(checkpoint.root.toString('base64'))
  expect([rootOf(byHand, 8), rootTextReader('lethe-ledger/ws-other')(byHand, 7), rootOf(signCheckpoint(checkpoint, key, keyFromSeed(Buffer.alloc(32, 7))), 7)]).toEqual([undefined, undefined, undefined])
  let read = 0
  for (let at = 0; at < byHand.length; at += 1) {
    for (const other of ['', 'A', '9', '+', '=', '\n', ' ', '\u2014', byHand[at]!.repeat(2), String.fromCharCode(byHand.charCodeAt(at) ^ 1)]) {
      const edited = byHand.slice(0, at) + other + byHand.slice(at + 1)
      const root = rootOf(edited, 7)
      if (root === undefined) continue
      read += 1
      const { origin, size, root: whole } = parseCheckpoint(edited)
      expect([edited, origin, size, whole.toString('base64')]).toEqual([edited, checkpoint.origin, 7, root])
    }
  }
  // Some edits leave the form as it is, such as one letter of the root or of the signature.
  expect(read).toBeGreaterThan(100)
})
