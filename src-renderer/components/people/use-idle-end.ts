import { onBeforeUnmount, onMounted } from 'vue'
import { useSessionStore } from '../../stores/session-store.ts'

/** What a person does to a window. */
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

const lookEveryMs = 5000
/** A person who reads asks nothing of the engine, which would take them for gone. */
const tellEveryMs = 60_000

/** Signs out whoever gave no sign of themselves for as long as the workspace allows, and tells the engine of those who only read. */
export function useIdleEnd(now: () => number = () => Date.now()): void {
  const session = useSessionStore()
  let seenAt = now()
  let toldAt = now()
  let looking: ReturnType<typeof setInterval> | undefined
  let pointer = ''
  const here = () => { seenAt = now() }

  function sign(event: Event): void {
    if (event.type !== 'pointermove') return here()
    // A browser also tells of a pointer that rests where what lies under it changes: nobody moved it.
    const { screenX, screenY } = event as PointerEvent
    const at = `${screenX} ${screenY}`
    if (at !== pointer) here()
    pointer = at
  }

  function look(): void {
    const { content } = session.current
    if (!session.signsIn || session.isOut || content.value === undefined) return here()
    const { idleMinutes } = content.value
    // A clock that was set back says that nobody was ever here.
    if (Math.abs(now() - seenAt) > idleMinutes * 60_000) void session.signOut(idleMinutes)
    else if (seenAt > toldAt && now() - toldAt > Math.min(tellEveryMs, idleMinutes * 20_000)) {
      toldAt = now()
      void session.stay()
    }
  }

  onMounted(() => {
    for (const name of signs) addEventListener(name, sign, { passive: true, capture: true })
    looking = setInterval(look, lookEveryMs)
  })
  onBeforeUnmount(() => {
    for (const name of signs) removeEventListener(name, sign, { capture: true })
    clearInterval(looking)
  })
}
