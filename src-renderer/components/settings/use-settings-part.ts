import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import type { ApiError } from '../../../src-main/contract/errors.ts'
import { errorOf } from '../../client/failure.ts'
import { useSettingsStore } from '../../stores/settings-store.ts'
import type { Problems, SettingsForm } from './settings-forms.ts'

/** One part of the settings while it is edited. What was typed stays until it is saved or given up, whatever happens meanwhile. */
export function useSettingsPart<Typed extends object>(form: SettingsForm<Typed>, onSaved: () => void) {
  const settings = useSettingsStore()
  const typed = ref() as Ref<Typed | undefined>
  /** What the fields were filled with. */
  const filled = shallowRef<Typed>()
  const problems = shallowRef<Problems<Typed>>({})
  const error = shallowRef<ApiError>()
  const saving = ref(false)
  const isDirty = computed(() => typed.value !== undefined && !isSame(typed.value, filled.value))
  /** True where these settings were changed in another window while they were edited here. */
  const changedElsewhere = computed(() => {
    const now = settings.current.content.value
    return isDirty.value && !saving.value && now !== undefined && !isSame(form.fillIn(now), filled.value)
  })

  function fill(): void {
    const now = settings.current.content.value
    if (now === undefined) return
    filled.value = form.fillIn(now)
    typed.value = form.fillIn(now)
    problems.value = {}
    error.value = undefined
  }
  watch(() => settings.current.content.value, () => { if (!isDirty.value) fill() }, { immediate: true })

  function check(): ReturnType<SettingsForm<Typed>['read']> | undefined {
    if (typed.value === undefined) return undefined
    const read = form.read(typed.value)
    problems.value = 'problems' in read ? read.problems : {}
    return read
  }

  async function save(): Promise<void> {
    const read = check()
    if (read === undefined || saving.value) return
    if ('problems' in read) {
      // The first field that is wrong takes the focus, once it is marked as such.
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
      return
    }
    saving.value = true
    error.value = undefined
    try {
      await settings.change(read.part)
      fill()
      onSaved()
    } catch (thrown) {
      error.value = errorOf(thrown)
    } finally {
      saving.value = false
    }
  }

  return { typed, problems, error, saving, isDirty, changedElsewhere, check, save, giveUp: fill }
}

export type SettingsPart<Typed extends object> = ReturnType<typeof useSettingsPart<Typed>>

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
