import { defineStore } from 'pinia'
import { useApiClient } from '../client/injected.ts'
import { followParts } from './follow-parts.ts'
import { loadable } from './loadable.ts'

/** Every key the ledger has named, in order. */
export const useKeysStore = defineStore('keys', () => {
  const client = useApiClient()
  const list = loadable(() => client.call('key.list', {}))
  followParts(client, ['ledger'], () => void list.refresh())
  return {
    list,
    rotate: () => client.call('key.rotate', {}),
    declareLost: (fingerprint: string) => client.call('key.declare-lost', { fingerprint }),
    protect: (passphrase: string, current?: string) => client.call('key.protect', { passphrase, ...(current === undefined ? {} : { current }) }),
    unprotect: (current: string) => client.call('key.unprotect', { current }),
  }
})
