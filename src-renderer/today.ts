import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'

/** The present day, renewed while the window stays open over midnight. */
export function useToday(): Readonly<ShallowRef<Date>> {
  const today = shallowRef(new Date())
  const timer = setInterval(() => {
    const now = new Date()
    if (now.getDate() !== today.value.getDate()) today.value = now
  }, 60_000)
  onScopeDispose(() => clearInterval(timer))
  return today
}
