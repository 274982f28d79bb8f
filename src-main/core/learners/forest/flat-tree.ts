/**
 * A tree as one array, top first. A leaf is −1, how many classes it has, and each class with its rows; a number's split is the
 * feature, how far on its right side begins, and the threshold; a category's the feature, how far on its right side begins,
 * 1 where the levels listed go left, how many are listed, and these. The left side follows at once, then the right side.
 */
export type FlatTree = Float64Array

export const isLeaf = (tree: FlatTree, at: number): boolean => tree[at] === -1

/** How long the head of a split is. */
export const headLength = (tree: FlatTree, at: number, isNumber: boolean): number => (isNumber ? 3 : 4 + tree[at + 3]!)

/** Where a leaf ends. */
export const leafEnd = (tree: FlatTree, at: number): number => at + 2 + 2 * tree[at + 1]!

export interface TreeWriter {
  readonly length: () => number
  put(value: number): void
  set(at: number, value: number): void
  copy(tree: FlatTree): void
  /** What was written, and the writer empty again. */
  done(): FlatTree
}

export function treeWriter(): TreeWriter {
  let array = new Float64Array(256)
  let length = 0
  const reserve = (more: number) => {
    if (length + more <= array.length) return
    const larger = new Float64Array(2 * (length + more))
    larger.set(array.subarray(0, length))
    array = larger
  }
  return {
    length: () => length,
    put(value) {
      reserve(1)
      array[length] = value
      length += 1
    },
    set(at, value) {
      array[at] = value
    },
    copy(tree) {
      reserve(tree.length)
      array.set(tree, length)
      length += tree.length
    },
    done() {
      const tree = array.slice(0, length)
      length = 0
      return tree
    },
  }
}
