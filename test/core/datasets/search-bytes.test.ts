import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { byteSearch, leastPatternBytes } from '../../../src-main/core/datasets/search-bytes.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-search-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Hit = readonly [pattern: number, offset: number]
const inOrder = (hits: Hit[]) => hits.sort(([a, x], [b, y]) => x - y || a - b)

function naive(patterns: readonly Uint8Array[], bytes: Buffer): Hit[] {
  return inOrder(patterns.flatMap((pattern, index) => {
    const hits: Hit[] = []
    for (let at = bytes.indexOf(pattern); at !== -1; at = bytes.indexOf(pattern, at + 1)) hits.push([index, at])
    return hits
  }))
}

function inBuffer(patterns: readonly Uint8Array[], bytes: Buffer): Hit[] {
  const hits: Hit[] = []
  byteSearch(patterns).searchBuffer(bytes, (pattern, offset) => hits.push([pattern, offset]))
  return inOrder(hits)
}

function inFile(patterns: readonly Uint8Array[], bytes: Buffer): Hit[] {
  const file = join(folder, 'searched')
  writeFileSync(file, bytes)
  const descriptor = openSync(file, 'r')
  try {
    const hits: Hit[] = []
    expect(byteSearch(patterns).searchDescriptor(descriptor, (pattern, offset) => hits.push([pattern, offset]))).toBe(bytes.length)
    return inOrder(hits)
  } finally {
    closeSync(descriptor)
  }
}

// Few different bytes, so that patterns overlap themselves and each other.
const bytes = (minLength: number, maxLength: number) => fc.uint8Array({ minLength, maxLength, max: 2 }).map(array => Buffer.from(array))

test('finds every pattern at every place, as a naive search does', () => {
  fc.assert(fc.property(fc.array(bytes(leastPatternBytes, 12), { minLength: 1, maxLength: 8 }), bytes(0, 200), (patterns, text) => {
    const expected = naive(patterns, text)
    expect(inBuffer(patterns, text)).toEqual(expected)
    expect(inFile(patterns, text)).toEqual(expected)
  }), { numRuns: 500 })
})

test('finds patterns of which many begin alike, as a naive search does', () => {
  const start = Buffer.from([1, 0, 1, 2])
  fc.assert(fc.property(fc.array(bytes(2, 10), { minLength: 9, maxLength: 40 }), fc.array(fc.nat(39), { maxLength: 12 }), bytes(0, 60), (ends, places, noise) => {
    const patterns = ends.map(end => Buffer.concat([start, end]))
    const text = Buffer.concat([noise, ...places.flatMap(place => [patterns[place % patterns.length]!, noise.subarray(0, place % 5)])])
    const expected = naive(patterns, text)
    expect(inBuffer(patterns, text)).toEqual(expected)
    expect(inFile(patterns, text)).toEqual(expected)
  }), { numRuns: 300 })
})

test('finds patterns across the borders of the blocks a file is read in, once each', () => {
  const block = 4 * 1024 * 1024
  const long = Buffer.from('a much longer pattern that sits across the border of two blocks, wherever it begins')
  const patterns = [Buffer.from('border'), long, Buffer.alloc(9, 7)]
  const text = Buffer.alloc(2 * block + 1000)
  for (const [i, border] of [block, 2 * block].entries()) {
    for (const [k, pattern] of patterns.entries()) pattern.copy(text, border - [3, 40, 8][k]! + (i === 0 ? 0 : 1) + (k - 1) * 500)
  }
  expect(inFile(patterns, text)).toEqual(naive(patterns, text))
})

test('finds a pattern at each offset around a block border', () => {
  const block = 4 * 1024 * 1024
  const pattern = Buffer.from('needle-in-two-blocks')
  for (const shift of [-21, -20, -19, -10, -1, 0, 1]) {
    const text = Buffer.alloc(block + 100)
    pattern.copy(text, block + shift)
    expect(inFile([pattern], text)).toEqual([[0, block + shift]])
  }
})

test('refuses patterns so short that they match by chance', () => {
  expect(() => byteSearch([Buffer.from('12345')])).toThrow(RangeError)
})
