import { defineStore } from 'pinia'
import type { Law } from '../../src-main/contract/shape.ts'
import { useApiClient } from '../client/injected.ts'
import { loadableById } from './loadable.ts'

/** Why rows may be kept or a request denied, by law. They come with the product, so they are read once. */
export const useReasonsStore = defineStore('reasons', () => {
  const client = useApiClient()
  const byLaw = loadableById(law => client.call('reason.list', { law: law as Law }))
  return { of: (law: Law) => byLaw.of(law) }
})
