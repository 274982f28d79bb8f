import { defineStore } from 'pinia'
import type { Input } from '../../src-main/contract/api.ts'
import { useApiClient } from '../client/injected.ts'
import { followParts } from './follow-parts.ts'
import { loadable, loadableById } from './loadable.ts'

export const useDatasetsStore = defineStore('datasets', () => {
  const client = useApiClient()
  const list = loadable(() => client.call('dataset.list', {}))
  const details = loadableById(dataset => client.call('dataset.show', { dataset }))
  followParts(client, ['datasets'], () => void list.refresh())
  followParts(client, ['datasets', 'models', 'requests'], () => details.refresh())
  return {
    list, detail: details.of,
    profile: (input: Input<'dataset.profile'>) => client.call('dataset.profile', input),
    /** Its name, or its id while that is not known. */
    nameOf: (datasetId: string): string => list.content.value?.find(one => one.datasetId === datasetId)?.name ?? datasetId,
  }
})
