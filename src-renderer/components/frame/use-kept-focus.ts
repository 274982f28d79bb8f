import { onBeforeUnmount, onMounted } from 'vue'

/**
 * Whoever works with keys loses their place when what has the focus goes: a button that has done its work, a dialog whose opener is
 * gone. The title of the page takes it then, so that Tab goes on from there and not from the navigation.
 */
export function useKeptFocus(): void {
  let last: Element | null = null
  let waiting: ReturnType<typeof setTimeout> | undefined

  const isLost = () => last !== null && !last.isConnected && (document.activeElement === null || document.activeElement === document.body)
  const remember = (event: FocusEvent) => { last = event.target instanceof Element ? event.target : null }

  // A dialog gives the focus back a moment after it is gone: only then is it known to be lost.
  const watcher = new MutationObserver(() => {
    if (waiting !== undefined || !isLost()) return
    waiting = setTimeout(() => {
      waiting = undefined
      if (isLost()) document.querySelector<HTMLElement>('#page-title')?.focus({ preventScroll: true })
    })
  })

  onMounted(() => {
    document.addEventListener('focusin', remember)
    watcher.observe(document.body, { childList: true, subtree: true })
  })
  onBeforeUnmount(() => {
    document.removeEventListener('focusin', remember)
    watcher.disconnect()
    clearTimeout(waiting)
  })
}
