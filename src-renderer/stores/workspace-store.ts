import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { Input } from '../../src-main/contract/api.ts'
import { useApiClient } from '../client/injected.ts'
import { followParts } from './follow-parts.ts'
import { loadable } from './loadable.ts'

/** What a person sees first, and what the status line says. */
export const useWorkspaceStore = defineStore('workspace', () => {
  const client = useApiClient()
  const overview = loadable(() => client.call('workspace.overview', {}))
  followParts(client, ['datasets', 'models', 'requests', 'records', 'ledger'], () => void overview.refresh())
  const isEmpty = computed(() => {
    const known = overview.content.value
    return known !== undefined && known.datasets === 0 && known.requests.completed === 0
  })
  return {
    overview, isEmpty,
    findValue: (input: Input<'workspace.scan'>) => client.call('workspace.scan', input),
  }
})
