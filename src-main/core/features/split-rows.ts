import { hash } from 'node:crypto'
import type { Cell } from '../datasets/cell.ts'

/** The key of a recipe's row keys, 64 hex digits: a function of the recipe's seed alone. */
export const rowKeyKey = (seed: number): string => hash('sha256', `lethe row key v1\n${seed}`, 'hex')

/**
 * The row key: a keyed 64-bit hash of what identifies the row, and the only thing about a row that a choice may look at.
 * First 8 bytes of SHA-256(key in hex ‖ text), big-endian, as a fraction of 2^64 (rounded to float64).
 */
export function rowKey(key: string, text: string): number {
  const digest = hash('sha256', key + text, 'buffer')
  return (digest.readUInt32BE(0) * 2 ** 32 + digest.readUInt32BE(4)) / 2 ** 64
}

/** A row without a person is identified by its content: what was learned from, then the label, as JSON. Equal rows share a key. */
export const contentText = (features: readonly Cell[], label: Cell): string => JSON.stringify([...features, label])
