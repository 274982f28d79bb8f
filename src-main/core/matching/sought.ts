import type { Identifier } from '../../contract/request.ts'
import { CoreError } from '../base/core-error.ts'
import { eMailForm } from './e-mail-form.ts'
import { foldText, isAscii } from './fold-text.ts'
import { normalForm, type IdentifierKind } from './normal-form.ts'
import { lacksCountry, phoneForm, phoneTail } from './phone-form.ts'

/** An identifier of somebody, in the form it is compared in. */
export interface SoughtForm {
  readonly kind: IdentifierKind
  readonly form: string
}

/** The form of an identifier; throws where it is none of its kind. */
export function soughtForm({ kind, value }: Identifier, country: string | null): SoughtForm {
  const form = normalForm(kind, value, country)
  if (form !== undefined && form !== '') return { kind, form }
  if (kind === 'e-mail') throw new CoreError('matching/not-an-e-mail', {})
  if (kind === 'phone') throw new CoreError(lacksCountry(value.trim()) ? 'matching/phone-without-country' : 'matching/not-a-phone', {})
  throw new CoreError('matching/blank', {})
}

/** What to look for: each form, and the numbers it was put in under. */
export interface Sought {
  readonly size: number
  readonly isExactOnly: boolean
  readonly exact: ReadonlyMap<string, readonly number[]>
  /** Calls back with every number under which something stands that this cell holds; a number may come twice. `lostPlus`: digits whose "+" a column of numbers does not keep. */
  lookUp(cell: string, lostPlus: boolean, found: (who: number) => void): void
}

function tell(numbers: readonly number[] | undefined, found: (who: number) => void): void {
  if (numbers !== undefined) for (const who of numbers) found(who)
}

/** Gathers forms, each under a number of the caller's: of an identifier, or of a line. */
export function seek(forms: Iterable<readonly [who: number, SoughtForm]>, country: string | null): Sought {
  const kinds: Record<IdentifierKind, Map<string, number[]>> = { exact: new Map(), 'any-case': new Map(), 'e-mail': new Map(), phone: new Map() }
  let size = 0
  for (const [who, { kind, form }] of forms) {
    const known = kinds[kind].get(form)
    if (known === undefined) kinds[kind].set(form, [who])
    else known.push(who)
    size += 1
  }
  const { exact, 'any-case': anyCase, 'e-mail': eMail, phone } = kinds
  const tails = new Set([...phone.keys()].map(phoneTail))
  const [hasExact, hasAnyCase, hasEMail, hasPhone] = [exact.size > 0, anyCase.size > 0, eMail.size > 0, phone.size > 0]
  return {
    size, exact, isExactOnly: !hasAnyCase && !hasEMail && !hasPhone,
    lookUp(cell, lostPlus, found) {
      if (hasExact) tell(exact.get(cell), found)
      if (hasEMail || hasAnyCase) {
        const mayBeEMail = hasEMail && cell.includes('@')
        if (hasAnyCase || mayBeEMail) {
          const folded = foldText(cell)
          if (hasAnyCase) tell(anyCase.get(folded), found)
          // What is known is an address: such a cell need not be shown to be one.
          if (mayBeEMail) tell(eMail.get(isAscii(cell) ? folded : eMailForm(cell) ?? ''), found)
        }
      }
      // The last digits tell nearly every number from those that are looked for, before its form is made.
      if (hasPhone && tails.has(phoneTail(cell))) {
        const form = phoneForm(cell, country)
        if (form !== undefined) tell(phone.get(form), found)
        if (lostPlus) tell(phone.get(`+${cell}`), found)
      }
    },
  }
}
