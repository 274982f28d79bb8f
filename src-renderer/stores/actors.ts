import { computed } from 'vue'
import { useText } from '../text.ts'
import { usePeopleStore } from './people-store.ts'
import { useSessionStore } from './session-store.ts'

/** Who acted, in words: ledger and requests hold pseudonymous ids, which are joined with names here alone. */
export function useActors() {
  const { t } = useText()
  const people = usePeopleStore()
  const session = useSessionStore()
  return {
    load(): void {
      void people.list.load()
      void session.current.load()
    },
    /** True where two or more work here. */
    several: computed(() => session.signsIn),
    ownId: computed(() => session.colleague?.id),
    nameOf(id: string): string {
      if (!session.signsIn) return t('request.operator')
      return id === session.colleague?.id ? t('request.you') : people.nameOf(id)
    },
  }
}
