import type { ListColumns, ListProblem } from '../../contract/list.ts'
import { Channel, Law, type Identifier } from '../../contract/request.ts'
import type { AnswerTo } from '../../contract/letter.ts'
import type { CsvRecord } from '../datasets/csv-records.ts'
import { eMailForm } from '../matching/e-mail-form.ts'
import { normalForm } from '../matching/normal-form.ts'
import { lacksCountry } from '../matching/phone-form.ts'
import type { SoughtForm } from '../matching/sought.ts'
import { timeOf } from './time-of.ts'

/** A line of a list as it was read: who asks, and how. */
export interface PersonLine {
  readonly line: number
  readonly identifiers: readonly Identifier[]
  readonly forms: readonly SoughtForm[]
  readonly answerTo: AnswerTo | null
  readonly law: Law
  readonly receivedAt: Date
  readonly channel: Channel
}

export interface Refused {
  readonly column: string | null
  readonly problem: ListProblem
}

/** What holds for lines that state none of it, and how their words are read. */
export interface LineDefaults {
  readonly law: Law
  readonly receivedAt: Date
  readonly channel: Channel
  readonly country: string | null
  readonly timeZone: string
  /** No request was received after this. */
  readonly latest: Date
}

const [longestIdentifier, longestName, longestContact] = [10_000, 200, 1000]

/** A function from a record of the list to the person it names, or to why it is refused. Cells are texts, whatever they begin with: nothing is ever reckoned. */
export function personReader(header: readonly string[], { identifiers, ...uses }: ListColumns, defaults: LineDefaults): (record: CsvRecord) => PersonLine | Refused {
  const at = (column: string | undefined) => (column === undefined ? -1 : header.indexOf(column))
  const places = identifiers.map(({ column, kind }) => ({ column, kind, position: at(column) }))
  const [law, received, channel, name, contact] = [at(uses.law), at(uses.received), at(uses.channel), at(uses.name), at(uses.contact)]
  return ({ cells, line, badQuote }) => {
    if (badQuote) return { column: null, problem: 'bad-quote' }
    if (cells.length !== header.length) return { column: null, problem: 'cell-count' }
    const cell = (position: number) => (position === -1 ? '' : cells[position]!.trim())
    const nul = cells.findIndex(text => text.includes('\0'))
    if (nul !== -1) return { column: header[nul]!, problem: 'nul-character' }

    const known: Identifier[] = []
    const forms: SoughtForm[] = []
    for (const { column, kind, position } of places) {
      const value = cell(position)
      if (value === '') continue
      if (value.length > longestIdentifier) return { column, problem: 'too-long' }
      const form = kind === 'e-mail' ? eMailForm(value) : normalForm(kind, value, defaults.country)
      if (form === undefined) return { column, problem: kind === 'e-mail' ? 'not-an-e-mail' : lacksCountry(value) ? 'phone-without-country' : 'not-a-phone' }
      known.push({ kind, value })
      forms.push({ kind, form })
    }
    if (known.length === 0) return { column: places.length === 1 ? places[0]!.column : null, problem: 'no-identifier' }

    const asked = oneOf(Law.options, cell(law))
    if (asked === null) return { column: uses.law!, problem: 'unknown-law' }
    const cameBy = oneOf(Channel.options, cell(channel))
    if (cameBy === null) return { column: uses.channel!, problem: 'unknown-channel' }
    const receivedAt = cell(received) === '' ? defaults.receivedAt : timeOf(cell(received), defaults.timeZone)
    if (receivedAt === undefined || receivedAt.getUTCFullYear() < 2000) return { column: uses.received!, problem: 'not-a-time' }
    if (receivedAt > defaults.latest) return { column: uses.received ?? null, problem: 'in-the-future' }
    const answerTo = { name: cell(name), address: cell(contact) }
    if (answerTo.name.length > longestName) return { column: uses.name!, problem: 'too-long' }
    if (answerTo.address.length > longestContact) return { column: uses.contact!, problem: 'too-long' }
    return { line, identifiers: known, forms, answerTo: answerTo.name === '' && answerTo.address === '' ? null : answerTo, law: asked ?? defaults.law, receivedAt, channel: cameBy ?? defaults.channel }
  }
}

/** undefined where nothing is said, null where it is none of them. */
function oneOf<T extends string>(options: readonly T[], text: string): T | null | undefined {
  if (text === '') return undefined
  const word = text.toLowerCase().replaceAll(/[\s_]/g, '-')
  return options.find(option => option === word) ?? null
}

/** Somebody of a list: all lines that share an identifier are about the same person, and the first of them says the rest. */
export interface ListedPerson extends Omit<PersonLine, 'line'> {
  readonly lines: readonly number[]
}

export function samePeople(lines: readonly PersonLine[]): ListedPerson[] {
  const people: { first: PersonLine; lines: number[]; identifiers: Identifier[]; forms: SoughtForm[] }[] = []
  const byForm = new Map<string, number>()
  for (const one of lines) {
    const names = one.forms.map(({ kind, form }) => `${kind}\n${form}`)
    const known = names.map(name => byForm.get(name)).find(number => number !== undefined)
    const number = known ?? people.push({ first: one, lines: [], identifiers: [], forms: [] }) - 1
    const person = people[number]!
    person.lines.push(one.line)
    names.forEach((name, i) => {
      if (byForm.has(name)) return
      byForm.set(name, number)
      person.identifiers.push(one.identifiers[i]!)
      person.forms.push(one.forms[i]!)
    })
  }
  return people.map(({ first, ...own }) => ({ ...first, ...own }))
}
