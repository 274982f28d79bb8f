import { headSize, rowsPerLevel, slotSize, totalsAt, type Candidates } from './candidates.ts'
import type { ForestColumn } from './forest-rows.ts'
import { noLevels, type Split } from './split.ts'

/** The best place to cut found so far: after this slot of the feature whose candidates begin at `at`; −1 where none tells the classes apart. */
export interface Best {
  score: number
  at: number
  slot: number
  /** How many rows go left. */
  left: number
}

export const noBest = (): Best => ({ score: 0, at: -1, slot: -1, left: 0 })

export function forgetBest(best: Best): void {
  best.score = 0
  best.at = -1
}

export type Judge = (data: Candidates, at: number, best: Best) => void

/**
 * Looks for a better place to cut among one feature's slots: what Gini's impurity falls by, but for a factor of the node (Breiman et al.
 * 1984, 4.3), from counts alone: Σ over classes of (left·n − n_left·total)² / (n_left·n_right). Sums run in the order of the classes; equal scores go to the
 * first. A category that has too many levels for the rows offers nothing, for then their order would only repeat the labels.
 */
export function judgeOf(columns: readonly ForestColumn[], classes: number, leafRows: number): Judge {
  const leftOf = new Float64Array(classes)
  return (data, at, best) => {
    const n = data[0]!
    const present = data[1]!
    const slots = data[at + 1]!
    if (slots * rowsPerLevel > n && columns[data[at]!]!.kind === 'category') return
    const totals = totalsAt(present)
    const size = slotSize(present)
    const most = n - leafRows
    let left = 0
    if (present === 2) {
      // Both classes differ by the same, so the sum of squares is twice one of them, to the bit.
      const total = data[totals + 1]!
      let leftOfSecond = 0
      for (let slot = 0, own = at + headSize; slot < slots; slot += 1, own += size) {
        leftOfSecond += data[own + 3]!
        left += data[own + 2]! + data[own + 3]!
        if (left < leafRows || left > most) continue
        const difference = leftOfSecond * n - left * total
        const score = 2 * difference * difference / (left * (n - left))
        if (score <= best.score) continue
        best.score = score
        best.at = at
        best.slot = slot
        best.left = left
      }
      return
    }
    leftOf.fill(0, 0, present)
    for (let slot = 0, own = at + headSize; slot < slots; slot += 1, own += size) {
      for (let k = 0; k < present; k += 1) {
        const more = data[own + 2 + k]!
        leftOf[k]! += more
        left += more
      }
      if (left < leafRows || left > most) continue
      let sum = 0
      for (let k = 0; k < present; k += 1) {
        const difference = leftOf[k]! * n - left * data[totals + k]!
        sum += difference * difference
      }
      const score = sum / (left * (n - left))
      if (score <= best.score) continue
      best.score = score
      best.at = at
      best.slot = slot
      best.left = left
    }
  }
}

/** The split that cuts there. */
export function splitOf(data: Candidates, { at, slot, left }: Best, columns: readonly ForestColumn[]): Split {
  const size = slotSize(data[1]!)
  const first = at + headSize
  const feature = data[at]!
  if (columns[feature]!.kind === 'number') return { feature, threshold: data[first + slot * size]!, listedLeft: false, levels: noLevels }
  const listedLeft = left < data[0]! - left
  const [from, to] = listedLeft ? [0, slot + 1] : [slot + 1, data[at + 1]!]
  const levels = new Int32Array(to - from)
  for (let i = from; i < to; i += 1) levels[i - from] = data[first + i * size]!
  return { feature, threshold: 0, listedLeft, levels: levels.sort() }
}

/** Where the candidates of the feature tried after this one begin. */
export const nextFeature = (data: Candidates, at: number): number => at + headSize + slotSize(data[1]!) * data[at + 2]!

