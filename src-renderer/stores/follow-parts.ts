import { onScopeDispose } from 'vue'
import type { Part } from '../../src-main/contract/api.ts'
import type { ApiClient } from '../../src-main/contract/reply.ts'

/** Calls `reread` when any of these parts changed, and when an engine that was away answers again. */
export function followParts(client: ApiClient, parts: readonly Part[], reread: () => void): void {
  onScopeDispose(client.on('workspace.changed', changed => {
    if (changed.parts.some(part => parts.includes(part))) reread()
  }))
  onScopeDispose(client.on('engine.changed', ({ state }) => {
    if (state === 'ready') reread()
  }))
}
