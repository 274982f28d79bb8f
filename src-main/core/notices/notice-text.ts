import type { Identifier } from '../../contract/request.ts'
import type { Law } from '../../contract/shape.ts'

export interface NoticeFacts {
  readonly organisation: string
  readonly contact: string
  readonly today: string
  readonly name: string
  readonly law: Law
  readonly requestId: string
  readonly erasedOn: string
  /** By name; of a copy of a model, none. */
  readonly datasets: readonly string[]
  readonly model: { readonly id: string; readonly version: number; readonly exportedOn: string } | null
  /** What the recipient finds the person by: what was given when the request was opened, and nothing else of theirs. */
  readonly identifiers: readonly Identifier[]
}

const duties: { readonly [law in Law]: string } = {
  gdpr: 'Article 19 of the General Data Protection Regulation asks us to tell you', 'uk-gdpr': 'Article 19 of the UK GDPR asks us to tell you',
  ccpa: 'The California Consumer Privacy Act regulations (11 CCR § 7022(b) and (c)) ask us to tell you to do the same',
}

/** What whoever had data from here is told. */
export function noticeText({ organisation, contact, today, name, law, requestId, erasedOn, datasets, model, identifiers }: NoticeFacts): string {
  const about = model === null ? datasetWords(datasets, identifiers) : copyWords(model)
  return `${[
    [organisation, contact].filter(one => one !== '').join('\n'), today, name, `Erasure of personal data, our number ${requestId}`,
    `On ${erasedOn} we erased a person's data, as they asked. ${duties[law]}.`, ...about,
    'Please tell us when it is done, or why it cannot be. Name our number. Use this letter for that alone, and destroy it afterwards.',
    ['Yours sincerely', organisation].filter(one => one !== '').join('\n'),
  ].filter(part => part !== '').join('\n\n')}\n`
}

function datasetWords(datasets: readonly string[], identifiers: readonly Identifier[]): string[] {
  return [
    `You had data of theirs from us: ${datasets.map(name => `"${name}"`).join(', ')}. Erase what you hold of it, copies and links too, and tell those you passed it to.`,
    identifiers.length === 0 ? '[how the recipient finds the rows: nothing is kept here to tell the person by]' : `The person is known there by:\n${identifiers.map(({ value }) => `- ${value}`).join('\n')}`,
  ]
}

const copyWords = ({ id, version, exportedOn }: NonNullable<NoticeFacts['model']>): string[] => [
  `You have a copy of our model ${id}, version ${version}, which left us on ${exportedOn}. The model has forgotten that person since; your copy has not. Take it out of use and destroy it, with every copy and every model made from it. We can send you the model as it is now.`,
]
