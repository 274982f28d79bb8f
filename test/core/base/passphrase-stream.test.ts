import { createDecipheriv, createHmac, hkdfSync, scryptSync } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { Encrypter } from 'age-encryption'
import { describe, expect, test } from 'vitest'
import { decryptStream, encryptStream, type PassphraseFault } from '../../../src-main/core/base/passphrase-stream.ts'

const passphrase = 'correct horse battery staple'

const piecesOf = (content: Buffer, size = 50_000): AsyncIterable<Buffer> => (async function* () {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size)
})()

/** Encrypted like ours, but so that a passphrase is tried in a millisecond. */
async function lightly(content: Buffer, words = passphrase): Promise<Buffer> {
  const encrypter = new Encrypter()
  encrypter.setPassphrase(words)
  encrypter.setScryptWorkFactor(4)
  return Buffer.from(await encrypter.encrypt(content))
}

const faultOf = (encrypted: Buffer, words = passphrase): Promise<PassphraseFault | undefined> =>
  decryptStream(piecesOf(encrypted), words).then(async plain => void await buffer(plain), (error: { fault?: PassphraseFault }) => error.fault).catch((error: { fault?: PassphraseFault }) => error.fault)

const content = Buffer.from(Array.from({ length: 150_000 }, (_, i) => (i * 7919) >> 5))

/** age-encryption.org/v1 as its specification says it (C2SP, age.md), with nothing of the library: what the program age does. */
function openByHand(file: Buffer, words: string): Buffer {
  const text = file.toString('latin1')
  const lines = text.slice(0, text.indexOf('\n', text.indexOf('\n---') + 1)).split('\n')
  const [, , salt, workFactor] = lines[1]!.split(' ')
  const wrapKey = scryptSync(words.normalize('NFC'), Buffer.concat([Buffer.from('age-encryption.org/v1/scrypt'), Buffer.from(salt!, 'base64')]), 32, { N: 2 ** Number(workFactor), r: 8, p: 1, maxmem: 2 ** 30 })
  const fileKey = openPiece(wrapKey, Buffer.alloc(12), Buffer.from(lines[2]!, 'base64'))
  const mac = createHmac('sha256', Buffer.from(hkdfSync('sha256', fileKey, '', 'header', 32))).update(`${lines.slice(0, 3).join('\n')}\n---`).digest()
  expect(mac.toString('base64').replace(/=+$/, '')).toBe(lines[3]!.slice(4))
  const start = lines.join('\n').length + 1
  const payloadKey = Buffer.from(hkdfSync('sha256', fileKey, file.subarray(start, start + 16), 'payload', 32))
  const pieces: Buffer[] = []
  const size = 64 * 1024 + 16
  for (let at = start + 16, number = 0; at < file.length; at += size, number += 1) {
    const nonce = Buffer.alloc(12)
    nonce.writeUInt32BE(number, 7)
    nonce[11] = at + size >= file.length ? 1 : 0
    pieces.push(openPiece(payloadKey, nonce, file.subarray(at, at + size)))
  }
  return Buffer.concat(pieces)
}

function openPiece(key: Buffer, nonce: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 })
  decipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
}

test('what was encrypted is an age file: a second program, made from the specification, opens it with the passphrase', async () => {
  const encrypted = await buffer(await encryptStream(piecesOf(content), passphrase))
  expect(encrypted.toString('latin1', 0, 32)).toBe('age-encryption.org/v1\n-> scrypt ')
  expect(openByHand(encrypted, passphrase).equals(content)).toBe(true)
  expect((await buffer(await decryptStream(piecesOf(encrypted, 977), passphrase))).equals(content)).toBe(true)
})

test.each([0, 1, 64 * 1024, 64 * 1024 + 1, 3 * 64 * 1024])('%i bytes come back as they were', async size => {
  const encrypted = await lightly(content.subarray(0, size))
  expect((await buffer(await decryptStream(piecesOf(encrypted), passphrase))).equals(content.subarray(0, size))).toBe(true)
})

test('a passphrase typed on another system opens the same file: accents may come as one character or two', async () => {
  const encrypted = await buffer(await encryptStream(piecesOf(Buffer.from('x')), 'caf\u00e9 au lait pour tous'))
  expect(await faultOf(encrypted, 'cafe\u0301 au lait pour tous')).toBeUndefined()
  // Whoever used another program is not held to our form.
  expect(await faultOf(await lightly(content, 'cafe\u0301'), 'cafe\u0301')).toBeUndefined()
})

describe('refused are', () => {
  test('another passphrase, and what was not encrypted with one', async () => {
    expect(await faultOf(await lightly(content), 'correct horse')).toBe('wrong-passphrase')
    for (const other of ['', 'age', 'age-encryption.org/v1\n-> X25519 a\nb\n--- c\n', '-----BEGIN AGE ENCRYPTED FILE-----\n']) expect(await faultOf(Buffer.from(other))).toBe('not-encrypted')
  })

  test('a stream with one bit changed: in any byte of the header, in every 64th after it', async () => {
    const encrypted = await lightly(content)
    const header = encrypted.indexOf('\n', encrypted.indexOf('\n---') + 1) + 1
    const faults = new Map<string, number>()
    for (let at = 0; at < encrypted.length; at += at < header ? 1 : 64) {
      encrypted[at]! ^= 1
      const fault = await faultOf(encrypted) ?? `opened with byte ${at} changed`
      faults.set(fault, (faults.get(fault) ?? 0) + 1)
      encrypted[at]! ^= 1
    }
    // In the header a bit may make it another passphrase's; behind it every change is found for what it is.
    expect([...faults.keys()].sort()).toEqual(['damaged', 'not-encrypted', 'wrong-passphrase'])
    expect(faults.get('damaged')).toBeGreaterThan(content.length / 64)
  })

  test('a stream that was cut or has more at its end', async () => {
    const encrypted = await lightly(content)
    for (let at = encrypted.length - 1; at > 40; at -= 1013) expect(await faultOf(encrypted.subarray(0, at))).toBe('damaged')
    expect(await faultOf(Buffer.concat([encrypted, Buffer.from('x')]))).toBe('damaged')
  })

  test('work that would never end', async () => {
    const encrypted = await lightly(content)
    expect(await faultOf(Buffer.from(encrypted.toString('latin1').replace(/^(.*\n-> scrypt \S+) \d+/, '$1 40'), 'latin1'))).toBe('damaged')
  })
})

test('an error of the source is passed on as it is', async () => {
  const encrypted = await lightly(content)
  const broken = (async function* () {
    yield encrypted.subarray(0, 70_000)
    throw Object.assign(new Error('the disk is gone'), { code: 'EIO' })
  })()
  await expect(decryptStream(broken, passphrase).then(buffer)).rejects.toMatchObject({ code: 'EIO' })
})
