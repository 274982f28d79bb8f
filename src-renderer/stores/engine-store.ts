import { defineStore } from 'pinia'
import { onScopeDispose, shallowRef } from 'vue'
import type { EventData } from '../../src-main/contract/events.ts'
import { useApiClient } from '../client/injected.ts'

export type EngineState = EventData<'engine.changed'>['state']

/** Whether there is somebody to answer. */
export const useEngineStore = defineStore('engine', () => {
  const client = useApiClient()
  const state = shallowRef<EngineState>('ready')
  onScopeDispose(client.on('engine.changed', changed => { state.value = changed.state }))
  return { state }
})
