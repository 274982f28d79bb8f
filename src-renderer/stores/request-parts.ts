import type { ApiClient } from '../../src-main/contract/reply.ts'
import { followParts } from './follow-parts.ts'
import { loadable } from './loadable.ts'

/** What belongs to one request and is read as long as its page is open. */
export function useRequestParts(client: ApiClient, requestId: string) {
  const letters = loadable(() => client.call('letter.list', { requestId }))
  const notices = loadable(() => client.call('notice.list', { requestId }))
  const person = loadable(() => client.call('request.identifiers', { requestId }))
  const timeline = loadable(() => client.call('request.timeline', { requestId }))
  followParts(client, ['requests', 'models'], () => {
    for (const part of [letters, notices, person]) void part.refresh()
  })
  followParts(client, ['requests', 'records', 'ledger'], () => void timeline.refresh())
  return { letters, notices, person, timeline, load: () => void Promise.all([letters.load(), notices.load(), person.load(), timeline.load()]) }
}
