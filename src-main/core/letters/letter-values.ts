import type { AnswerTo } from '../../contract/letter.ts'
import type { Organisation } from '../../contract/record.ts'
import type { Law } from '../../contract/shape.ts'
import { countText, dayText } from '../records/number-text.ts'
import type { LetterValues } from './placeholders.ts'
import { lawLetters } from './law-letters.ts'

/** What a letter can say, before it is words. Days as "2026-11-25". */
export interface LetterMatter {
  readonly law: Law
  readonly requestId: string
  readonly organisation: Organisation
  readonly answerTo: AnswerTo | null
  readonly today: string
  readonly receivedOn: string
  readonly dueOn: string
  readonly firstDueOn: string | null
  readonly extensionReason: string | null
  readonly effectOnTime: 'goes-on' | 'paused' | 'from-arrival'
  readonly erased: { readonly on: string; readonly datasets: readonly { readonly name: string; readonly rows: number }[]; readonly models: number } | null
  readonly kept: readonly { readonly rows: number; readonly reason: ReasonWords }[]
  readonly reason: ReasonWords | null
  readonly searched: readonly string[]
  readonly told: readonly { readonly name: string; readonly on: string }[]
  readonly notTold: readonly { readonly name: string; readonly why: string }[]
}

/** A reason of the law's list, in words. */
export interface ReasonWords {
  readonly words: string
  readonly article: string
}

/** The same in the words that stand in letters. */
export function letterValues(matter: LetterMatter): LetterValues {
  const { law, organisation, answerTo, erased, kept } = matter
  const name = answerTo?.name ?? ''
  const dueOn = dayText(matter.dueOn)
  const rows = erased?.datasets.reduce((sum, one) => sum + one.rows, 0) ?? 0
  return {
    organisation: organisation.name, contact: organisation.contact, today: dayText(matter.today), name, address: answerTo?.address ?? '',
    greeting: `Dear ${name === '' ? 'Sir or Madam' : name}`, requestId: matter.requestId, receivedOn: dayText(matter.receivedOn), dueOn,
    firstDueOn: matter.firstDueOn === null ? '' : dayText(matter.firstDueOn), extensionReason: matter.extensionReason ?? '',
    effectOnTime: effects[law === 'ccpa' ? 'ccpa' : matter.effectOnTime](dueOn),
    erasedOn: erased === null ? '' : dayText(erased.on),
    datasets: lines(erased?.datasets.filter(one => one.rows > 0).map(one => `${records(one.rows)} of "${one.name}"`) ?? []),
    erasedRows: erased === null ? '' : records(rows), models: erased === null || erased.models === 0 ? '' : erased.models === 1 ? '1 model' : `${countText(erased.models)} models`,
    keptRows: kept.length === 0 ? '' : records(kept.reduce((sum, one) => sum + one.rows, 0)),
    keptReasons: lines(kept.map(one => `${records(one.rows)}: ${reasonText(one.reason)}`)), reason: matter.reason === null ? '' : reasonText(matter.reason),
    searched: lines(matter.searched), recipients: lines(matter.told.map(one => `${one.name}, on ${dayText(one.on)}`)), recipientsNotTold: lines(matter.notTold.map(one => `${one.name}: ${one.why}`)),
    authority: lawLetters[law].authority,
  }
}

const effects: { readonly [effect in LetterMatter['effectOnTime'] | 'ccpa']: (dueOn: string) => string } = {
  'goes-on': dueOn => `The time we have to answer goes on meanwhile, and ends on ${dueOn}.`,
  paused: () => 'The days until it arrives do not count in the time we have to answer.',
  'from-arrival': () => 'The time we have to answer runs from the day it arrives.',
  ccpa: dueOn => `The 45 days we have to answer go on meanwhile, and end on ${dueOn}.`,
}

const records = (rows: number): string => (rows === 1 ? '1 record' : `${countText(rows)} records`)
const lines = (items: readonly string[]): string => items.map(item => `- ${item}`).join('\n')
const reasonText = ({ words, article }: ReasonWords): string => `${words.replace(/\.$/, '')} (${article}).`
