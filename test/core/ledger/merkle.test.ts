import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { appendLeaf, consistencyProof, emptyRoot, frontierRoot, frontierRootText, hashLeaf, inclusionProof, newFrontier, rootOf, treeRoot, verifyConsistency, verifyInclusion, type SubtreeHash } from '../../../src-main/core/ledger/merkle.ts'

// Certificate Transparency's own vectors: google/certificate-transparency, cpp/merkletree/merkle_tree_test.cc (kSHA256Roots),
// repeated in transparency-dev/merkle testonly/constants.go.
const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(hex => Buffer.from(hex, 'hex'))
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const leaves = inputs.map(input => hashLeaf(input))
const hex = (hashes: readonly Buffer[]) => hashes.map(hash => hash.toString('hex'))

/** RFC 6962 section 2.1 as it is written, sharing nothing with the code under test. */
const sha = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
function naiveSplit(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}
function naiveRoot(d: readonly Buffer[]): Buffer {
  if (d.length === 0) return sha()
  if (d.length === 1) return sha(Buffer.of(0), d[0]!)
  const k = naiveSplit(d.length)
  return sha(Buffer.of(1), naiveRoot(d.slice(0, k)), naiveRoot(d.slice(k)))
}
function naivePath(m: number, d: readonly Buffer[]): Buffer[] {
  if (d.length === 1) return []
  const k = naiveSplit(d.length)
  return m < k ? [...naivePath(m, d.slice(0, k)), naiveRoot(d.slice(k))] : [...naivePath(m - k, d.slice(k)), naiveRoot(d.slice(0, k))]
}
function naiveSubproof(m: number, d: readonly Buffer[], known: boolean): Buffer[] {
  if (m === d.length) return known ? [] : [naiveRoot(d)]
  const k = naiveSplit(d.length)
  return m <= k
    ? [...naiveSubproof(m, d.slice(0, k), known), naiveRoot(d.slice(k))]
    : [...naiveSubproof(m - k, d.slice(k), false), naiveRoot(d.slice(0, k))]
}

/** Complete subtrees of a list of leaf hashes, counting how many were asked for. */
function subtreesOf(leafHashes: readonly Buffer[]): { subtree: SubtreeHash; asked: () => number } {
  const nodes = new Map<string, Buffer>()
  const frontier = newFrontier()
  for (const leaf of leafHashes) appendLeaf(frontier, leaf, (level, position, hash) => nodes.set(`${level}/${position}`, hash))
  let count = 0
  return {
    asked: () => count,
    subtree: (level, position) => {
      count += 1
      const hash = nodes.get(`${level}/${position}`)
      if (hash === undefined) throw new Error(`no complete subtree ${level}/${position}`)
      return hash
    },
  }
}

describe('the vectors of Certificate Transparency', () => {
  test('the root of nothing is the hash of nothing', () => {
    expect(emptyRoot.toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(rootOf([])).toEqual(emptyRoot)
  })

  test('roots of 1 to 8 leaves', () => {
    const { subtree } = subtreesOf(leaves)
    expect(hex(roots.map((_, i) => rootOf(leaves.slice(0, i + 1))))).toEqual(roots)
    expect(hex(roots.map((_, i) => treeRoot(i + 1, subtree)))).toEqual(roots)
    const frontier = newFrontier()
    expect([frontierRoot(frontier), frontierRootText(frontier)]).toEqual([emptyRoot, emptyRoot.toString('base64')])
    expect(leaves.slice(0, roots.length).map(leaf => {
      appendLeaf(frontier, leaf)
      return Buffer.from(frontierRootText(frontier), 'base64').toString('hex')
    })).toEqual(roots)
  })

  test('inclusion and consistency proofs', () => {
    const { subtree } = subtreesOf(leaves)
    expect(hex(inclusionProof(0, 1, subtree))).toEqual([])
    expect(hex(inclusionProof(0, 8, subtree))).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ])
    expect(hex(inclusionProof(5, 8, subtree))).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
    expect(hex(inclusionProof(2, 3, subtree))).toEqual(['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'])
    expect(hex(consistencyProof(1, 1, subtree))).toEqual([])
    expect(hex(consistencyProof(1, 8, subtree))).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ])
    expect(hex(consistencyProof(6, 8, subtree))).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
    expect(hex(consistencyProof(2, 5, subtree))).toEqual([
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ])
  })
})

