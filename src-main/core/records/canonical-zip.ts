/**
 * The one ZIP a list of files has: stored (not compressed), in ascending order of names, dated 1980-01-01, without extra fields,
 * comments or anything between the parts (APPNOTE.TXT 6.3.10). Our own and not a package, because the checker inside every record
 * depends on nothing and must agree with the writer to the byte: a record is right only where re-writing it gives it back.
 */
import * as zlib from 'node:zlib'

const signature = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 } as const

/** Version 2.0 made it, under MS-DOS rules (so no permissions are stored); 1.0 is enough to unpack it. */
const madeBy = 20
const needed = 10
/** 1980-01-01 00:00, the earliest a DOS date can say. */
const dosTime = 0
const dosDate = 0x21

const localSize = 30
const centralSize = 46
const endSize = 22

/** Bounds of what a reader takes on: a record is some 250 kB. */
const mostBytes = 64 * 1024 * 1024
const mostFiles = 64

/** Plain names only: no folders, no "..", nothing that is hidden or that Windows would read otherwise. */
const nameForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}[A-Za-z0-9]$/

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k += 1) c = (c & 1) === 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c
})

/** CRC-32 as ZIP uses it: finds accidents, not attacks. Node's own (from 22.2 on) is ten times faster. */
export const crc32: (bytes: Uint8Array) => number = typeof zlib.crc32 === 'function' ? bytes => zlib.crc32(bytes) : crc32InTable

export function crc32InTable(bytes: Uint8Array): number {
  let c = 0xffffffff
  for (const byte of bytes) c = crcTable[(c ^ byte) & 0xff]! ^ (c >>> 8)
  return (c ^ 0xffffffff) >>> 0
}

export type ZipFiles = ReadonlyMap<string, Buffer>

