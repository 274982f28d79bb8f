import { defineStore } from 'pinia'
import type { Input } from '../../src-main/contract/api.ts'
import type { DatasetSummary } from '../../src-main/contract/dataset.ts'
import { useApiClient } from '../client/injected.ts'
import { followParts } from './follow-parts.ts'
import { loadable, loadableById } from './loadable.ts'

export const useDatasetsStore = defineStore('datasets', () => {
  const client = useApiClient()
  const list = loadable(() => client.call('dataset.list', {}))
  const details = loadableById(dataset => client.call('dataset.show', { dataset }))
  const histories = loadableById(dataset => client.call('dataset.history', { dataset }))
  const samples = loadable(() => client.call('sample.list', {}))
  followParts(client, ['datasets'], () => void list.refresh())
  followParts(client, ['datasets', 'models', 'requests'], () => {
    details.refresh()
    histories.refresh()
  })
  return {
    list, detail: details.of,
    /** What happened to a dataset, as far as the workspace knows. */
    history: histories.of,
    /** Before a dataset is erased: nothing asks for it any more. */
    forget(datasetId: string): void {
      details.forget(datasetId)
      histories.forget(datasetId)
    },
    /** Files of made-up people to try Lethe on; none where the shell has none. */
    samples,
    profile: (input: Input<'dataset.profile'>) => client.call('dataset.profile', input),
    /** One value in full. */
    cell: (input: Input<'dataset.cell'>) => client.call('dataset.cell', input),
    /** The identifier in the first row, where there is one. */
    async firstPerson({ datasetId, columns }: DatasetSummary): Promise<string | undefined> {
      const { rows } = await client.call('dataset.page', { dataset: datasetId, offset: 0, limit: 1 })
      const identifier = rows[0]?.cells[columns.findIndex(({ role }) => role === 'subject')]
      return identifier === undefined || identifier === null ? undefined : String(identifier)
    },
    /** Its name, or its id while that is not known. */
    nameOf: (datasetId: string): string => list.content.value?.find(one => one.datasetId === datasetId)?.name ?? datasetId,
  }
})
