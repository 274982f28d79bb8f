import { onBeforeUnmount, onMounted } from 'vue'

/** A file dropped beside the place for it would take the window's place: nothing happens instead. */
export function useNoStrayDrop(): void {
  onMounted(() => {
    addEventListener('dragover', refuse)
    addEventListener('drop', refuse)
  })
  onBeforeUnmount(() => {
    removeEventListener('dragover', refuse)
    removeEventListener('drop', refuse)
  })
}

function refuse(event: DragEvent): void {
  if (event.defaultPrevented) return
  event.preventDefault()
  if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'none'
}
