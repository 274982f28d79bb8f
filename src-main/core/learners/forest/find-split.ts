import { featuresAt, headSize, slotSize, totalsAt, type Candidates } from './candidates.ts'
import { correctCandidates } from './correct-candidates.ts'
import { candidateCounter } from './count-candidates.ts'
import type { TreeWriter } from './flat-tree.ts'
import type { ForestRows } from './forest-rows.ts'
import { forgetBest, judgeOf, nextFeature, noBest, splitOf } from './judge-candidates.ts'
import { fold, pick } from './keyed-hash.ts'
import type { Shape } from './settings.ts'
import { listsLevel, type Split } from './split.ts'

export interface SplitFinder {
  /** The split these rows need, or undefined where they are a leaf. */
  find(rows: Int32Array, from: number, to: number, depth: number, key: number): Split | undefined
  /** Writes the leaf of the rows that `find` was asked about last. */
  putLeaf(out: TreeWriter): void
  /** A copy of the candidates of the node found last; undefined where they would take more room than its rows are worth. */
  keep(): Candidates | undefined
  /**
   * The candidates as they are without the rows that are gone and with those that came, and the best split of them; undefined where
   * only counting the node's rows anew can tell, or where it is a leaf now.
   */
  correct(before: Candidates, gone: readonly number[], came: readonly number[], key: number): { candidates: Candidates; split: Split } | undefined
  /** True where the split found or corrected last sends every row of its node where this one does. */
  sendsAlike(split: Split): boolean
}

/**
 * Finds the split of a node: a function of the node's key and the multiset of its rows. Features are tried in an order the key
 * decides: `features` of them, and further ones only while no split tells the classes apart at all.
 */
export function splitFinder(table: ForestRows, shape: Shape): SplitFinder {
  const { columns, classes } = table
  const counter = candidateCounter(table, shape)
  const judge = judgeOf(columns, classes, shape.leafRows)
  const correctCounts = correctCandidates(table, shape)
  const order = new Int32Array(columns.length)
  const best = noBest()
  let judged: Candidates = counter.data()

  return {
    find(rows, from, to, depth, key) {
      counter.begin(rows, from, to)
      if (counter.data()[1]! < 2 || to - from < shape.splitRows || depth >= shape.depth) return undefined
      for (let f = 0; f < columns.length; f += 1) order[f] = f
      forgetBest(best)
      for (let tried = 0; tried < columns.length && (tried < shape.features || best.at === -1); tried += 1) {
        const at = tried + pick(fold(key, tried + 1), columns.length - tried)
        const feature = order[at]!
        order[at] = order[tried]!
        order[tried] = feature
        const counted = counter.count(feature, rows, from, to, key)
        judge(counter.data(), counted, best)
      }
      judged = counter.data()
      return best.at === -1 ? undefined : splitOf(judged, best, columns)
    },
    putLeaf(out) {
      const data = counter.data()
      const present = data[1]!
      out.put(-1)
      out.put(present)
      for (let k = 0; k < present; k += 1) {
        out.put(data[2 + k]!)
        out.put(data[totalsAt(present) + k]!)
      }
    },
    keep() {
      const used = counter.used()
      return used > mostPerRow * judged[0]! ? undefined : counter.data().slice(0, used)
    },
    correct(before, gone, came, key) {
      const candidates = before.slice()
      if (!correctCounts(candidates, gone, came, key)) return undefined
      forgetBest(best)
      let at = featuresAt(candidates[1]!)
      for (let tried = 0; at < candidates.length && (tried < shape.features || best.at === -1); tried += 1) {
        judge(candidates, at, best)
        at = nextFeature(candidates, at)
      }
      judged = candidates
      return best.at === -1 ? undefined : { candidates, split: splitOf(candidates, best, columns) }
    },
    sendsAlike({ feature, threshold, listedLeft, levels }) {
      const { at, slot } = best
      if (judged[at] !== feature) return false
      const size = slotSize(judged[1]!)
      const first = at + headSize
      if (columns[feature]!.kind === 'number') return judged[first + slot * size] === threshold
      for (let i = 0; i < judged[at + 1]!; i += 1) if ((listsLevel(levels, judged[first + i * size]!) === listedLeft) !== i <= slot) return false
      return true
    },
  }
}

/** So many numbers are kept at most for each row of a node. */
const mostPerRow = 8
