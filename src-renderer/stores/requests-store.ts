import { defineStore } from 'pinia'
import type { Input } from '../../src-main/contract/api.ts'
import { useApiClient } from '../client/injected.ts'
import { followParts } from './follow-parts.ts'
import { loadable, loadableById } from './loadable.ts'

export const useRequestsStore = defineStore('requests', () => {
  const client = useApiClient()
  const list = loadable(() => client.call('request.list', {}))
  const details = loadableById(requestId => client.call('request.show', { requestId }))
  const erased = loadableById(requestId => client.call('erasure.show', { requestId }))
  followParts(client, ['requests'], () => {
    void list.refresh()
    details.refresh()
  })
  // A model that forgets once more takes the fingerprint of this time with it.
  followParts(client, ['requests', 'models'], () => erased.refresh())
  return {
    list, detail: details.of,
    /** What a request that was carried out came to; null before. */
    erased: erased.of,
    open: (input: Input<'request.open'>) => client.call('request.open', input),
    verify: (requestId: string) => client.call('request.verify', { requestId }),
    async extend(requestId: string, reason: string): Promise<void> {
      await client.call('request.extend', { requestId, reason })
      await details.of(requestId).load()
    },
    approve: (requestId: string) => client.call('request.approve', { requestId }),
  }
})
