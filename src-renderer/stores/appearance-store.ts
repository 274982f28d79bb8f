import { defineStore } from 'pinia'
import { ref, watch } from 'vue'

export const themes = ['system', 'light', 'dark', 'contrast'] as const
export type Theme = (typeof themes)[number]

interface Appearance {
  theme: Theme
  denseRows: boolean
  singleKeys: boolean
}

const storageKey = 'lethe.appearance'

/** How this window looks and listens; kept in the browser's own storage, since it is nobody's data. */
export const useAppearanceStore = defineStore('appearance', () => {
  const kept = read()
  const theme = ref<Theme>(kept.theme)
  const denseRows = ref(kept.denseRows)
  const singleKeys = ref(kept.singleKeys)

  watch(theme, name => {
    if (name === 'system') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = name
  }, { immediate: true })
  watch([theme, denseRows, singleKeys], () => write({ theme: theme.value, denseRows: denseRows.value, singleKeys: singleKeys.value }))

  return { theme, denseRows, singleKeys }
})

// A window without storage, or with something else in it, starts with what is usual.
function read(): Appearance {
  const usual: Appearance = { theme: 'system', denseRows: true, singleKeys: true }
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Partial<Appearance>
    return {
      theme: themes.find(name => name === kept.theme) ?? usual.theme,
      denseRows: typeof kept.denseRows === 'boolean' ? kept.denseRows : usual.denseRows,
      singleKeys: typeof kept.singleKeys === 'boolean' ? kept.singleKeys : usual.singleKeys,
    }
  } catch {
    return usual
  }
}

function write(appearance: Appearance): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(appearance))
  } catch {
    // it then lasts as long as the window
  }
}
