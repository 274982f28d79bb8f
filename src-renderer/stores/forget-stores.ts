import { getStores, type Pinia } from 'pinia'

/** What is the window's own: who is signed in, colours, and whether the engine is there. */
const kept: ReadonlySet<string> = new Set(['session', 'appearance', 'engine'])

/** Forgets what the window kept for whoever worked in it: rows they read and marked, what they could undo, what was said to them. The next one begins anew. */
export function forgetStores(pinia: Pinia): void {
  for (const store of getStores(pinia)) {
    if (kept.has(store.$id)) continue
    store.$dispose()
    delete pinia.state.value[store.$id]
  }
}
