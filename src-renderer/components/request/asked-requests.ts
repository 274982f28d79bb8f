import type { LocationQuery } from 'vue-router'
import { endedStates, type RequestFilter, type RequestOrder, type Standing } from '../../../src-main/contract/request.ts'
import { Law } from '../../../src-main/contract/shape.ts'
import { stages, statesAt, type Stage } from './request-stage.ts'

/** Which requests are looked at: all that still need something, those at one stage, or all. */
export type Which = 'open' | Stage | 'all'
export const whichOptions: readonly Which[] = ['open', ...stages, 'all']
export const standings = ['overdue', 'due-soon', 'on-track'] as const satisfies readonly Standing[]

/** What is looked for, as it stands in the address. */
export interface AskedRequests {
  readonly view: 'list' | 'board'
  readonly which: Which
  readonly standing: (typeof standings)[number] | ''
  readonly law: Law | ''
  readonly hold: boolean
  readonly search: string
  readonly by: RequestOrder['by']
  readonly direction: RequestOrder['direction']
  /** From 0. */
  readonly page: number
}
export const askedFirst: AskedRequests = { view: 'list', which: 'open', standing: '', law: '', hold: false, search: '', by: 'due', direction: 'up', page: 0 }

/** What an address asks for; parts of it that mean nothing are left out. */
export function askedIn(query: LocationQuery): AskedRequests {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].trim() : '')
  const one = <V extends string>(name: string, options: readonly V[], usual: V): V => options.find(option => option === text(name)) ?? usual
  return {
    view: one('view', ['list', 'board'], 'list'), which: one('which', whichOptions, 'open'), standing: one('standing', ['', ...standings], ''), law: one('law', ['', ...Law.options], ''), hold: text('hold') === 'yes',
    search: text('search').slice(0, 100), by: one('by', ['due', 'received', 'state', 'rows'], 'due'), direction: one('direction', ['up', 'down'], 'up'), page: /^\d{1,6}$/.test(text('page')) ? Math.max(0, Number(text('page')) - 1) : 0,
  }
}

/** The same as it stands in an address. */
export function queryOf(asked: AskedRequests): Record<string, string> {
  const all: Record<string, string> = { view: asked.view, which: asked.which, standing: asked.standing, law: asked.law, hold: asked.hold ? 'yes' : '', search: asked.search, by: asked.by, direction: asked.direction, page: String(asked.page + 1) }
  const usual: Record<string, string> = { view: 'list', which: 'open', standing: '', law: '', hold: '', search: '', by: 'due', direction: 'up', page: '1' }
  return Object.fromEntries(Object.entries(all).filter(([name, value]) => value !== usual[name]))
}

/** True where something is left out besides what is done. */
export const isNarrow = ({ which, standing, law, hold, search }: AskedRequests): boolean => which !== 'open' || standing !== '' || law !== '' || hold || search !== ''

/** What the engine is asked for a stage, besides the other parts of a filter. */
export function filterOfStage(which: Which): RequestFilter {
  if (which === 'all') return {}
  if (which === 'open') return { owing: true }
  if (which === 'answer') return { states: [...endedStates], owing: true }
  return which === 'done' ? { owing: false } : { states: [...statesAt[which]] }
}

export const filterOf = ({ which, standing, law, hold, search }: AskedRequests): RequestFilter => ({
  ...filterOfStage(which), ...(standing === '' ? {} : { owing: true }), ...(law === '' ? {} : { law }), ...(hold ? { onHold: true } : {}), ...(search === '' ? {} : { search }),
})
