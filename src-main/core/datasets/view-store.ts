import type { RowView, ViewStore } from '../ports.ts'

/** The most row numbers kept at a time, 4 bytes each: beyond it the views used longest ago are forgotten. */
const mostRows = 64_000_000

/** Views kept in this process. Row numbers of erased people are personal data, so what is forgotten is overwritten. */
export function memoryViews(): ViewStore {
  const views = new Map<string, RowView>()
  const forget = (view: RowView) => {
    view.rows.fill(0)
    views.delete(view.viewId)
  }
  return {
    put(view) {
      let kept = view.rows.length
      for (const other of [...views.values()].reverse()) {
        if (kept + other.rows.length > mostRows) forget(other)
        else kept += other.rows.length
      }
      views.set(view.viewId, view)
    },
    get(viewId) {
      const view = views.get(viewId)
      if (view === undefined) return undefined
      // Used last, so kept longest.
      views.delete(viewId)
      views.set(viewId, view)
      return view
    },
    dropAll() {
      for (const view of views.values()) forget(view)
    },
    dropOf(datasetId) {
      for (const view of views.values()) if (view.datasetId === datasetId) forget(view)
    },
  }
}
