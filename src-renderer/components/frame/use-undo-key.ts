import { onBeforeUnmount, onMounted } from 'vue'
import { useUndoStore } from '../../stores/undo-store.ts'
import { isMac, isTyping } from './use-keyboard.ts'

/** Ctrl+Z undoes the last thing that can be undone; in a field it stays the field's own. */
export function useUndoKey(): void {
  const undo = useUndoStore()
  function onKey(event: KeyboardEvent): void {
    const command = isMac() ? event.metaKey : event.ctrlKey
    if (!command || event.shiftKey || event.altKey || event.key.toLowerCase() !== 'z' || event.defaultPrevented || isTyping(event.target)) return
    if (document.querySelector('[role="dialog"], [role="alertdialog"]') === null && undo.undoLatest()) event.preventDefault()
  }
  onMounted(() => addEventListener('keydown', onKey))
  onBeforeUnmount(() => removeEventListener('keydown', onKey))
}
