import { shallowRef } from 'vue'
import type { RequestCounts, RequestSummary } from '../../src-main/contract/request.ts'
import type { ApiClient } from '../../src-main/contract/reply.ts'
import { askedFirst, filterOf, filterOfStage, standings, type AskedRequests } from '../components/request/asked-requests.ts'
import { stages, type Stage } from '../components/request/request-stage.ts'
import { followParts } from './follow-parts.ts'
import { loadable } from './loadable.ts'

export const requestsPerPage = 50
/** Cards of one column of the board, the most pressing ones. */
export const cardsPerStage = 25

/** Requests a page at a time, as there may be tens of thousands; and the first of each stage, for the board. */
export function useRequestPages(client: ApiClient) {
  const asked = shallowRef(askedFirst)
  const page = loadable(async () => {
    const now = asked.value
    const filter = filterOf(now)
    const counts = await client.call('request.counts', filter)
    // Of requests that still owe something, how they stand follows from the day they are due: overdue come first, then those due soon.
    const before = now.standing === '' ? 0 : standings.slice(0, standings.indexOf(now.standing)).reduce((sum, one) => sum + counts.standings[one], 0)
    const total = now.standing === '' ? counts.total : counts.standings[now.standing]
    const order = now.standing === '' ? { by: now.by, direction: now.direction } : { by: 'due' as const, direction: 'up' as const }
    const offset = Math.min(now.page, Math.max(0, Math.ceil(total / requestsPerPage) - 1)) * requestsPerPage
    const limit = Math.min(requestsPerPage, total - offset)
    return { total, offset, requests: limit <= 0 ? [] : await client.call('request.list', { ...filter, order, offset: before + offset, limit }) }
  })
  const counts = loadable(() => client.call('request.counts', {}))
  const board = loadable(async () => {
    const { which: _, standing: __, ...others } = asked.value
    const narrowed = filterOf({ ...others, which: 'all', standing: '' })
    return Promise.all(stages.map(async stage => {
      const filter = { ...narrowed, ...filterOfStage(stage) }
      const [{ total, standings: found }, requests] = await Promise.all([client.call('request.counts', filter), client.call('request.list', { ...filter, order: { by: 'due', direction: stage === 'done' ? 'down' : 'up' }, limit: cardsPerStage })])
      return { stage, total, overdue: found.overdue, requests }
    }))
  })
  followParts(client, ['requests', 'settings'], () => {
    for (const part of [page, counts, board]) void part.refresh()
  })
  return {
    page, counts, board, asked,
    show(next: AskedRequests): void {
      asked.value = next
      void counts.load()
      void (next.view === 'board' ? board : page).load()
    },
  }
}
export interface BoardColumn { readonly stage: Stage; readonly total: number; readonly overdue: number; readonly requests: readonly RequestSummary[] }
export const stageCount = (counts: RequestCounts, stage: Stage | 'open' | 'all'): number => {
  if (stage === 'all') return counts.total
  if (stage === 'done') return counts.standings.met
  if (stage === 'open') return counts.total - counts.standings.met
  const states = filterOfStage(stage).states ?? []
  return stage === 'answer' ? counts.answersOwed : states.reduce((sum, state) => sum + counts.states[state], 0)
}
