import { defineStore } from 'pinia'
import type { Input } from '../../src-main/contract/api.ts'
import { useApiClient } from '../client/injected.ts'
import { followParts } from './follow-parts.ts'
import { loadable, loadableById } from './loadable.ts'

export const useRecordsStore = defineStore('records', () => {
  const client = useApiClient()
  const list = loadable(() => client.call('record.list', {}))
  const previews = loadableById(requestId => client.call('record.preview', { requestId }))
  const ownChecks = loadableById(requestId => client.call('record.check-own', { requestId }))
  followParts(client, ['records'], () => {
    void list.refresh()
    previews.refresh()
    ownChecks.refresh()
  })
  return {
    list, previews, ownChecks,
    countersign: (input: Input<'record.countersign'>) => client.call('record.countersign', input),
    exportTo: (input: Input<'record.export'>) => client.call('record.export', input),
    exportOpening: (input: Input<'record.opening'>) => client.call('record.opening', input),
    check: (input: Input<'record.check'>) => client.call('record.check', input),
  }
})
