import { computed, onScopeDispose, ref, shallowRef, triggerRef } from 'vue'
import type { Input, Output } from '../../src-main/contract/api.ts'
import type { ApiError } from '../../src-main/contract/errors.ts'
import type { ApiClient } from '../../src-main/contract/reply.ts'
import type { ViewCondition } from '../../src-main/contract/dataset.ts'
import { errorOf, isCode } from '../client/failure.ts'

export type ShownRow = Output<'dataset.page'>['rows'][number]
export type RowOrder = Input<'dataset.view'>['order']

const pageSize = 100
const mostPages = 60

/** Rows of one dataset as a person looks at them: in an order, filtered, read a page at a time where they are looked at. */
export function useRowView(client: ApiClient, dataset: string) {
  const order = ref<RowOrder>([])
  const conditions = ref<readonly ViewCondition[]>([])
  const search = ref('')
  const total = ref<number>()
  const error = shallowRef<ApiError>()
  const opening = ref(false)
  const pages = shallowRef(new Map<number, readonly ShownRow[]>())
  const asked = new Set<number>()
  let viewId: string | undefined
  // What was asked before the view changed is answered too late and thrown away.
  let turn = 0

  const isWhole = computed(() => order.value.length === 0 && conditions.value.length === 0 && search.value === '')

  /** Opens the view that order, conditions and search ask for. */
  async function open(): Promise<void> {
    turn += 1
    const mine = turn
    opening.value = true
    try {
      const view = isWhole.value ? undefined : await client.call('dataset.view', { dataset, order: [...order.value], conditions: [...conditions.value], ...(search.value === '' ? {} : { search: search.value }) })
      if (mine !== turn) return
      viewId = view?.viewId
      asked.clear()
      pages.value = new Map()
      error.value = undefined
      await readPage(0, mine)
    } catch (thrown) {
      if (mine === turn) error.value = errorOf(thrown)
    } finally {
      if (mine === turn) opening.value = false
    }
  }

  async function readPage(page: number, mine: number): Promise<void> {
    asked.add(page)
    try {
      const read = await client.call('dataset.page', { dataset, ...(viewId === undefined ? {} : { viewId }), offset: page * pageSize, limit: pageSize })
      if (mine !== turn) return
      total.value = read.total
      pages.value.set(page, read.rows)
      // Far more pages than fit a window are never needed at once; the oldest read go first.
      for (const old of pages.value.keys()) {
        if (pages.value.size <= mostPages) break
        pages.value.delete(old)
        asked.delete(old)
      }
      triggerRef(pages)
    } catch (thrown) {
      asked.delete(page)
      if (mine !== turn) return
      if (isCode(thrown, 'dataset/view-gone')) await open()
      else error.value = errorOf(thrown)
    }
  }

  /** Asks for the rows of these positions that are not here yet. */
  function ensure(first: number, last: number): void {
    for (let page = Math.floor(first / pageSize); page <= Math.floor(last / pageSize); page += 1) {
      if (page >= 0 && !asked.has(page)) void readPage(page, turn)
    }
  }

  /** The row at this position of the view, once it has been read. */
  const rowAt = (position: number): ShownRow | undefined => pages.value.get(Math.floor(position / pageSize))?.[position % pageSize]

  /** Row numbers from one position on, a million at a time, as the engine counts them. */
  async function rowNumbers(offset: number, count: number): Promise<number[]> {
    const numbers: number[] = []
    while (numbers.length < count) {
      const part = await client.call('dataset.rows', { dataset, ...(viewId === undefined ? {} : { viewId }), offset: offset + numbers.length, limit: Math.min(1_000_000, count - numbers.length) })
      if (part.length === 0) break
      for (const row of part) numbers.push(row)
    }
    return numbers
  }

  /** Where the row of this number stands in the whole dataset; undefined where it is not there. */
  async function positionOf(row: number): Promise<number | undefined> {
    // Row numbers rise, and none stands further back than its own number.
    let [from, to] = [0, Math.min(row, total.value ?? 0)]
    while (from < to) {
      const middle = Math.floor((from + to) / 2)
      const [found] = await client.call('dataset.rows', { dataset, offset: middle, limit: 1 })
      if (found === row) return middle
      if (found !== undefined && found < row) from = middle + 1
      else to = middle
    }
    return undefined
  }

  onScopeDispose(client.on('workspace.changed', ({ parts }) => {
    if (parts.includes('datasets') || parts.includes('requests')) void open()
  }))
  onScopeDispose(client.on('engine.changed', ({ state }) => {
    if (state === 'ready') void open()
  }))

  return { order, conditions, search, total, error, opening, isWhole, open, ensure, rowAt, rowNumbers, positionOf }
}

export type RowView = ReturnType<typeof useRowView>
