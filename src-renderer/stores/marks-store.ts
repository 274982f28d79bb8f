import { defineStore } from 'pinia'
import { shallowReactive, shallowRef, type ShallowRef } from 'vue'

/** Row numbers as they are marked at one moment. */
export interface MarkedRows extends Iterable<number> {
  has(row: number): boolean
  readonly size: number
}

/** Row numbers marked for erasure in one dataset. Marking changes nothing in the workspace: opening a request does. */
export interface Marks {
  /** Another object after each change. */
  readonly rows: Readonly<ShallowRef<MarkedRows>>
  set(rows: Iterable<number>, marked: boolean): void
  clear(): void
}

export const useMarksStore = defineStore('marks', () => {
  const byDataset = shallowReactive(new Map<string, Marks>())

  function of(datasetId: string): Marks {
    const known = byDataset.get(datasetId)
    if (known !== undefined) return known
    const made = makeMarks()
    byDataset.set(datasetId, made)
    return made
  }
  return { of }
})

function makeMarks(): Marks {
  // Up to millions of numbers, so they are changed in place; what is handed out is a new view of them each time.
  const marked = new Set<number>()
  const view = (): MarkedRows => ({ has: row => marked.has(row), size: marked.size, [Symbol.iterator]: () => marked.values() })
  const rows = shallowRef(view())
  return {
    rows,
    set(which, isMarked) {
      for (const row of which) {
        if (isMarked) marked.add(row)
        else marked.delete(row)
      }
      rows.value = view()
    },
    clear() {
      marked.clear()
      rows.value = view()
    },
  }
}
