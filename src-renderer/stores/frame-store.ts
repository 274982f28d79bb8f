import { defineStore } from 'pinia'
import { onScopeDispose, ref, watchEffect } from 'vue'

/** What the frame around the pages shows: the name of the thing a page is about, and what lies over it. */
export const useFrameStore = defineStore('frame', () => {
  const crumb = ref<string>()
  const paletteOpen = ref(false)
  const keysOpen = ref(false)
  const chartsAsTables = ref(false)
  const stepsHidden = ref(false)
  return { crumb, paletteOpen, keysOpen, chartsAsTables, stepsHidden }
})

/** Names the thing this page is about, for the bar on top, as long as the page is there. */
export function useCrumb(name: () => string | undefined): void {
  const frame = useFrameStore()
  watchEffect(() => { frame.crumb = name() })
  onScopeDispose(() => { frame.crumb = undefined })
}
