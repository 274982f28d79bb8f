import type { ApiClient } from '../../src-main/contract/reply.ts'
import { followParts } from './follow-parts.ts'
import { loadable } from './loadable.ts'

/** What carrying one request out would come to, as long as it is looked at: reading it is work for the engine. */
export function useErasurePlan(client: ApiClient, requestId: string) {
  const plan = loadable(() => client.call('request.plan', { requestId }))
  followParts(client, ['models', 'requests', 'settings'], () => void plan.refresh())
  return plan
}
