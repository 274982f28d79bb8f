import { computed, ref, type Ref } from 'vue'

/** Rows that are ticked to be decided together, of one dataset at a time. */
export function useTicked(shown: () => readonly number[]) {
  const rows = ref(new Set<number>()) as Ref<Set<number>>
  const all = computed(() => shown().length > 0 && shown().every(row => rows.value.has(row)))
  const set = (which: readonly number[], isTicked: boolean) => {
    const next = new Set(rows.value)
    for (const row of which) {
      if (isTicked) next.add(row)
      else next.delete(row)
    }
    rows.value = next
  }
  return { rows, all, some: computed(() => rows.value.size > 0), set, clear: () => { rows.value = new Set() } }
}
