import { z } from 'zod'
import { Law } from './shape.ts'

/** A law as it is counted here: its rules in words, what it leaves open, and what is chosen. */
export const LawSummary = z.strictObject({
  law: Law, name: z.string(), ruleVersion: z.string(),
  /** The day the sources were last read. */
  checkedOn: z.string(),
  rules: z.array(z.strictObject({ about: z.enum(['answer', 'acknowledge', 'extension', 'complaint', 'record']), words: z.string(), source: z.string() }).readonly()).readonly(),
  /** Whose holidays can count. checked: held against a second source day by day. */
  calendars: z.array(z.strictObject({ calendar: z.string(), name: z.string(), checked: z.boolean() }).readonly()).readonly(),
  /** The calendar new requests are counted by; null: weekends alone. */
  calendar: z.string().nullable(),
  /** What is disputed. The first choice holds until another is chosen. */
  readings: z.array(z.strictObject({
    reading: z.string(), about: z.string(), source: z.string(), chosen: z.string(),
    choices: z.array(z.strictObject({ choice: z.string(), about: z.string() }).readonly()).readonly(),
  }).readonly()).readonly(),
  extensionReasons: z.array(z.strictObject({ reason: z.string(), words: z.string() }).readonly()).readonly(),
}).readonly()
export type LawSummary = z.output<typeof LawSummary>

/** Days by whose end something must have happened for a request received on some day; null where the law asks for nothing. */
export const DueDays = z.strictObject({
  dueAt: z.string(), acknowledgeBy: z.string().nullable(), extension: z.strictObject({ noticeBy: z.string(), dueAt: z.string() }).readonly().nullable(),
}).readonly()
export type DueDays = z.output<typeof DueDays>
