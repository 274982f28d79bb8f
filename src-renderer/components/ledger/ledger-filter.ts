import type { LocationQuery } from 'vue-router'
import { LedgerTopic } from '../../../src-main/contract/ledger.ts'
import { addDays, dateOf, readDay } from '../../format/dates.ts'
import type { MessageKey } from '../../messages/message-key.ts'
import type { LedgerFilter } from '../../stores/ledger-store.ts'

/** What is looked for in the ledger, as it stands in the address: days as 2026-11-24, both of them included. */
export interface AskedEntries {
  readonly kind: LedgerTopic | ''
  readonly about: string
  readonly from: string
  readonly to: string
}

export const askedNothing: AskedEntries = { kind: '', about: '', from: '', to: '' }
export const asksNothing = ({ kind, about, from, to }: AskedEntries): boolean => kind === '' && about === '' && from === '' && to === ''

/** What an address asks for; parts of it that mean nothing are left out. */
export function askedIn(query: LocationQuery): AskedEntries {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].trim() : '')
  const day = (name: string) => (/^\d{4}-\d\d-\d\d$/.test(text(name)) && readDay(text(name)) !== undefined ? text(name) : '')
  const [from, to] = [day('from'), day('to')]
  return { kind: LedgerTopic.options.find(topic => topic === text('kind')) ?? '', about: text('about').slice(0, 500), from, to: to < from ? '' : to }
}

/** The same as it stands in an address. */
export const queryOf = (asked: AskedEntries): Record<string, string> => Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ''))

/** The same as the engine is asked: whole days here as times. */
export const filterOf = ({ kind, about, from, to }: AskedEntries): LedgerFilter => ({
  ...(kind === '' ? {} : { kinds: [kind] }), ...(about === '' ? {} : { about }),
  ...(from === '' ? {} : { from: dateOf(from).toISOString() }), ...(to === '' ? {} : { to: addDays(dateOf(to), 1).toISOString() }),
})

export interface TypedEntries { kind: LedgerTopic | ''; about: string; from: string; to: string }

/** What was typed, or what is wrong with it. */
export function readAsked(typed: TypedEntries): { readonly asked: AskedEntries } | { readonly problems: { readonly from?: MessageKey; readonly to?: MessageKey } } {
  const [from, to] = [isoDay(typed.from), isoDay(typed.to)]
  if (from === undefined || to === undefined) return { problems: { ...(from === undefined ? { from: 'ledger.dayBad' } : {}), ...(to === undefined ? { to: 'ledger.dayBad' } : {}) } }
  if (from !== '' && to !== '' && to < from) return { problems: { to: 'ledger.dayBefore' } }
  return { asked: { kind: typed.kind, about: typed.about.trim().slice(0, 500), from, to } }
}

/** A day as typed, as 2026-11-24; nothing typed as it is, undefined where it is no day. */
function isoDay(text: string): string | undefined {
  if (text.trim() === '') return ''
  const day = readDay(text)
  return day === undefined ? undefined : [String(day.getFullYear()).padStart(4, '0'), day.getMonth() + 1, day.getDate()].map(part => String(part).padStart(2, '0')).join('-')
}