const trees = fc.array(fc.uint8Array({ maxLength: 4 }), { minLength: 1, maxLength: 70 }).map(list => list.map(bytes => Buffer.from(bytes)))

test('roots and proofs equal those of the definition, and verify', () => {
  fc.assert(fc.property(trees, fc.nat(), fc.nat(), (data, a, b) => {
    const hashes = data.map(hashLeaf)
    const { subtree } = subtreesOf(hashes)
    const size = 1 + (a % data.length)
    const index = b % size
    const part = data.slice(0, size)
    const root = treeRoot(size, subtree)
    expect(root).toEqual(naiveRoot(part))
    expect(rootOf(hashes.slice(0, size))).toEqual(root)
    const inclusion = inclusionProof(index, size, subtree)
    expect(inclusion).toEqual(naivePath(index, part))
    expect(verifyInclusion(hashes[index]!, index, size, inclusion, root)).toBe(true)
    const whole = naiveRoot(data)
    const consistency = consistencyProof(size, data.length, subtree)
    expect(consistency).toEqual(naiveSubproof(size, data, true))
    expect(verifyConsistency(size, root, data.length, whole, consistency)).toBe(true)
  }))
})

const flip = (hash: Buffer) => Buffer.concat([Buffer.of(hash[0]! ^ 1), hash.subarray(1)])

test('a proof changed in any way does not verify', () => {
  fc.assert(fc.property(fc.integer({ min: 2, max: 40 }), fc.nat(), fc.nat(), (total, a, b) => {
    const hashes = Array.from({ length: total }, (_, i) => hashLeaf(Buffer.of(i)))
    const { subtree } = subtreesOf(hashes)
    const size = 1 + (a % total)
    const index = b % size
    const root = treeRoot(size, subtree)
    const whole = treeRoot(total, subtree)
    const inclusion = inclusionProof(index, size, subtree)
    const consistency = consistencyProof(size, total, subtree)
    expect(verifyInclusion(flip(hashes[index]!), index, size, inclusion, root)).toBe(false)
    expect(verifyInclusion(hashes[index]!, index, size, inclusion, flip(root))).toBe(false)
    expect(verifyInclusion(hashes[index]!, index, size, [...inclusion, root], root)).toBe(false)
    expect(verifyInclusion(hashes[index]!, size, size, inclusion, root)).toBe(false)
    inclusion.forEach((_, i) => {
      expect(verifyInclusion(hashes[index]!, index, size, inclusion.with(i, flip(inclusion[i]!)), root)).toBe(false)
      expect(verifyInclusion(hashes[index]!, index, size, inclusion.toSpliced(i, 1), root)).toBe(false)
    })
    expect(verifyConsistency(size, flip(root), total, whole, consistency)).toBe(false)
    expect(verifyConsistency(size, root, total, flip(whole), consistency)).toBe(false)
    expect(verifyConsistency(total + 1, root, total, whole, consistency)).toBe(false)
    expect(verifyConsistency(size, root, total, whole, [...consistency, whole])).toBe(false)
    consistency.forEach((_, i) => {
      expect(verifyConsistency(size, root, total, whole, consistency.with(i, flip(consistency[i]!)))).toBe(false)
      expect(verifyConsistency(size, root, total, whole, consistency.toSpliced(i, 1))).toBe(false)
    })
  }))
})

test('sizes that cannot be are refused, never looped over', () => {
  const root = hashLeaf(Buffer.alloc(0))
  for (const size of [-1, 0.5, Number.NaN, Infinity, 2 ** 60]) {
    expect(verifyInclusion(root, 0, size, [], root)).toBe(false)
    expect(verifyConsistency(1, root, size, root, [])).toBe(false)
  }
  expect(verifyConsistency(0, emptyRoot, 5, root, [])).toBe(true)
  expect(verifyConsistency(0, root, 5, root, [])).toBe(false)
})

test('making a proof asks for few subtrees, however many leaves there are', () => {
  const { subtree, asked } = subtreesOf(Array.from({ length: 5000 }, (_, i) => hashLeaf(Buffer.from(String(i)))))
  inclusionProof(1234, 4999, subtree)
  consistencyProof(1234, 4999, subtree)
  expect(asked()).toBeLessThan(60)
})
