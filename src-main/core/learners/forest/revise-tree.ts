import type { TreeWork } from '../../../contract/model.ts'
import type { Candidates } from './candidates.ts'
import { splitFinder } from './find-split.ts'
import { headLength, isLeaf, treeWriter } from './flat-tree.ts'
import type { ForestRows } from './forest-rows.ts'
import { treeGrower } from './grow-tree.ts'
import { leftKey, rightKey } from './keyed-hash.ts'
import type { Shape } from './settings.ts'
import { goesLeft, partitioner, splitAt, type Split } from './split.ts'
import { unlikeRows } from './unlike-rows.ts'
import { isClosed, rowCount, rowsBelow, type ClosedNode, type WorkingNode } from './working-tree.ts'

/** When a node is grown again rather than corrected. For speed only: the tree is the same whatever these are. */
export interface Pace {
  /** Nodes with fewer rows. */
  readonly smallRows: number
  /** Where more than this share of its rows is gone or came, little of what is below can stay. */
  readonly changedShare: number
  /** The same of a node that was not counted yet: each node below that a row is gone from would have to be, as in growing it. */
  readonly uncountedShare: number
  /** Where more than this share of its rows moves from side to side. */
  readonly movedShare: number
}

export const usualPace: Pace = { smallRows: 32, changedShare: 0.25, uncountedShare: 0.02, movedShare: 0.1 }

/** Counts what is done to trees. */
export type TreeWorkCounts = { -readonly [of in keyof TreeWork]: number }

export interface TreeReviser {
  /** The tree without the rows that are gone. */
  revise(root: WorkingNode, gone: readonly number[], key: number, work: TreeWorkCounts): WorkingNode
}

/** Rows of a node that is revised: in it before only, and after only. */
interface Change {
  readonly gone: readonly number[]
  readonly came: readonly number[]
}

/** A node's two sides before the change. */
interface Sides {
  readonly split: Split
  readonly left: WorkingNode
  readonly right: WorkingNode
}

