import { createHash } from 'node:crypto'
import type { Column, ColumnRole, ColumnType, ProposedColumn } from '../../contract/dataset.ts'
import { cellKind } from './cell.ts'

/** What the whole file showed of one column; kept small however long the file. */
export interface ColumnProfile {
  readonly name: string
  empty: number
  missingWords: number
  integers: number
  numbers: number
  texts: number
  digits: number
  /** Distinct texts, up to `mostDistinct`; beyond that the set stays at its limit. */
  readonly distinct: Set<string>
  readonly distinctTexts: Set<string>
}

const mostDistinct = 1000
const mostDistinctTexts = 50

export const newProfile = (name: string): ColumnProfile =>
  ({ name, empty: 0, missingWords: 0, integers: 0, numbers: 0, texts: 0, digits: 0, distinct: new Set(), distinctTexts: new Set() })

/** Adds one trimmed cell to the profile. */
export function profileCell(profile: ColumnProfile, text: string): void {
  const kind = cellKind(text)
  if (kind === 'empty') {
    profile.empty += 1
    return
  }
  remember(profile.distinct, text, mostDistinct)
  switch (kind) {
    case 'integer': profile.integers += 1; break
    case 'number': profile.numbers += 1; break
    case 'digits': profile.digits += 1; break
    case 'missing-word': profile.missingWords += 1; break
    case 'text':
      profile.texts += 1
      remember(profile.distinctTexts, text, mostDistinctTexts)
  }
}

/** Longer texts are no categories; beyond a few of them their digest is enough to tell them apart. */
const longText = 256
const fewTexts = 20

function remember(texts: Set<string>, text: string, most: number): void {
  if (texts.size > most) return
  const key = text.length > longText && texts.size >= fewTexts ? `sha256 ${createHash('sha256').update(text).digest('hex')}` : text
  // A copy: a cell is a slice of the text it was cut from and would keep all of that in memory.
  if (!texts.has(key)) texts.add(Buffer.from(key).toString())
}

/**
 * The type that keeps every value as written. A few stray texts in a column of numbers (at most one in twenty, and not one
 * word again and again, which would be a code) are treated as mistakes in those records rather than as the column's type.
 */
export function inferType(profile: ColumnProfile): ColumnType {
  const { integers, numbers, texts, digits } = profile
  const numeric = integers + numbers
  if (digits > 0 || numeric === 0) return 'text'
  const strayCodes = texts > 3 && profile.distinctTexts.size <= 2
  const fewStrays = texts === 0 || (texts === 1 && numeric >= 3) || texts <= 0.05 * (numeric + texts)
  if (strayCodes || !fewStrays) return 'text'
  return numbers > 0 ? 'number' : 'integer'
}

const subjectNames = /^([cpu]?id|uuid|guid|ssn|nin|e-?mail|mail|phone|passport|subject|person|(customer|client|user|patient|person|subject|member|account|employee|student|applicant)([ _-]?(id|no|nr|number|key|code))?|.+[ _-]id)$/i
/** customerId, customerID: only with a capital, or "paid" would be one. */
const camelCaseId = /[a-z](Id|ID)$/

const namesPerson = (name: string) => subjectNames.test(name) || camelCaseId.test(name)

const labelNames = /^(label|target|class|outcome|y|response|income|default|churn|survived|approved|fraud)$/i

export interface RoleChoices {
  readonly subject?: string | undefined
  readonly label?: string | undefined
  readonly ignored: ReadonlySet<string>
  readonly features: ReadonlySet<string>
}

export interface RoleGuess {
  readonly role: ColumnRole
  /** Why this role: 'asked' where a person said so. */
  readonly why: ProposedColumn['why']
}

/** A role for every column: those asked for, then guesses from names and values. */
export function guessRoles(profiles: readonly ColumnProfile[], rows: number, choices: RoleChoices): RoleGuess[] {
  const asked = (name: string): ColumnRole | undefined => {
    if (name === choices.subject) return 'subject'
    if (name === choices.label) return 'label'
    if (choices.ignored.has(name)) return 'ignored'
    return choices.features.has(name) ? 'feature' : undefined
  }
  const free = (profile: ColumnProfile) => asked(profile.name) === undefined
  // The values of people repeat little; a column called "account" with four values is a category.
  const distinctEnough = (profile: ColumnProfile) => profile.distinct.size > Math.min(mostDistinct, rows / 100, 20)
  const subject = choices.subject === undefined ? profiles.find(p => free(p) && namesPerson(p.name) && p.empty === 0 && distinctEnough(p)) : undefined
  const twoValues = (profile: ColumnProfile) => free(profile) && profile !== subject && !subjectNames.test(profile.name) && labelValues(profile) === 2
  const label = choices.label === undefined
    ? profiles.find(p => twoValues(p) && labelNames.test(p.name)) ?? profiles.findLast(twoValues)
    : undefined
  return profiles.map(profile => {
    const role = asked(profile.name)
    if (role !== undefined) return { role, why: 'asked' }
    if (profile === subject) return { role: 'subject', why: 'name' }
    if (profile === label) return { role: 'label', why: labelNames.test(profile.name) ? 'name' : 'two-values' }
    if (profile.distinct.size === 0) return { role: 'ignored', why: 'no-values' }
    const text = inferType(profile) === 'text'
    if (text && profile.distinct.size > Math.min(mostDistinct, Math.max(20, rows / 2))) return { role: 'ignored', why: 'many-texts' }
    return { role: 'feature', why: 'rest' }
  })
}

/** How many different values the column has as a label: in a column of numbers, words for "no value" are none. */
function labelValues(profile: ColumnProfile): number {
  if (profile.missingWords === 0 || inferType(profile) === 'text') return profile.distinct.size
  return [...profile.distinct].filter(text => cellKind(text) !== 'missing-word').length
}

/** The type a column is stored with: an identifier is always text, since it is never calculated with. */
export function columnOf(profile: ColumnProfile, role: ColumnRole, asText: ReadonlySet<string>): Column {
  const type = role === 'subject' || asText.has(profile.name) ? 'text' : inferType(profile)
  return { name: profile.name, type, role }
}
