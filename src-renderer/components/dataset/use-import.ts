import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import type { ImportReport } from '../../../src-main/contract/dataset.ts'
import type { ApiError } from '../../../src-main/contract/errors.ts'
import { errorOf } from '../../client/failure.ts'
import type { ChosenFile } from '../../client/file-picker.ts'
import { useJobsStore, type JobEnd } from '../../stores/jobs-store.ts'
import { importInput, nameFromFile, noChoices, type ImportChoices } from './import-choices.ts'

/** One import from file to dataset: the file is looked at, shown, looked at again if wished, and stored. */
export function useImport() {
  const jobs = useJobsStore()
  const file = shallowRef<ChosenFile>()
  const report = shallowRef<ImportReport>()
  const choices = shallowRef<ImportChoices>(noChoices)
  const lookedWith = shallowRef<ImportChoices>(noChoices)
  const name = ref('')
  const jobId = ref<string>()
  const doing = ref<'look' | 'import'>()
  const error = shallowRef<ApiError>()
  const stopped = ref<'cancelled' | 'interrupted'>()
  // Another file may be chosen while the first is still being looked at: what that comes to is no longer of interest.
  let turn = 0

  const job = computed(() => (jobId.value === undefined ? undefined : jobs.byId.get(jobId.value)))
  const isChanged = computed(() => report.value !== undefined && choices.value !== lookedWith.value)

  async function carryOut(what: 'look' | 'import'): Promise<JobEnd<'dataset.import'> | undefined> {
    if (file.value === undefined) return undefined
    turn += 1
    const mine = turn
    doing.value = what
    error.value = undefined
    stopped.value = undefined
    const used = choices.value
    try {
      const dryRun = what === 'look'
      const started = await jobs.start('dataset.import', importInput(file.value.token, dryRun ? 'dry run' : name.value.trim(), dryRun, used, report.value))
      if (mine !== turn) {
        await jobs.cancel(started.jobId).catch(() => {})
        return undefined
      }
      jobId.value = started.jobId
      const end = await jobs.endOf('dataset.import', started.jobId)
      if (mine !== turn) return undefined
      if (end.kind === 'failed') error.value = end.error
      else if (end.kind !== 'succeeded') stopped.value = end.kind
      else if (dryRun) {
        report.value = end.output
        lookedWith.value = used
      }
      return end
    } catch (thrown) {
      if (mine === turn) error.value = errorOf(thrown)
      return undefined
    } finally {
      if (mine === turn) {
        doing.value = undefined
        jobId.value = undefined
      }
    }
  }

  /** Begins anew with this file. */
  async function take(chosen: ChosenFile): Promise<void> {
    if (jobId.value !== undefined) void jobs.cancel(jobId.value).catch(() => {})
    file.value = chosen
    report.value = undefined
    choices.value = noChoices
    lookedWith.value = noChoices
    name.value = nameFromFile(chosen.name)
    await carryOut('look')
  }

  // Looking is for this page only; an import that has begun goes on without it.
  onScopeDispose(() => {
    if (doing.value === 'look' && jobId.value !== undefined) void jobs.cancel(jobId.value).catch(() => {})
    turn += 1
  })

  return {
    file, report, choices, name, job, doing, error, stopped, isChanged, take,
    look: () => carryOut('look'),
    store: () => carryOut('import'),
    change: (changed: Partial<ImportChoices>) => { choices.value = { ...choices.value, ...changed } },
  }
}
