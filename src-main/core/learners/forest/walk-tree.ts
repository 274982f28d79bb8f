import { headLength, isLeaf, leafEnd, type FlatTree } from './flat-tree.ts'
import { classCount, type Vocabulary } from './vocabulary.ts'

/** The tree with its levels and classes numbered anew: only those are dropped that no node names. */
export function renumber(tree: FlatTree, { features }: Vocabulary, levels: readonly (Int32Array | undefined)[], classes: Int32Array | undefined): FlatTree {
  const result = tree.slice()
  for (let at = 0; at < tree.length;) {
    if (isLeaf(tree, at)) {
      const end = leafEnd(tree, at)
      if (classes !== undefined) for (let i = at + 2; i < end; i += 2) result[i] = classes[tree[i]!]!
      at = end
      continue
    }
    const feature = tree[at]!
    const end = at + headLength(tree, at, features[feature]!.kind === 'number')
    const numbers = levels[feature]
    if (numbers !== undefined) for (let i = at + 4; i < end; i += 1) result[i] = numbers[tree[i]!]!
    at = end
  }
  return result
}

/** What each feature's splits lower Gini's impurity by, times rows, added to `sums`; of what is published, so of the leaves' counts alone. Empty trees add nothing. */
export function addImportance(tree: FlatTree, vocabulary: Vocabulary, sums: Float64Array): void {
  const { features } = vocabulary
  /** The counts below a node, and where it ends. */
  const below = (at: number): { counts: Float64Array; rows: number; end: number } => {
    const counts = new Float64Array(classCount(vocabulary))
    if (isLeaf(tree, at)) {
      const end = leafEnd(tree, at)
      let rows = 0
      for (let i = at + 2; i < end; i += 2) {
        counts[tree[i]!] = tree[i + 1]!
        rows += tree[i + 1]!
      }
      return { counts, rows, end }
    }
    const feature = tree[at]!
    const left = below(at + headLength(tree, at, features[feature]!.kind === 'number'))
    const right = below(left.end)
    const rows = left.rows + right.rows
    for (let k = 0; k < counts.length; k += 1) {
      counts[k] = left.counts[k]! + right.counts[k]!
      sums[feature]! += (left.counts[k]! * rows - left.rows * counts[k]!) ** 2 / (left.rows * right.rows * rows)
    }
    return { counts, rows, end: right.end }
  }
  below(0)
}

/** True where the array is one whole tree in the words of the vocabulary: what a damaged one is not. */
export function isTree(tree: FlatTree, vocabulary: Vocabulary): boolean {
  const classes = classCount(vocabulary)
  const { features } = vocabulary
  const rises = (from: number, to: number, step: number, below: number): boolean => {
    for (let i = from; i < to; i += step) if (!whole(tree[i], i === from ? 0 : tree[i - step]! + 1, below - 1)) return false
    return true
  }
  /** Where the node ends, or −1. */
  const nodeEnd = (at: number, depth: number): number => {
    if (at >= tree.length || depth > mostDepth) return -1
    if (isLeaf(tree, at)) {
      if (!whole(tree[at + 1], depth === 0 ? 0 : 1, classes)) return -1
      const end = leafEnd(tree, at)
      for (let i = at + 2; i < end; i += 2) if (!whole(tree[i + 1], 1, 2 ** 32)) return -1
      return rises(at + 2, end, 2, classes) ? end : -1
    }
    const feature = tree[at]
    if (!whole(feature, 0, features.length - 1)) return -1
    const { [feature]: named } = features
    if (named!.kind === 'number') {
      if (Number.isNaN(tree[at + 2] ?? Number.NaN)) return -1
    } else if (!whole(tree[at + 2], 0, 1) || !whole(tree[at + 3], 1, named!.levels.length) || !rises(at + 4, at + 4 + tree[at + 3]!, 1, named!.levels.length)) return -1
    const left = nodeEnd(at + headLength(tree, at, named!.kind === 'number'), depth + 1)
    return left === -1 || left - at !== tree[at + 1] ? -1 : nodeEnd(left, depth + 1)
  }
  return nodeEnd(0, 0) === tree.length
}

const whole = (value: number | undefined, least: number, most: number): value is number => Number.isInteger(value) && value! >= least && value! <= most

/** The deepest tree the settings allow. */
const mostDepth = 40
