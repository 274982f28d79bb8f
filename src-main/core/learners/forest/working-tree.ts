import type { Candidates } from './candidates.ts'
import { treeWriter, type FlatTree, type TreeWriter } from './flat-tree.ts'
import type { ForestColumn } from './forest-rows.ts'
import { putSplit, type Split } from './split.ts'

/**
 * A tree between two erasures, with the rows of its nodes (as positions in the table). Nothing in it is ever changed: erasing
 * makes new nodes along the paths of the rows and shares all others.
 */
export type WorkingNode = ClosedNode | OpenNode

/** A node with what is below it as it is published. Nothing is counted: a small node, or one that no erasure has come to yet. */
export interface ClosedNode {
  readonly rows: Int32Array
  readonly tree: FlatTree
}

/** A node that an erasure came to. */
export interface OpenNode {
  readonly count: number
  readonly split: Split
  /** What it was chosen from; undefined where keeping that would take too much room. */
  readonly candidates: Candidates | undefined
  readonly left: WorkingNode
  readonly right: WorkingNode
}

export const isClosed = (node: WorkingNode): node is ClosedNode => 'tree' in node

export const rowCount = (node: WorkingNode): number => (isClosed(node) ? node.rows.length : node.count)

/** All rows below a node, in a new array. */
export function rowsBelow(node: WorkingNode): Int32Array {
  const rows = new Int32Array(rowCount(node))
  let next = 0
  const gather = (below: WorkingNode): void => {
    if (isClosed(below)) {
      rows.set(below.rows, next)
      next += below.rows.length
      return
    }
    gather(below.left)
    gather(below.right)
  }
  gather(node)
  return rows
}

const written = new WeakMap<WorkingNode, FlatTree>()

/** The tree as one array, written once. */
export function flatTreeOf(root: WorkingNode, columns: readonly ForestColumn[]): FlatTree {
  if (isClosed(root)) return root.tree
  const known = written.get(root)
  if (known !== undefined) return known
  const out = treeWriter()
  writeNode(root, columns, out)
  const tree = out.done()
  written.set(root, tree)
  return tree
}

function writeNode(node: WorkingNode, columns: readonly ForestColumn[], out: TreeWriter): void {
  if (isClosed(node)) return out.copy(node.tree)
  const at = putSplit(node.split, columns, out)
  writeNode(node.left, columns, out)
  out.set(at + 1, out.length() - at)
  return writeNode(node.right, columns, out)
}
