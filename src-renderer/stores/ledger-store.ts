import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Input } from '../../src-main/contract/api.ts'
import type { ApiError } from '../../src-main/contract/errors.ts'
import type { LedgerPage, LedgerReport } from '../../src-main/contract/ledger.ts'
import type { FileToken } from '../../src-main/contract/shape.ts'
import { errorOf } from '../client/failure.ts'
import { useApiClient } from '../client/injected.ts'
import { followParts } from './follow-parts.ts'
import { loadable } from './loadable.ts'

const perPage = 100

export type LedgerFilter = Pick<Input<'ledger.list'>, 'kinds' | 'about' | 'from' | 'to'>

/** A check that was made, and when. */
export interface LedgerCheck {
  readonly at: Date
  readonly report: LedgerReport
}

/** Entries from the newest or from a given one down, a hundred at a time, and the last check of this session. */
export const useLedgerStore = defineStore('ledger', () => {
  const client = useApiClient()
  /** The entry the list begins with; undefined: the newest. */
  const from = ref<number>()
  /** Which entries are wanted; none: all. */
  const filter = shallowRef<LedgerFilter>({})
  const newest = loadable(() => client.call('ledger.list', { ...filter.value, ...(from.value === undefined ? {} : { before: from.value + 1 }), limit: perPage }))
  const older = shallowRef<LedgerPage['entries']>([])
  const olderError = shallowRef<ApiError>()
  const readingOlder = shallowRef(false)
  const check = shallowRef<LedgerCheck>()

  const entries = computed(() => {
    const first = newest.content.value?.entries ?? []
    const last = first.at(-1)?.seq ?? 0
    return [...first, ...older.value.filter(entry => entry.seq < last)]
  })
  const total = computed(() => newest.content.value?.total ?? 0)
  /** How many entries the filter finds; undefined where there is none. */
  const found = computed(() => newest.content.value?.found)
  const hasOlder = computed(() => (found.value === undefined ? (entries.value.at(-1)?.seq ?? 1) > 1 : entries.value.length < found.value))

  /** Begins the list with this entry, unless it is in the list already; undefined: with the newest. */
  async function show(seq: number | undefined): Promise<void> {
    if (seq === undefined ? from.value === undefined : entries.value.some(entry => entry.seq === seq)) return
    from.value = seq
    older.value = []
    await newest.load()
  }

  /** Lists what this filter finds, from the newest on. */
  async function showOnly(wanted: LedgerFilter): Promise<void> {
    if (JSON.stringify(wanted) === JSON.stringify(filter.value) && from.value === undefined && newest.content.value !== undefined) return
    filter.value = wanted
    from.value = undefined
    older.value = []
    await newest.load()
  }

  followParts(client, ['ledger'], () => {
    // Between the new first page and the older ones there may be a gap now.
    older.value = []
    void newest.refresh()
  })

  async function readOlder(): Promise<void> {
    const before = entries.value.at(-1)?.seq
    if (before === undefined || readingOlder.value) return
    readingOlder.value = true
    try {
      const asked = filter.value
      const page = await client.call('ledger.list', { ...asked, before, limit: perPage })
      if (asked !== filter.value) return
      older.value = [...older.value, ...page.entries]
      olderError.value = undefined
    } catch (thrown) {
      olderError.value = errorOf(thrown)
    } finally {
      readingOlder.value = false
    }
  }

  async function checkNow(against?: FileToken): Promise<LedgerReport> {
    const report = await client.call('ledger.check', against === undefined ? {} : { against })
    check.value = { at: new Date(), report }
    return report
  }

  return { newest, entries, total, found, filter, from, show, showOnly, hasOlder, readOlder, readingOlder, olderError, check, checkNow }
})