/** Writes the canonical ZIP of these files; the same files always give the same bytes. */
export function writeCanonicalZip(files: ZipFiles): Buffer {
  const names = [...files.keys()].sort()
  const bad = names.find(name => !nameForm.test(name))
  if (bad !== undefined || names.length > mostFiles) throw new Error('These files cannot be in a canonical ZIP')
  const parts: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const name of names) {
    const content = files.get(name)!
    // The fields both headers share, from "version needed" to "extra field length".
    const shared = Buffer.alloc(26)
    shared.writeUInt16LE(needed, 0)
    shared.writeUInt16LE(dosTime, 6)
    shared.writeUInt16LE(dosDate, 8)
    shared.writeUInt32LE(crc32(content), 10)
    shared.writeUInt32LE(content.length, 14)
    shared.writeUInt32LE(content.length, 18)
    shared.writeUInt16LE(name.length, 22)
    parts.push(uint32(signature.local), shared, Buffer.from(name), content)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    central.push(uint32(signature.central), uint16(madeBy), shared, rest, Buffer.from(name))
    offset += localSize + name.length + content.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(endSize)
  end.writeUInt32LE(signature.end, 0)
  end.writeUInt16LE(names.length, 8)
  end.writeUInt16LE(names.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  const zip = Buffer.concat([...parts, directory, end])
  if (zip.length > mostBytes) throw new Error('These files are too large for a canonical ZIP')
  return zip
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

export type ZipFault = 'not-a-zip' | 'zip-too-large' | 'zip-damaged' | 'zip-unsafe-name' | 'zip-duplicate' | 'zip-compressed' | 'zip-not-canonical'

export interface ZipProblem {
  readonly code: ZipFault
  readonly message: string
}

export interface ZipReading {
  /** The files, where the ZIP could be taken apart without doubt; their contents may still be wrong. */
  readonly files: ZipFiles | undefined
  readonly problem: ZipProblem | undefined
}

const fault = (code: ZipFault, message: string): ZipReading => ({ files: undefined, problem: { code, message } })

/** Takes a ZIP apart, within bounds, and says whether it is the canonical one of its files. Nothing is written anywhere. */
export function readCanonicalZip(bytes: Buffer): ZipReading {
  if (!looksLikeZip(bytes)) return fault('not-a-zip', 'This is not a ZIP file.')
  if (bytes.length > mostBytes) return fault('zip-too-large', `The ZIP is larger than any record: more than ${mostBytes / 1024 / 1024} MiB.`)
  const endAt = bytes.length - endSize
  if (endAt < 0 || bytes.readUInt32LE(endAt) !== signature.end || bytes.readUInt16LE(endAt + 20) !== 0) {
    return fault('zip-damaged', 'The ZIP does not end as it should: it was cut off, or something was added behind its end.')
  }
  const count = bytes.readUInt16LE(endAt + 10)
  const directoryAt = bytes.readUInt32LE(endAt + 16)
  if (count > mostFiles) return fault('zip-too-large', `The ZIP holds more files than any record: ${count}.`)
  if (directoryAt + bytes.readUInt32LE(endAt + 12) !== endAt) return fault('zip-damaged', 'The list of files in the ZIP is not where its end says.')

  const files = new Map<string, Buffer>()
  const seen = new Set<string>()
  let problem: ZipProblem | undefined
  let contentBytes = 0
  let at = directoryAt
  for (let i = 0; i < count; i += 1) {
    if (at + centralSize > endAt || bytes.readUInt32LE(at) !== signature.central) return fault('zip-damaged', 'The list of files in the ZIP is damaged.')
    const nameLength = bytes.readUInt16LE(at + 28)
    const nextAt = at + centralSize + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
    if (nextAt > endAt) return fault('zip-damaged', 'The list of files in the ZIP is damaged.')
    const name = bytes.toString('latin1', at + centralSize, at + centralSize + nameLength)
    if (!nameForm.test(name)) return fault('zip-unsafe-name', 'The ZIP holds a file whose name a record never has, such as one that would be unpacked into another folder.')
    if (seen.has(name.toLowerCase())) return fault('zip-duplicate', `The ZIP holds two files named ${name}: programs would not agree which one is meant.`)
    seen.add(name.toLowerCase())
    if (bytes.readUInt16LE(at + 10) !== 0) return fault('zip-compressed', 'The ZIP is compressed: it was packed anew by another program. Ask for the file as it was exported.')
    const size = bytes.readUInt32LE(at + 24)
    const localAt = bytes.readUInt32LE(at + 42)
    if (localAt + localSize > directoryAt || bytes.readUInt32LE(localAt) !== signature.local) return fault('zip-damaged', `The ZIP is damaged at the file ${name}.`)
    const contentAt = localAt + localSize + bytes.readUInt16LE(localAt + 26) + bytes.readUInt16LE(localAt + 28)
    if (contentAt + size > directoryAt) return fault('zip-damaged', `The ZIP is damaged at the file ${name}.`)
    contentBytes += size
    // A small ZIP could otherwise stand for gigabytes, as each of its files is written again.
    if (contentBytes > directoryAt) return fault('zip-damaged', 'Files in the ZIP lie on top of each other: it names the same bytes more than once.')
    const content = bytes.subarray(contentAt, contentAt + size)
    if (crc32(content) !== bytes.readUInt32LE(at + 16)) problem ??= { code: 'zip-damaged', message: `The file ${name} was changed or damaged: its CRC-32 is wrong.` }
    files.set(name, content)
    at = nextAt
  }
  if (problem === undefined && !writeCanonicalZip(files).equals(bytes)) {
    problem = { code: 'zip-not-canonical', message: 'The ZIP was packed anew or changed by another program: a record has one exact form. Ask for the file as it was exported.' }
  }
  return { files, problem }
}

/** A ZIP is told by its first bytes or, where those were damaged, by its last. */
function looksLikeZip(bytes: Buffer): boolean {
  if (bytes.length < endSize) return false
  const start = bytes.readUInt32LE(0)
  return start === signature.local || start === signature.end || bytes.readUInt32LE(bytes.length - endSize) === signature.end
}
