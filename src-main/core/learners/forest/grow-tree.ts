import { splitFinder, type Split } from './find-split.ts'
import { headLength, isLeaf, lists, treeWriter, type FlatTree, type TreeWriter } from './flat-tree.ts'
import type { ForestRows } from './forest-rows.ts'
import { leftKey, rightKey } from './keyed-hash.ts'
import type { Shape } from './settings.ts'

/** Where more than this share of a node's rows came or went, little of what is below it can stay. For speed only: the tree is the same either way. */
const regrowShare = 0.25

export interface TreeGrower {
  /** The tree of these rows (which are put into another order). */
  grow(rows: Int32Array, key: number): FlatTree
  /** The tree of the rows that stay, from the one of these and those that are gone. */
  revise(tree: FlatTree, stay: Int32Array, gone: Int32Array, key: number): FlatTree
}

/** Rows of a node that is revised: in it before and after, after only, before only. */
interface Change {
  readonly stay: Int32Array
  readonly came: Int32Array
  readonly gone: Int32Array
}

export function treeGrower(table: ForestRows, shape: Shape): TreeGrower {
  const { columns } = table
  const finder = splitFinder(table, shape)
  const marks = columns.map(column => new Uint8Array(column.kind === 'category' ? column.levels : 0))

  /** Writes a leaf, or returns the split that the node needs. */
  function leafOrSplit(rows: Int32Array, from: number, to: number, depth: number, key: number, out: TreeWriter): Split | undefined {
    const counts = finder.tally(rows, from, to)
    const n = to - from
    let classes = 0
    for (let k = 0; k < counts.length; k += 1) if (counts[k]! > 0) classes += 1
    const split = classes < 2 || n < shape.splitRows || depth >= shape.depth ? undefined : finder.find(rows, from, to, key)
    if (split !== undefined) return split
    out.put(-1)
    out.put(classes)
    for (let k = 0; k < counts.length; k += 1) {
      if (counts[k] === 0) continue
      out.put(k)
      out.put(counts[k]!)
    }
    return undefined
  }

  /** Writes the head of a split and returns where it begins. */
  function head({ feature, threshold, listedLeft, levels }: Split, out: TreeWriter): number {
    const at = out.length()
    out.put(feature)
    out.put(0)
    if (columns[feature]!.kind === 'number') out.put(threshold)
    else {
      out.put(listedLeft ? 1 : 0)
      out.put(levels.length)
      for (const level of levels) out.put(level)
    }
    return at
  }

  function growFrom(rows: Int32Array, from: number, to: number, depth: number, key: number, out: TreeWriter): void {
    const split = leafOrSplit(rows, from, to, depth, key, out)
    if (split === undefined) return
    const at = head(split, out)
    const middle = withSides(split, goesLeft => partition(rows, from, to, goesLeft))
    growFrom(rows, from, middle, depth + 1, leftKey(key), out)
    out.set(at + 1, out.length() - at)
    growFrom(rows, middle, to, depth + 1, rightKey(key), out)
  }

  /** Calls with a function that says of a row whether it goes left at the split. */
  function withSides<T>({ feature, threshold, listedLeft, levels }: Split, use: (goesLeft: (row: number) => boolean) => T): T {
    const column = columns[feature]!
    if (column.kind === 'number') {
      const { values } = column
      return use(row => values[row]! <= threshold)
    }
    const { codes } = column
    const listed = marks[feature]!
    const side = listedLeft ? 1 : 0
    for (const level of levels) listed[level] = 1
    const result = use(row => listed[codes[row]!] === side)
    for (const level of levels) listed[level] = 0
    return result
  }

  /** The same of a split in a tree. */
  function sidesIn(tree: FlatTree, at: number): (row: number) => boolean {
    const column = columns[tree[at]!]!
    if (column.kind === 'number') return row => column.values[row]! <= tree[at + 2]!
    return row => lists(tree, at, column.codes[row]!) === (tree[at + 2] === 1)
  }

  /** Writes the subtree at [from, to) of `tree` as it is after the change. What no row left or entered is copied. */
  function reviseFrom(tree: FlatTree, from: number, to: number, change: Change, depth: number, key: number, out: TreeWriter): void {
    const { stay, came, gone } = change
    if (came.length + gone.length === 0) return out.copy(tree, from, to)
    const rows = joined(stay, came)
    if (isLeaf(tree, from) || came.length + gone.length > regrowShare * rows.length) return growFrom(rows, 0, rows.length, depth, key, out)
    const split = leafOrSplit(rows, 0, rows.length, depth, key, out)
    if (split === undefined) return undefined
    const at = head(split, out)
    const wentLeft = sidesIn(tree, from)
    const { left, right } = withSides(split, goesLeft => sides(change, wentLeft, goesLeft))
    const middle = from + tree[from + 1]!
    reviseFrom(tree, from + headLength(tree, from, columns[tree[from]!]!.kind === 'number'), middle, left, depth + 1, leftKey(key), out)
    out.set(at + 1, out.length() - at)
    return reviseFrom(tree, middle, to, right, depth + 1, rightKey(key), out)
  }

  return {
    grow(rows, key) {
      const out = treeWriter()
      growFrom(rows, 0, rows.length, 0, key, out)
      return out.done()
    },
    revise(tree, stay, gone, key) {
      const out = treeWriter()
      reviseFrom(tree, 0, tree.length, { stay, came: new Int32Array(), gone }, 0, key, out)
      return out.done()
    },
  }
}

/** Puts the rows that go left first and returns where the others begin. */
function partition(rows: Int32Array, from: number, to: number, goesLeft: (row: number) => boolean): number {
  let low = from
  let high = to
  while (low < high) {
    const row = rows[low]!
    if (goesLeft(row)) low += 1
    else {
      high -= 1
      rows[low] = rows[high]!
      rows[high] = row
    }
  }
  return low
}

/** How a node's change is one of its two sides: rows that stay in the node may still move from side to side. */
function sides({ stay, came, gone }: Change, wentLeft: (row: number) => boolean, goesLeft: (row: number) => boolean): { left: Change; right: Change } {
  const left: { stay: number[]; came: number[]; gone: number[] } = { stay: [], came: [], gone: [] }
  const right: typeof left = { stay: [], came: [], gone: [] }
  for (const row of stay) {
    const was = wentLeft(row) ? left : right
    const is = goesLeft(row) ? left : right
    if (was === is) is.stay.push(row)
    else {
      was.gone.push(row)
      is.came.push(row)
    }
  }
  for (const row of came) (goesLeft(row) ? left : right).came.push(row)
  for (const row of gone) (wentLeft(row) ? left : right).gone.push(row)
  return { left: packed(left), right: packed(right) }
}

const packed = ({ stay, came, gone }: { stay: number[]; came: number[]; gone: number[] }): Change =>
  ({ stay: Int32Array.from(stay), came: Int32Array.from(came), gone: Int32Array.from(gone) })

function joined(a: Int32Array, b: Int32Array): Int32Array {
  const rows = new Int32Array(a.length + b.length)
  rows.set(a)
  rows.set(b, a.length)
  return rows
}
