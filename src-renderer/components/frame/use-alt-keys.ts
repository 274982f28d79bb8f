import { onBeforeUnmount, onMounted } from 'vue'
import { isTyping } from './use-keyboard.ts'

/** Alt with a letter opens a question of this page; it never acts by itself. On a Mac the letter with ⌥ is another character, so the key itself is asked for. */
export function useAltKeys(acts: Readonly<Record<string, () => void>>): void {
  function onKey(event: KeyboardEvent): void {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || isTyping(event.target) || document.querySelector('[role="dialog"], [role="alertdialog"]') !== null) return
    const act = acts[event.code.replace('Key', '').toLowerCase()]
    if (act === undefined) return
    event.preventDefault()
    act()
  }
  onMounted(() => addEventListener('keydown', onKey))
  onBeforeUnmount(() => removeEventListener('keydown', onKey))
}
