import { defineStore } from 'pinia'
import type { Settings } from '../../src-main/contract/settings.ts'
import { useApiClient } from '../client/injected.ts'
import { followParts } from './follow-parts.ts'
import { loadable } from './loadable.ts'

/** What holds for the whole workspace: who answers for it, the policy, the law and the calendar. */
export const useSettingsStore = defineStore('settings', () => {
  const client = useApiClient()
  const current = loadable(() => client.call('settings.show', {}))
  followParts(client, ['settings'], () => void current.refresh())
  return {
    current,
    /** Changes these and leaves the others as they are now, whoever set them. */
    async change(part: Partial<Settings>): Promise<void> {
      await client.call('settings.change', { ...(await client.call('settings.show', {})), ...part })
      await current.load()
    },
  }
})
