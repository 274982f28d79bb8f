import { domainToASCII } from 'node:url'
import { foldText } from './fold-text.ts'

const asciiDomain = /^[a-z0-9.-]+$/

/** RFC 5321, section 4.5.3.1: longer ones are no addresses. */
const longest = 320

/**
 * An e-mail address as such, whatever way it is written: upper and lower case are alike, and an international domain is what the domain
 * name system knows it as. Two that only one provider takes for the same ("a.b@" and "ab@", "a+x@") are two. undefined: no address.
 */
export function eMailForm(text: string): string | undefined {
  const address = text.trim()
  const at = address.lastIndexOf('@')
  if (at < 1 || at === address.length - 1 || address.length > longest || /[\s<>,;]/.test(address)) return undefined
  const lower = foldText(address.slice(at + 1))
  const domain = asciiDomain.test(lower) ? lower : domainToASCII(lower)
  return domain === '' || domain.startsWith('.') || domain.endsWith('.') || domain.includes('..') ? undefined : `${foldText(address.slice(0, at))}@${domain}`
}
