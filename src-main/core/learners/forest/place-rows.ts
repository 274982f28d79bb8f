import type { Recipe } from '../learner.ts'
import type { ForestRows } from './forest-rows.ts'
import { fold, hashText, mix, pick } from './keyed-hash.ts'
import type { Shape } from './settings.ts'

/** Keys of the recipe's row key, which is a function of the seed: one for what a row is, one for the trees. */
export function forestKeys({ rowKey }: Recipe): { rows: number; trees: number } {
  const key = hashText(rowKey)
  return { rows: fold(key, 1), trees: fold(key, 2) }
}

/** The tree of a group that a row is in. */
const treeOf = (rowHash: number, group: number, groupKey: number, shards: number): number => group * shards + pick(mix(groupKey ^ rowHash), shards)

const keyOfGroup = (treesKey: number, group: number): number => fold(treesKey, ~group)

/** The rows of each tree, in their order. */
export function placeRows({ hashes, count }: ForestRows, { groups, shards }: Shape, treesKey: number): Int32Array[] {
  const sizes = new Int32Array(shards)
  const place = new Uint16Array(count)
  const lists: Int32Array[] = []
  for (let group = 0; group < groups; group += 1) {
    const groupKey = keyOfGroup(treesKey, group)
    const first = group * shards
    sizes.fill(0)
    for (let row = 0; row < count; row += 1) {
      const shard = treeOf(hashes[row]!, group, groupKey, shards) - first
      place[row] = shard
      sizes[shard]! += 1
    }
    const own = Array.from(sizes, size => new Int32Array(size))
    sizes.fill(0)
    for (let row = 0; row < count; row += 1) {
      const shard = place[row]!
      own[shard]![sizes[shard]!] = row
      sizes[shard]! += 1
    }
    lists.push(...own)
  }
  return lists
}

/** The same of a few rows: an empty list for most trees. */
export function placeFew({ hashes }: ForestRows, { groups, shards }: Shape, treesKey: number, rows: readonly number[]): number[][] {
  const lists: number[][] = Array.from({ length: groups * shards }, () => [])
  for (let group = 0; group < groups; group += 1) {
    const groupKey = keyOfGroup(treesKey, group)
    for (const row of rows) lists[treeOf(hashes[row]!, group, groupKey, shards)]!.push(row)
  }
  return lists
}
