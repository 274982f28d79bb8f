import { onBeforeUnmount, onMounted } from 'vue'
import { useRouter } from 'vue-router'
import { sections } from '../../router.ts'

export const isMac = (): boolean => /mac|iphone|ipad/i.test(navigator.platform)

export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type)) || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)

/** Keys that work everywhere. Single letters work outside of fields and dialogs only, and can be turned off (WCAG 2.1.4). */
export function useKeyboard(acts: { readonly openPalette: () => void; readonly openKeys: () => void; readonly toggleCharts: () => void; readonly singleKeys: () => boolean }): void {
  const router = useRouter()
  let goPressedAt = 0

  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented) return
    const command = isMac() ? event.metaKey : event.ctrlKey
    if (command && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      acts.openPalette()
    } else if (event.key === 'F6') {
      event.preventDefault()
      nextRegion(event.shiftKey ? -1 : 1)
    } else if (!event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target) && document.querySelector('[role="dialog"], [role="alertdialog"]') === null && acts.singleKeys()) {
      singleKey(event)
    }
  }

  function singleKey(event: KeyboardEvent): void {
    const key = event.key.toLowerCase()
    const afterGo = event.timeStamp - goPressedAt < 1500
    goPressedAt = key === 'g' ? event.timeStamp : 0
    if (event.key === '?') acts.openKeys()
    else if (key === 'c') acts.toggleCharts()
    else if (event.key === '/') {
      const field = document.querySelector<HTMLElement>('[data-find] input')
      if (field === null) return
      field.focus()
      event.preventDefault()
    } else if (afterGo) {
      const item = sections.flatMap(section => section.items).find(({ letter }) => letter === key)
      if (item !== undefined) void router.push(item.path)
    }
  }

  onMounted(() => addEventListener('keydown', onKey))
  onBeforeUnmount(() => removeEventListener('keydown', onKey))
}

function nextRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')]
  const here = regions.findIndex(region => region.contains(document.activeElement))
  const next = here === -1 ? 0 : (here + step + regions.length) % regions.length
  regions[next]?.focus()
}
