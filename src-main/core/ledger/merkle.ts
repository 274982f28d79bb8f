/**
 * The Merkle tree of RFC 6962 section 2.1 and RFC 9162 section 2.1: pure, and nothing but node:crypto, because the checker
 * inside every record is built from this file and runs on Node 18.
 */
import * as crypto from 'node:crypto'

// A whole ledger is a million of these. crypto.hash (Node 21.7) is a third faster than createHash, and a text of one character a byte
// comes three times as fast as a Buffer with memory of its own.
type Form = 'binary' | 'base64'
const digestText: (bytes: Uint8Array, form: Form) => string = typeof crypto.hash === 'function'
  ? (bytes, form) => crypto.hash('sha256', bytes, form)
  : (bytes, form) => crypto.createHash('sha256').update(bytes).digest(form)

const digest = (bytes: Uint8Array): Buffer => Buffer.from(digestText(bytes, 'binary'), 'binary')

/** The root of no leaves: SHA-256 of nothing. */
export const emptyRoot: Buffer = digest(Buffer.alloc(0))

/** SHA-256(0x00 || leaf). */
export function hashLeaf(leaf: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(leaf.length + 1)
  bytes[0] = 0
  bytes.set(leaf, 1)
  return digest(bytes)
}

const pair = Buffer.alloc(65, 1)

/** SHA-256(0x01 || left || right), both of 32 bytes. */
export function hashNode(left: Uint8Array, right: Uint8Array): Buffer {
  pair.set(left, 1)
  pair.set(right, 33)
  return digest(pair)
}

/** The hash of the complete subtree over the 2^level leaves that begin at leaf position * 2^level (counted from 0). */
export type SubtreeHash = (level: number, position: number) => Buffer

/** A tree that can only grow, kept as the roots of its complete subtrees from left to right: O(log n) memory. */
export interface Frontier {
  size: number
  /** The root at index i covers 2^i leaves where bit i of size is set; otherwise it is left over and means nothing. */
  readonly peaks: Buffer[]
}

export const newFrontier = (): Frontier => ({ size: 0, peaks: [] })

export const copyFrontier = (frontier: Frontier): Frontier => ({ size: frontier.size, peaks: [...frontier.peaks] })

/** Adds one leaf hash and reports every complete subtree this finishes, the leaf itself first. */
export function appendLeaf(frontier: Frontier, leafHash: Buffer, completed?: (level: number, position: number, hash: Buffer) => void): void {
  let position = frontier.size
  let hash = leafHash
  let level = 0
  completed?.(0, position, hash)
  while (position % 2 === 1) {
    hash = hashNode(frontier.peaks[level]!, hash)
    position = (position - 1) / 2
    level += 1
    completed?.(level, position, hash)
  }
  frontier.peaks[level] = hash
  frontier.size += 1
}

/** The root over all leaves added so far. */
export const frontierRoot = (frontier: Frontier): Buffer => Buffer.from(frontierRootText(frontier), 'base64')

/** The same in base64, as a checkpoint says it: a ledger with a checkpoint over every entry asks for as many roots, and only compares them. */
export function frontierRootText({ size, peaks }: Frontier): string {
  let root: string | undefined
  for (let level = 0, rest = size; rest > 0; level += 1, rest = Math.floor(rest / 2)) {
    if (rest % 2 === 0) continue
    const form = rest === 1 ? 'base64' : 'binary'
    if (root === undefined) {
      root = peaks[level]!.toString(form)
    } else {
      // hashNode, without a Buffer for each step.
      pair.set(peaks[level]!, 1)
      pair.write(root, 33, 'binary')
      root = digestText(pair, form)
    }
  }
  return root ?? emptyRoot.toString('base64')
}

/** The root over a list of leaf hashes. */
export function rootOf(leafHashes: Iterable<Buffer>): Buffer {
  const frontier = newFrontier()
  for (const leafHash of leafHashes) appendLeaf(frontier, leafHash)
  return frontierRoot(frontier)
}

/** The largest power of two below size, as its exponent; size is at least 2. */
export function splitLevel(size: number): number {
  let level = 0
  while (2 ** (level + 1) < size) level += 1
  return level
}

/** The root over leaves begin to end - 1; begin must be a multiple of the smallest power of two that holds the range. */
function rangeRoot(begin: number, end: number, subtree: SubtreeHash): Buffer {
  const size = end - begin
  if (size === 1) return subtree(0, begin)
  const level = splitLevel(size)
  const k = 2 ** level
  if (size === 2 * k) return subtree(level + 1, begin / size)
  return hashNode(subtree(level, begin / k), rangeRoot(begin + k, end, subtree))
}

