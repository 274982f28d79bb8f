import type { Identifier } from '../../contract/request.ts'
import { eMailForm } from './e-mail-form.ts'
import { foldText } from './fold-text.ts'
import { phoneForm } from './phone-form.ts'

export type IdentifierKind = Identifier['kind']

/** What an identifier of a kind is compared as; two that are the same have the same form. undefined: it is none of that kind. `country`: the calling code of telephone numbers without one. */
export function normalForm(kind: IdentifierKind, text: string, country: string | null): string | undefined {
  switch (kind) {
    case 'exact': return text.trim()
    case 'any-case': return foldText(text.trim())
    case 'e-mail': return eMailForm(text)
    case 'phone': return phoneForm(text.trim(), country)
  }
}
