import { ref } from 'vue'
import type { ApiClient } from '../../src-main/contract/reply.ts'
import { followParts } from './follow-parts.ts'
import { loadable } from './loadable.ts'

export const rowsPerPage = 100

/** The rows one open request is about, a dataset and a page at a time: there may be a million. */
export function useRequestRows(client: ApiClient, requestId: string) {
  const page = ref(0)
  const dataset = ref<string>()
  const rows = loadable(async () => {
    const offset = page.value * rowsPerPage
    return { offset, ...(await client.call('request.rows', { requestId, ...(dataset.value === undefined ? {} : { dataset: dataset.value }), offset, limit: rowsPerPage })) }
  })
  followParts(client, ['datasets', 'requests'], () => void rows.refresh())

  function show(next: number, of = dataset.value): void {
    dataset.value = of
    page.value = Math.max(0, next)
    void rows.load()
  }
  return { rows, page, dataset, show }
}

export type RequestRows = NonNullable<ReturnType<typeof useRequestRows>['rows']['content']['value']>
