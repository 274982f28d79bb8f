import { ReadableStream } from 'node:stream/web'

/**
 * Streams encrypted with a passphrase in the age format (age-encryption.org/v1): whoever has the passphrase can open them with the
 * program age as well. 64 KiB at a time, each authenticated with its place, so memory is bounded and no byte can be changed,
 * moved or cut off unnoticed.
 */

/**
 * Base-2 logarithm of scrypt's work: 256 MiB of memory and about a second for each passphrase that is tried. It is the default of
 * age, which refuses to open files that ask for more than sixteen times that.
 */
const workFactor = 18

const firstLine = 'age-encryption.org/v1\n-> scrypt '

export type PassphraseFault = 'not-encrypted' | 'wrong-passphrase' | 'damaged'

export class PassphraseError extends Error {
  readonly fault: PassphraseFault

  constructor(fault: PassphraseFault) {
    super(`This stream cannot be opened: ${fault}`)
    this.name = 'PassphraseError'
    this.fault = fault
  }
}

/** Loading it takes a tenth of a second, which only those wait who need it. */
const age = () => import('age-encryption')

/** The same text typed on another system may come as other characters; this is the one form it is used in. */
const normal = (passphrase: string): string => passphrase.normalize('NFC')

export async function encryptStream(plain: AsyncIterable<Uint8Array>, passphrase: string): Promise<AsyncIterable<Uint8Array>> {
  const { Encrypter } = await age()
  const encrypter = new Encrypter()
  encrypter.setPassphrase(normal(passphrase))
  encrypter.setScryptWorkFactor(workFactor)
  return encrypter.encrypt(webStream(plain)) as Promise<AsyncIterable<Uint8Array>>
}

/** Opens what `encryptStream` or age closed. The header is read at once; the stream itself throws where its bytes are not those written. All of it is a PassphraseError. */
export async function decryptStream(encrypted: AsyncIterable<Uint8Array>, passphrase: string): Promise<AsyncIterable<Uint8Array>> {
  const { Decrypter } = await age()
  const decrypter = new Decrypter()
  for (const form of new Set([normal(passphrase), passphrase])) decrypter.addPassphrase(form)
  const { start, whole } = await peek(encrypted, firstLine.length)
  if (start !== firstLine) throw new PassphraseError('not-encrypted')
  try {
    return authenticated(await decrypter.decrypt(webStream(whole)) as AsyncIterable<Uint8Array>)
  } catch (error) {
    throw faultOf(error)
  }
}

const webStream = (source: AsyncIterable<Uint8Array>) => ReadableStream.from(source) as unknown as globalThis.ReadableStream<Uint8Array>

async function* authenticated(plain: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* plain
  } catch (error) {
    throw faultOf(error)
  }
}

/** What age says has a message only; errors of the source, such as a disk's, have a code and are passed on. */
function faultOf(error: unknown): unknown {
  if (!(error instanceof Error) || 'code' in error) return error
  return new PassphraseError(error.message.startsWith('no identity matched') ? 'wrong-passphrase' : 'damaged')
}

/** The first bytes of a stream as text, and the stream with them still in front. */
async function peek(source: AsyncIterable<Uint8Array>, size: number): Promise<{ start: string; whole: AsyncIterable<Uint8Array> }> {
  const iterator = source[Symbol.asyncIterator]()
  const read: Uint8Array[] = []
  let found = 0
  while (found < size) {
    const next = await iterator.next()
    if (next.done === true) break
    read.push(next.value)
    found += next.value.length
  }
  async function* whole() {
    yield* read
    yield* { [Symbol.asyncIterator]: () => iterator }
  }
  return { start: Buffer.concat(read).toString('latin1', 0, size), whole: whole() }
}