export function treeReviser(table: ForestRows, shape: Shape, pace: Pace = usualPace): TreeReviser {
  const { columns } = table
  const finder = splitFinder(table, shape)
  const partition = partitioner(columns)
  const grow = treeGrower(table, finder, partition)
  const out = treeWriter()
  const marks = new Uint8Array(table.count)

  /** The rows after the change, in a new array; throws where rows that are to be gone are not there. */
  function changed(rows: Int32Array, { gone, came }: Change): Int32Array {
    const after = new Int32Array(Math.max(0, rows.length - gone.length) + came.length)
    for (let i = 0; i < gone.length; i += 1) marks[gone[i]!] = 1
    let next = 0
    for (let i = 0; i < rows.length; i += 1) {
      const row = rows[i]!
      if (marks[row] === 1) continue
      after[next] = row
      next += 1
    }
    for (let i = 0; i < gone.length; i += 1) marks[gone[i]!] = 0
    if (next + came.length !== after.length) throw unlikeRows()
    after.set(came, next)
    return after
  }

  function closed(rows: Int32Array, depth: number, key: number): ClosedNode {
    grow(rows, 0, rows.length, depth, key, out)
    return { rows, tree: out.done() }
  }

  /** Grows the rows from `from` to `to`. The larger nodes are open at once: they were counted anyway. */
  function grown(rows: Int32Array, from: number, to: number, depth: number, key: number): WorkingNode {
    if (to - from < pace.smallRows) return closed(rows.slice(from, to), depth, key)
    const split = finder.find(rows, from, to, depth, key)
    if (split === undefined) {
      finder.putLeaf(out)
      return { rows: rows.slice(from, to), tree: out.done() }
    }
    const candidates = finder.keep()
    const middle = partition(rows, from, to, split)
    return { count: to - from, split, candidates, left: grown(rows, from, middle, depth + 1, leftKey(key)), right: grown(rows, middle, to, depth + 1, rightKey(key)) }
  }

  /** The two sides that a closed node has: its rows are parted as its split parts them. */
  function sidesOf({ rows, tree }: ClosedNode): Sides {
    const split = splitAt(tree, 0, columns)
    const parted = rows.slice()
    const middle = partition(parted, 0, parted.length, split)
    const right = tree[1]!
    return {
      split,
      left: { rows: parted.subarray(0, middle), tree: tree.subarray(headLength(tree, 0, columns[split.feature]!.kind === 'number'), right) },
      right: { rows: parted.subarray(middle), tree: tree.subarray(right) },
    }
  }

  function part(rows: readonly number[], split: Split): { left: readonly number[]; right: readonly number[] } {
    if (rows.length === 0) return { left: rows, right: rows }
    if (rows.length === 1) return goesLeft(split, columns, rows[0]!) ? { left: rows, right: noRows } : { left: noRows, right: rows }
    const left: number[] = []
    const right: number[] = []
    for (const row of rows) (goesLeft(split, columns, row) ? left : right).push(row)
    return { left, right }
  }

  function revise(node: WorkingNode, change: Change, depth: number, key: number, work: TreeWorkCounts): WorkingNode {
    const { gone, came } = change
    if (gone.length + came.length === 0) return node
    const count = rowCount(node) - gone.length + came.length
    const regrow = (rows: Int32Array): WorkingNode => {
      work.subtreesGrown += 1
      return closed(rows, depth, key)
    }
    const share = isClosed(node) ? pace.uncountedShare : pace.changedShare
    if (count < pace.smallRows || gone.length + came.length > share * count || (isClosed(node) && isLeaf(node.tree, 0))) return regrow(changed(rowsBelow(node), change))
    const corrected = isClosed(node) || node.candidates === undefined || count < shape.splitRows ? undefined : finder.correct(node.candidates, gone, came, key)
    if (corrected !== undefined) return descend(isClosed(node) ? sidesOf(node) : node, change, corrected.split, corrected.candidates, count, depth, key, work)
    const rows = changed(rowsBelow(node), change)
    const split = finder.find(rows, 0, rows.length, depth, key)
    if (split === undefined) return regrow(rows)
    return descend(isClosed(node) ? sidesOf(node) : node, change, split, finder.keep(), count, depth, key, work)
  }

  /** The node with this split, which the finder found last, in the place of the one its sides had. */
  function descend(before: Sides, change: Change, split: Split, candidates: Candidates | undefined, count: number, depth: number, key: number, work: TreeWorkCounts): WorkingNode {
    work.nodesRevised += 1
    const gone = part(change.gone, before.split)
    const came = part(change.came, split)
    if (finder.sendsAlike(before.split)) {
      return {
        count, split, candidates,
        left: revise(before.left, { gone: gone.left, came: came.left }, depth + 1, leftKey(key), work),
        right: revise(before.right, { gone: gone.right, came: came.right }, depth + 1, rightKey(key), work),
      }
    }
    const stay = changed(joined(rowsBelow(before.left), rowsBelow(before.right)), { gone: change.gone, came: noRows })
    const toRight: number[] = []
    const toLeft: number[] = []
    for (let i = 0; i < stay.length; i += 1) {
      const wentLeft = goesLeft(before.split, columns, stay[i]!)
      if (goesLeft(split, columns, stay[i]!) !== wentLeft) (wentLeft ? toRight : toLeft).push(stay[i]!)
    }
    if (toRight.length + toLeft.length > pace.movedShare * count) {
      const rows = joined(stay, Int32Array.from(change.came))
      const middle = partition(rows, 0, rows.length, split)
      work.subtreesGrown += 2
      return { count, split, candidates, left: grown(rows, 0, middle, depth + 1, leftKey(key)), right: grown(rows, middle, rows.length, depth + 1, rightKey(key)) }
    }
    return {
      count, split, candidates,
      left: revise(before.left, { gone: [...gone.left, ...toRight], came: [...came.left, ...toLeft] }, depth + 1, leftKey(key), work),
      right: revise(before.right, { gone: [...gone.right, ...toLeft], came: [...came.right, ...toRight] }, depth + 1, rightKey(key), work),
    }
  }

  return { revise: (root, gone, key, work) => revise(root, { gone, came: noRows }, 0, key, work) }
}

const noRows: readonly number[] = []

function joined(a: Int32Array, b: Int32Array): Int32Array {
  const rows = new Int32Array(a.length + b.length)
  rows.set(a)
  rows.set(b, a.length)
  return rows
}
