import { splitFinder, type SplitFinder } from './find-split.ts'
import { treeWriter, type FlatTree, type TreeWriter } from './flat-tree.ts'
import type { ForestRows } from './forest-rows.ts'
import { leftKey, rightKey } from './keyed-hash.ts'
import type { Shape } from './settings.ts'
import { partitioner, putSplit, type Partition } from './split.ts'

/** Writes the subtree of the rows from `from` to `to`, and puts these in its order: the rows of every node stand together. */
export type GrowTree = (rows: Int32Array, from: number, to: number, depth: number, key: number, out: TreeWriter) => void

export function treeGrower({ columns }: ForestRows, { find, putLeaf }: SplitFinder, partition: Partition): GrowTree {
  function grow(rows: Int32Array, from: number, to: number, depth: number, key: number, out: TreeWriter): void {
    const split = find(rows, from, to, depth, key)
    if (split === undefined) return putLeaf(out)
    const at = putSplit(split, columns, out)
    const middle = partition(rows, from, to, split)
    grow(rows, from, middle, depth + 1, leftKey(key), out)
    out.set(at + 1, out.length() - at)
    return grow(rows, middle, to, depth + 1, rightKey(key), out)
  }
  return grow
}

/** The tree of all rows of a table. */
export function grownTree(table: ForestRows, shape: Shape, key: number): FlatTree {
  const out = treeWriter()
  const grow = treeGrower(table, splitFinder(table, shape), partitioner(table.columns))
  grow(allRows(table.count), 0, table.count, 0, key, out)
  return out.done()
}

function allRows(count: number): Int32Array {
  const rows = new Int32Array(count)
  for (let row = 0; row < count; row += 1) rows[row] = row
  return rows
}
