import { defineStore } from 'pinia'
import type { Input } from '../../src-main/contract/api.ts'
import { useApiClient } from '../client/injected.ts'
import { followParts } from './follow-parts.ts'
import { loadable, loadableById } from './loadable.ts'

export const useRequestsStore = defineStore('requests', () => {
  const client = useApiClient()
  const list = loadable(() => client.call('request.list', {}))
  const details = loadableById(requestId => client.call('request.show', { requestId }))
  followParts(client, ['requests'], () => {
    void list.refresh()
    details.refresh()
  })
  return {
    list, detail: details.of,
    open: (input: Input<'request.open'>) => client.call('request.open', input),
    verify: (requestId: string) => client.call('request.verify', { requestId }),
    approve: (requestId: string) => client.call('request.approve', { requestId }),
  }
})
