import { defineStore } from 'pinia'
import { useApiClient } from '../client/injected.ts'
import { followParts } from './follow-parts.ts'
import { loadable, loadableById } from './loadable.ts'

export const useModelsStore = defineStore('models', () => {
  const client = useApiClient()
  const list = loadable(() => client.call('model.list', {}))
  const details = loadableById(modelId => client.call('model.show', { modelId }))
  const learners = loadable(() => client.call('learner.list', {}))
  const copies = loadable(() => client.call('export.list', {}))
  followParts(client, ['models'], () => {
    void list.refresh()
    void copies.refresh()
  })
  followParts(client, ['models', 'requests'], () => details.refresh())
  return { list, detail: details.of, learners, copies }
})