/** The root over the first size leaves, from O(log size) subtree hashes. */
export function treeRoot(size: number, subtree: SubtreeHash): Buffer {
  return size === 0 ? emptyRoot : rangeRoot(0, size, subtree)
}

/** The audit path of the leaf at index (from 0) in the tree of the first size leaves: PATH(m, D[n]) of RFC 6962 2.1.1. */
export function inclusionProof(index: number, size: number, subtree: SubtreeHash): Buffer[] {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) {
    throw new Error(`There is no leaf ${index} in a tree of ${size}`)
  }
  const path: Buffer[] = []
  let begin = 0
  let end = size
  while (end - begin > 1) {
    const middle = begin + 2 ** splitLevel(end - begin)
    if (index < middle) {
      path.push(rangeRoot(middle, end, subtree))
      end = middle
    } else {
      path.push(rangeRoot(begin, middle, subtree))
      begin = middle
    }
  }
  return path.reverse()
}

/** Proof that the tree of the first to leaves begins with the tree of the first from leaves: RFC 6962 2.1.2. */
export function consistencyProof(from: number, to: number, subtree: SubtreeHash): Buffer[] {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || from > to) {
    throw new Error(`A tree of ${to} does not extend a tree of ${from}`)
  }
  if (from === 0 || from === to) return []
  const path: Buffer[] = []
  let begin = 0
  let end = to
  // Down to the subtree that ends exactly where the old tree ended.
  while (end !== from) {
    const middle = begin + 2 ** splitLevel(end - begin)
    if (from <= middle) {
      path.push(rangeRoot(middle, end, subtree))
      end = middle
    } else {
      path.push(rangeRoot(begin, middle, subtree))
      begin = middle
    }
  }
  // begin is 0 only where the old tree is one complete subtree: its root is known to the verifier.
  if (begin > 0) path.push(rangeRoot(begin, end, subtree))
  return path.reverse()
}

const isSize = (value: number) => Number.isSafeInteger(value) && value >= 0
const half = (value: number) => Math.floor(value / 2)

/** True where the proof shows the leaf at index (from 0) to be in the tree of this size and root: RFC 9162 2.1.3.2. */
export function verifyInclusion(leafHash: Buffer, index: number, size: number, proof: readonly Buffer[], root: Buffer): boolean {
  if (!isSize(index) || !isSize(size) || index >= size) return false
  let first = index
  let last = size - 1
  let hash = leafHash
  for (const sibling of proof) {
    if (last === 0 || sibling.length !== 32) return false
    if (first % 2 === 1 || first === last) {
      hash = hashNode(sibling, hash)
      while (first % 2 === 0 && first !== 0) {
        first = half(first)
        last = half(last)
      }
    } else {
      hash = hashNode(hash, sibling)
    }
    first = half(first)
    last = half(last)
  }
  return last === 0 && hash.equals(root)
}

/** True where the proof shows the tree of size to to begin with the tree of size from: RFC 9162 2.1.4.2. */
export function verifyConsistency(from: number, fromRoot: Buffer, to: number, toRoot: Buffer, proof: readonly Buffer[]): boolean {
  if (!isSize(from) || !isSize(to) || from > to) return false
  if (from === 0) return proof.length === 0 && fromRoot.equals(emptyRoot) && (to > 0 || toRoot.equals(emptyRoot))
  if (from === to) return proof.length === 0 && fromRoot.equals(toRoot)
  if (proof.length === 0 || proof.some(hash => hash.length !== 32)) return false
  let first = from - 1
  let last = to - 1
  while (first % 2 === 1) {
    first = half(first)
    last = half(last)
  }
  // first is 0 here exactly where from is a power of two: the old root then stands in for the first hash.
  const path = first === 0 ? [fromRoot, ...proof] : proof
  let fromHash = path[0]!
  let toHash = path[0]!
  for (const sibling of path.slice(1)) {
    if (last === 0) return false
    if (first % 2 === 1 || first === last) {
      fromHash = hashNode(sibling, fromHash)
      toHash = hashNode(sibling, toHash)
      while (first % 2 === 0 && first !== 0) {
        first = half(first)
        last = half(last)
      }
    } else {
      toHash = hashNode(toHash, sibling)
    }
    first = half(first)
    last = half(last)
  }
  return last === 0 && fromHash.equals(fromRoot) && toHash.equals(toRoot)
}
