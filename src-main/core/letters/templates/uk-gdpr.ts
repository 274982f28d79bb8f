import type { LetterKind } from '../../../contract/letter.ts'
import { gdprTemplates } from './gdpr.ts'

const routes = /You have the right to complain to a supervisory authority:\n\{authority\}\n/
const routesHere = `You can complain to us first, and we answer your complaint:
{contact}
You have the right to complain to the Information Commissioner:
{authority}
`

const here = (text: string): string => text
  .replace('under Article 17 of the General Data Protection Regulation (GDPR)', 'under Article 17 of the UK GDPR')
  .replace('(Article 12(3) GDPR)', '(Article 12A UK GDPR)')
  .replace(routes, routesHere)

/** The letters under the UK GDPR: those under the GDPR, with its articles and its ways to complain. */
export const ukGdprTemplates = Object.fromEntries(Object.entries(gdprTemplates).map(([kind, text]) => [kind, here(text)])) as { readonly [kind in LetterKind]: string }
