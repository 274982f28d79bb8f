import type { FeatureRows } from '../../features/feature-rows.ts'
import type { Predictions } from '../learner.ts'
import { headLength, isLeaf, leafEnd, type FlatTree } from './flat-tree.ts'
import type { ForestState } from './forest-state.ts'
import { plainColumns, type PlainColumn } from './plain-columns.ts'
import { classCount } from './vocabulary.ts'

/**
 * The mean over the trees of the share each class has of the leaf a row comes to; trees without rows say nothing. All rows go down a
 * tree together: at each of its nodes they are parted once.
 */
export function predictForest({ vocabulary, trees }: ForestState, rows: FeatureRows, part: 'train' | 'test'): Predictions {
  const { count, columns } = plainColumns([rows], vocabulary, part)
  const classes = classCount(vocabulary)
  const grown = trees.filter(tree => !(tree[0] === -1 && tree[1] === 0))
  const shares = new Float64Array(count * classes).fill(grown.length === 0 ? 1 / classes : 0)
  const order = new Int32Array(count)
  const partition = plainPartition(columns)
  for (const tree of grown) {
    for (let row = 0; row < count; row += 1) order[row] = row
    const descend = (at: number, from: number, to: number): void => {
      if (from === to) return undefined
      if (isLeaf(tree, at)) return addShares(tree, at, order.subarray(from, to), grown.length, classes, shares)
      const middle = partition(tree, at, order, from, to)
      descend(at + headLength(tree, at, columns[tree[at]!]!.kind === 'number'), from, middle)
      return descend(at + tree[at + 1]!, middle, to)
    }
    descend(0, 0, count)
  }
  if (vocabulary.task === 'multiclass') return { values: shares, classes: vocabulary.classes }
  return { values: Float64Array.from({ length: count }, (_, row) => shares[2 * row + 1]!), classes: [] }
}

/** Adds to each row's classes their share of the leaf, as one of so many trees. */
function addShares(tree: FlatTree, leaf: number, rows: Int32Array, trees: number, classes: number, shares: Float64Array): void {
  const end = leafEnd(tree, leaf)
  let own = 0
  for (let i = leaf + 2; i < end; i += 2) own += tree[i + 1]!
  for (let i = leaf + 2; i < end; i += 2) {
    const share = tree[i + 1]! / own / trees
    const at = tree[i]!
    for (let j = 0; j < rows.length; j += 1) shares[rows[j]! * classes + at]! += share
  }
}

/** Puts the rows that go left at a split before the others and returns where those begin. A level that is not listed, known or not, goes the way of the side with more rows. */
function plainPartition(columns: readonly PlainColumn[]): (tree: FlatTree, at: number, rows: Int32Array, from: number, to: number) => number {
  /** 1 for each level listed at the split; the first is for those that are not known. */
  let listed = new Uint8Array(256)
  return (tree, at, rows, from, to) => {
    const column = columns[tree[at]!]!
    let low = from
    let high = to
    if (column.kind === 'number') {
      const { values } = column
      const threshold = tree[at + 2]!
      while (low < high) {
        const row = rows[low]!
        if (values[row]! <= threshold) low += 1
        else {
          high -= 1
          rows[low] = rows[high]!
          rows[high] = row
        }
      }
      return low
    }
    const { codes, levels } = column
    const side = tree[at + 2]!
    const end = headLength(tree, at, false) + at
    if (listed.length <= levels) listed = new Uint8Array(levels + 1)
    for (let i = at + 4; i < end; i += 1) listed[tree[i]! + 1] = 1
    while (low < high) {
      const row = rows[low]!
      if (listed[codes[row]! + 1] === side) low += 1
      else {
        high -= 1
        rows[low] = rows[high]!
        rows[high] = row
      }
    }
    for (let i = at + 4; i < end; i += 1) listed[tree[i]! + 1] = 0
    return low
  }
}
