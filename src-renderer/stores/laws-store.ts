import { defineStore } from 'pinia'
import { useApiClient } from '../client/injected.ts'
import { followParts } from './follow-parts.ts'
import { loadable } from './loadable.ts'

/** The laws as they are counted: rules in words, calendars, what is disputed and what is chosen. */
export const useLawsStore = defineStore('laws', () => {
  const client = useApiClient()
  const list = loadable(() => client.call('law.list', {}))
  followParts(client, ['settings'], () => void list.refresh())
  return { list }
})
