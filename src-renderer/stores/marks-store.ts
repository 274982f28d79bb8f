import { defineStore } from 'pinia'
import { shallowReactive, shallowRef, triggerRef, type ShallowRef } from 'vue'

/** Row numbers marked for erasure in one dataset. Marking changes nothing in the workspace: opening a request does. */
export interface Marks {
  readonly rows: Readonly<ShallowRef<ReadonlySet<number>>>
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
  // Up to millions of numbers: changed in place, and readers are told by hand.
  const rows = shallowRef<Set<number>>(new Set())
  return {
    rows,
    set(which, marked) {
      for (const row of which) {
        if (marked) rows.value.add(row)
        else rows.value.delete(row)
      }
      triggerRef(rows)
    },
    clear() {
      rows.value = new Set()
    },
  }
}
