/**
 * The candidates of a node, as one array of whole numbers: how many rows it has; P, how many classes; the P classes,
 * rising; the rows of each; then of each feature tried, in the order of trying: the feature; how many slots it has; for how many
 * there is room; and, of a category with too many levels to offer any, how many it has at least. A slot is a threshold (a rank) or a level; how many rows have exactly
 * that; and P counts: its rows of each class. A number's slots rise, and each counts the rows up to it and above the one before; a category's are in the order
 * in which prefixes of them are tried.
 */
export type Candidates = Int32Array

export const totalsAt = (present: number): number => 2 + present
export const featuresAt = (present: number): number => 2 + 2 * present
export const headSize = 4
export const slotSize = (present: number): number => 2 + present

/** How many rows a level has on average in a node where its category is split. */
export const rowsPerLevel = 4

/** The position of the node's most frequent class among its classes, of several the first. */
export function topClass(data: Candidates): number {
  const present = data[1]!
  const at = totalsAt(present)
  let top = 0
  for (let k = 1; k < present; k += 1) if (data[at + k]! > data[at + top]!) top = k
  return top
}

export type SlotSorter = (data: Candidates, from: number, slots: number, present: number, top: number) => void

/** Puts a category's slots in order of their share of the class at `top`, equal shares in order of the levels. */
export function slotSorter(): SlotSorter {
  let copy = new Int32Array(256)
  return (data, from, slots, present, top) => {
    const size = slotSize(present)
    const ofTop = 2 + top
    const before = (a: number, b: number): boolean => {
      const difference = data[a + ofTop]! * data[b + 1]! - data[b + ofTop]! * data[a + 1]!
      return difference < 0 || (difference === 0 && data[a]! < data[b]!)
    }
    let sorted = 1
    while (sorted < slots && before(from + (sorted - 1) * size, from + sorted * size)) sorted += 1
    if (sorted >= slots) return
    if (slots * size > copy.length) copy = new Int32Array(2 * slots * size)
    if (slots > fewSlots) {
      const order = Int32Array.from({ length: slots }, (_, slot) => from + slot * size).sort((a, b) => (before(a, b) ? -1 : 1))
      for (let slot = 0; slot < slots; slot += 1) for (let i = 0; i < size; i += 1) copy[slot * size + i] = data[order[slot]! + i]!
      data.set(copy.subarray(0, slots * size), from)
      return
    }
    for (let slot = sorted; slot < slots; slot += 1) {
      const own = from + slot * size
      let to = own
      while (to > from && before(own, to - size)) to -= size
      if (to === own) continue
      for (let i = 0; i < size; i += 1) copy[i] = data[own + i]!
      data.copyWithin(to + size, to, own)
      for (let i = 0; i < size; i += 1) data[to + i] = copy[i]!
    }
  }
}

/** Sorted by insertion: most nodes have few levels. */
const fewSlots = 24
