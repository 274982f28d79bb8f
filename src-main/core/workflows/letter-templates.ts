import type { Input } from '../../contract/api.ts'
import { LetterKind, type LetterTemplate, type LetterTemplates } from '../../contract/letter.ts'
import { Law } from '../../contract/shape.ts'
import { findFacts } from '../letters/demanded-fact.ts'
import { exampleMatter } from '../letters/example-matter.ts'
import { lawLetters } from '../letters/law-letters.ts'
import { ownTemplate, setTemplate } from '../letters/letter-table.ts'
import { letterValues } from '../letters/letter-values.ts'
import { fillTemplate, parseTemplate, placeholders } from '../letters/placeholders.ts'
import type { Workspace } from './workspace.ts'

/** What every letter begins with, of all laws or of one, and what may stand in a template. */
export const letterTemplates = (ws: Workspace, { law }: Input<'letter.templates'>): LetterTemplates => ({
  templates: (law === undefined ? Law.options : [law]).flatMap(one => LetterKind.options.map(kind => templateOf(ws, one, kind))),
  placeholders: Object.entries(placeholders).map(([name, about]) => ({ name, about })),
})

/** Puts a text in the place of a template, or that which came with the product. */
export function changeTemplate(ws: Workspace, { law, kind, text }: Input<'letter.change-template'>): LetterTemplate {
  if (text !== null) parseTemplate(text)
  setTemplate(ws.db, law, kind, text === lawLetters[law].templates[kind] ? null : text)
  return templateOf(ws, law, kind)
}

function templateOf({ db }: Workspace, law: Law, kind: LetterKind): LetterTemplate {
  const own = ownTemplate(db, law, kind)
  const text = own ?? lawLetters[law].templates[kind]
  const values = letterValues(exampleMatter(law))
  return { law, kind, text, ours: own === undefined, facts: findFacts(lawLetters[law].facts[kind], fillTemplate(text, values), values) }
}
