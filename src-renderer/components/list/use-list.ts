import { computed, ref, shallowRef } from 'vue'
import type { Input } from '../../../src-main/contract/api.ts'
import type { DropList, ListKind, ListReport } from '../../../src-main/contract/list.ts'
import type { Law } from '../../../src-main/contract/shape.ts'
import { readDay } from '../../format/dates.ts'
import { useText } from '../../text.ts'
import type { ChosenFile } from '../../client/file-picker.ts'
import { useOneJob } from '../settings/use-one-job.ts'
import { columnsOf, usesOf, type ListUses } from './list-uses.ts'

/** One list from file to requests: it is looked at, what would happen is shown, and it is loaded as it was shown. */
export function useList(usualLaw: () => Law) {
  const { t } = useText()
  const file = shallowRef<ChosenFile>()
  const kind = ref<ListKind>('csv')
  const chosenLaw = ref<Law>()
  const law = computed<Law>({ get: () => (kind.value === 'drop' ? 'ccpa' : chosenLaw.value ?? usualLaw()), set: value => { chosenLaw.value = value } })
  const received = ref('')
  const uses = shallowRef<ListUses>()
  /** Where no column looks like an identifier: the one that is. */
  const typedColumn = ref('')
  const dropList = ref<DropList | ''>('')
  /** The columns to look in, by dataset, as typed. */
  const dropColumns = ref<Readonly<Record<string, string>>>({})
  const looking = useOneJob('request.load-list')
  const loading = useOneJob('request.load-list')
  const report = shallowRef<ListReport>()
  const lookedWith = ref('')
  const problem = ref<string>()

  const receivedError = computed(() => {
    if (received.value.trim() === '') return undefined
    const day = readDay(received.value)
    return day === undefined ? t('base.dayBad') : day > new Date() ? t('base.dayFuture') : undefined
  })
  const choices = computed(() => JSON.stringify([kind.value, law.value, received.value, uses.value, typedColumn.value, dropList.value, dropColumns.value]))

  /** What the engine is asked; undefined where something is wrong, which is then said. */
  function input(dryRun: boolean): Input<'request.load-list'> | undefined {
    problem.value = undefined
    if (file.value === undefined || receivedError.value !== undefined) return undefined
    const day = received.value.trim() === '' ? undefined : readDay(received.value)
    const shared = { file: file.value.token, kind: kind.value, law: law.value, dryRun, ...(day === undefined ? {} : { receivedAt: new Date(Math.min(Date.now(), day.getTime() + 12 * 3_600_000)).toISOString() }) }
    if (kind.value === 'drop') {
      const drop = Object.entries(dropColumns.value).flatMap(([dataset, typed]) => { const columns = typed.split(',').map(one => one.trim()).filter(one => one !== ''); return columns.length === 0 ? [] : [{ dataset, columns }] })
      if (drop.length === 0) {
        problem.value = t('lists.dropColumnsMissing')
        return undefined
      }
      return { ...shared, drop, ...(dropList.value === '' ? {} : { dropList: dropList.value }) }
    }
    const mapped = uses.value ?? (typedColumn.value.trim() === '' ? undefined : { [typedColumn.value.trim()]: 'exact' as const })
    if (mapped === undefined) return shared
    const read = columnsOf(mapped)
    if ('columns' in read) return { ...shared, columns: read.columns }
    problem.value = 'none' in read ? t('lists.noIdentifier') : t('lists.doubled', { use: t(`lists.useName.${read.doubled}`) })
    return undefined
  }

  async function look(): Promise<void> {
    const asked = input(true)
    if (asked === undefined) return
    const chosen = choices.value
    if (!await looking.run(async () => asked)) return
    report.value = looking.output.value
    if (kind.value === 'csv' && report.value !== undefined) uses.value = usesOf(report.value.header, report.value.columns)
    lookedWith.value = uses.value === undefined ? chosen : choices.value
  }
  async function load(): Promise<ListReport | undefined> {
    const asked = input(false)
    return asked !== undefined && await loading.run(async () => asked) ? loading.output.value : undefined
  }
  function take(chosen: ChosenFile): void {
    forget()
    file.value = chosen
    if (/_(Email|Phone|NDZ|MAID|NameVIN|CTVID)\.csv$/i.test(chosen.name)) kind.value = 'drop'
    else void look()
  }
  function forget(): void {
    ;[file.value, report.value, uses.value, problem.value, typedColumn.value, kind.value] = [undefined, undefined, undefined, undefined, '', 'csv']
    ;[looking.error.value, loading.error.value, loading.output.value] = [undefined, undefined, undefined]
  }
  return {
    file, kind, law, received, receivedError, uses, typedColumn, dropList, dropColumns, looking, loading, report, problem, look, load, take, forget,
    isChanged: computed(() => report.value !== undefined && choices.value !== lookedWith.value),
  }
}
export type ListLoading = ReturnType<typeof useList>
