/**
 * Reads the objects of a PDF as far as a record's PDF uses them (ISO 32000-1, 7.2, 7.3 and 7.5): one revision, a plain table of
 * references, nothing compressed or encrypted. What goes beyond that throws a PdfFault: it is not what Lethe writes.
 */

export class PdfFault extends Error {}

export interface Ref { readonly ref: number }
export type Dict = ReadonlyMap<string, PdfValue>
export type PdfValue = null | boolean | number | string | PdfName | Ref | Dict | readonly PdfValue[]
export interface PdfName { readonly name: string }

export interface PdfFile {
  readonly trailer: Dict
  /** The value behind a reference, or the value itself. */
  resolve(value: PdfValue | undefined): PdfValue | undefined
  /** The bytes of the stream a reference leads to, as Latin-1. */
  stream(value: PdfValue | undefined): string
}

const fault = (what: string): never => {
  throw new PdfFault(what)
}

export const isDict = (value: PdfValue | undefined): value is Dict => value instanceof Map
export const isName = (value: PdfValue | undefined, name: string): boolean => typeof value === 'object' && value !== null && 'name' in value && value.name === name
const isRef = (value: PdfValue | undefined): value is Ref => typeof value === 'object' && value !== null && 'ref' in value

/** Opens a PDF; its bytes are taken as Latin-1, one character each. */
export function openPdf(bytes: Buffer): PdfFile {
  const text = bytes.toString('latin1')
  const end = /\nstartxref\n(\d{1,9})\n%%EOF\n$/.exec(text) ?? fault('its end')
  const table = /^xref\n0 (\d{1,6})\n/.exec(text.slice(Number(end[1]), Number(end[1]) + 40)) ?? fault('its table of objects')
  const count = Number(table[1])
  const first = Number(end[1]) + table[0].length
  const at = (n: number) => Number(/^(\d{10}) (?:00000 n|65535 f) \n/.exec(text.slice(first + 20 * n, first + 20 * n + 20))?.[1] ?? fault('its table of objects'))
  const offsets = Array.from({ length: count }, (_, n) => at(n))
  const trailerAt = first + 20 * count
  if (!text.startsWith('trailer\n', trailerAt)) fault('its trailer')
  const trailer = readObject(text, trailerAt + 8).value
  if (!isDict(trailer) || trailer.has('Prev') || trailer.has('Encrypt')) return fault('its trailer')

  const object = (n: number) => {
    const start = offsets[n] ?? fault('an object that is not there')
    const head = `${n} 0 obj\n`
    if (n === 0 || !text.startsWith(head, start)) fault(`object ${n}`)
    return readObject(text, start + head.length)
  }
  return {
    trailer,
    resolve: value => (isRef(value) ? object(value.ref).value : value),
    stream(value) {
      if (!isRef(value)) return fault('a stream')
      const { value: dict, next } = object(value.ref)
      const length = isDict(dict) && !dict.has('Filter') ? dict.get('Length') : undefined
      const start = text.startsWith('\nstream\n', next) ? next + 8 : fault('a stream')
      if (typeof length !== 'number' || !text.startsWith('\nendstream\nendobj\n', start + length)) return fault('a stream')
      return text.slice(start, start + length)
    },
  }
}

/** Nothing a record holds is nested deeper. */
const mostDepth = 20

interface Reading { readonly value: PdfValue; readonly next: number }

function readObject(text: string, from: number, depth = 0): Reading {
  if (depth > mostDepth) fault('an object nested too deeply')
  const at = skipSpace(text, from)
  if (text.startsWith('<<', at)) return readDict(text, at + 2, depth)
  if (text[at] === '[') return readArray(text, at + 1, depth)
  if (text[at] === '(') return readLiteral(text, at + 1)
  const [whole = '', name, hex, ref, number, word] = token(text, at) ?? fault('an object')
  const next = at + whole.length
  if (name !== undefined) return { value: { name }, next }
  if (hex !== undefined) return { value: Buffer.from(hex, 'hex').toString('latin1'), next }
  if (ref !== undefined) return { value: { ref: Number(ref) }, next }
  if (number !== undefined) return { value: Number(number), next }
  return { value: word === 'null' ? null : word === 'true', next }
}

const tokenForm = /\/([A-Za-z0-9+._-]{1,127})|<([0-9a-fA-F]*)>|(\d{1,7}) 0 R(?![A-Za-z])|(-?\d{0,12}(?:\.\d{1,20})?(?:e-\d{1,3})?)(?=[\s\]>/[(<]|$)|(true|false|null)/y

function token(text: string, at: number): RegExpExecArray | undefined {
  tokenForm.lastIndex = at
  const found = tokenForm.exec(text)
  return found === null || found[0] === '' ? undefined : found
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (text[at] === ' ' || text[at] === '\n') at += 1
  return at
}

function readDict(text: string, from: number, depth: number): Reading {
  const value = new Map<string, PdfValue>()
  let at = skipSpace(text, from)
  while (!text.startsWith('>>', at)) {
    const key = readObject(text, at, depth + 1)
    if (typeof key.value !== 'object' || key.value === null || !('name' in key.value) || value.has(key.value.name)) return fault('a dictionary')
    const member = readObject(text, key.next, depth + 1)
    value.set(key.value.name, member.value)
    at = skipSpace(text, member.next)
  }
  return { value, next: at + 2 }
}

function readArray(text: string, from: number, depth: number): Reading {
  const value: PdfValue[] = []
  let at = skipSpace(text, from)
  while (text[at] !== ']') {
    const item = readObject(text, at, depth + 1)
    value.push(item.value)
    at = skipSpace(text, item.next)
  }
  return { value, next: at + 1 }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '\\': '\\', '(': '(', ')': ')' }

function readLiteral(text: string, from: number): Reading {
  let value = ''
  for (let at = from; at < text.length; at += 1) {
    const letter = text[at]!
    if (letter === ')') return { value, next: at + 1 }
    if (letter === '(') return fault('a text')
    if (letter === '\\') {
      at += 1
      value += escapes[text[at] ?? ''] ?? fault('a text')
    } else value += letter
  }
  return fault('a text')
}
