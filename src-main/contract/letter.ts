import { z } from 'zod'
import { Identifier } from './request.ts'
import { count, Law, longText } from './shape.ts'

/** What a letter to the person is for; from 'completed' on each is the answer. 'unverified': ended because it could not be told who asked. */
export const LetterKind = z.enum(['acknowledgement', 'identity-needed', 'extension', 'completed', 'completed-in-part', 'denied', 'not-found', 'unverified'])
export type LetterKind = z.output<typeof LetterKind>

export const answerKinds = ['completed', 'completed-in-part', 'denied', 'not-found', 'unverified'] as const satisfies readonly LetterKind[]
export const isAnswer = (kind: LetterKind): boolean => (answerKinds as readonly LetterKind[]).includes(kind)

/** Something a letter says. must: its law demands it; good: good practice. */
const letterFact = z.strictObject({ fact: z.string(), says: z.string(), article: z.string(), force: z.enum(['must', 'good']) })
export const LetterFact = letterFact.readonly()
export type LetterFact = z.output<typeof LetterFact>

/** The same of a text: whether it is found there. It warns, and never keeps a letter from being sent. */
export const FoundFact = letterFact.extend({ met: z.boolean() }).readonly()
export type FoundFact = z.output<typeof FoundFact>

/** A letter of a request: owed, possible now, or sent. */
export const LetterSummary = z.strictObject({
  kind: LetterKind, answer: z.boolean(), state: z.enum(['owed', 'possible', 'sent']),
  /** The day by which it is owed; null where no law sets one. */
  dueAt: z.string().nullable(),
  sentOn: z.string().nullable(),
  /** True where its text was changed and is kept, sealed. */
  saved: z.boolean(),
}).readonly()
export type LetterSummary = z.output<typeof LetterSummary>

export const LetterDraft = z.strictObject({
  requestId: z.string(), kind: LetterKind, text: z.string(), saved: z.boolean(), facts: z.array(FoundFact).readonly(),
  /** Words that must never stand in such a letter, where the text has any, and why. */
  mustNotSay: z.array(z.strictObject({ words: z.string(), why: z.string() }).readonly()).readonly(),
}).readonly()
export type LetterDraft = z.output<typeof LetterDraft>

/** The text letters of one kind begin with. facts: which of those demanded a letter made of it would say. */
export const LetterTemplate = z.strictObject({
  law: Law, kind: LetterKind, text: z.string(),
  /** True where it is the one that came with the product. */
  ours: z.boolean(),
  facts: z.array(FoundFact).readonly(),
}).readonly()
export type LetterTemplate = z.output<typeof LetterTemplate>

/** Each placeholder there is, and what stands in its place. */
export const LetterTemplates = z.strictObject({
  templates: z.array(LetterTemplate).readonly(), placeholders: z.array(z.strictObject({ name: z.string(), about: z.string() }).readonly()).readonly(),
}).readonly()
export type LetterTemplates = z.output<typeof LetterTemplates>

export const letterText = longText(50_000)

export const ExportedLetter = z.strictObject({ file: z.string(), sizeBytes: count }).readonly()
export type ExportedLetter = z.output<typeof ExportedLetter>

/** Who the answer goes to, where the person said. */
export const AnswerTo = z.strictObject({ name: z.string().trim().max(200), address: z.string().trim().max(1000) }).readonly()
export type AnswerTo = z.output<typeof AnswerTo>

/** What the person is known by and answered at, while it is kept. */
export const KeptIdentifiers = z.strictObject({ kept: z.boolean(), identifiers: z.array(Identifier).readonly(), answerTo: AnswerTo.nullable() }).readonly()
export type KeptIdentifiers = z.output<typeof KeptIdentifiers>
