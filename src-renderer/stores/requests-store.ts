import { defineStore } from 'pinia'
import type { Input } from '../../src-main/contract/api.ts'
import { openStates } from '../../src-main/contract/request.ts'
import { useApiClient } from '../client/injected.ts'
import { followParts } from './follow-parts.ts'
import { loadable, loadableById } from './loadable.ts'

const mostListed = 500

export const useRequestsStore = defineStore('requests', () => {
  const client = useApiClient()
  /** Those received last, as there may be tens of thousands: to find one by its number. */
  const list = loadable(() => client.call('request.list', { order: { by: 'received', direction: 'down' }, limit: mostListed }))
  /** Those nothing was erased for yet, the most pressing first. */
  const open = loadable(() => client.call('request.list', { states: openStates, order: { by: 'due', direction: 'up' }, limit: mostListed }))
  const details = loadableById(requestId => client.call('request.show', { requestId }))
  const erased = loadableById(requestId => client.call('erasure.show', { requestId }))
  followParts(client, ['requests'], () => {
    void list.refresh()
    void open.refresh()
    details.refresh()
  })
  // A model that forgets once more takes the fingerprint of this time with it.
  followParts(client, ['requests', 'models'], () => erased.refresh())
  return {
    list, allOpen: open, detail: details.of,
    /** What a request that was carried out came to; null before. */
    erased: erased.of,
    open: (input: Input<'request.open'>) => client.call('request.open', input),
    async extend(requestId: string, reason: string): Promise<void> {
      await client.call('request.extend', { requestId, reason })
      await details.of(requestId).load()
    },
  }
})
