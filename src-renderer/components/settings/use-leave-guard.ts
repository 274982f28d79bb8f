import { onBeforeUnmount, onMounted, onScopeDispose, ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** Asks before a page with unsaved settings is left. `wanted` is where to, while the question is open. */
export function useLeaveGuard(isDirty: () => boolean) {
  const router = useRouter()
  const here = useRoute().path
  const wanted = ref<string>()
  let leaves = false

  onScopeDispose(router.beforeEach(to => {
    if (leaves || to.path === here || !isDirty()) return true
    wanted.value = to.fullPath
    return false
  }))

  // The window asks in its own words.
  const onUnload = (event: BeforeUnloadEvent) => { if (isDirty()) event.preventDefault() }
  onMounted(() => addEventListener('beforeunload', onUnload))
  onBeforeUnmount(() => removeEventListener('beforeunload', onUnload))

  return {
    wanted,
    stay: () => { wanted.value = undefined },
    leave(): void {
      const to = wanted.value
      if (to === undefined) return
      leaves = true
      wanted.value = undefined
      void router.push(to)
    },
  }
}
