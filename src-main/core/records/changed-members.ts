import type { ErasureStatement } from './statement.ts'

/** What tells of a statement, as a list of texts. */
export type Retelling = (statement: ErasureStatement, digest: string) => readonly string[]

/** What was told of a statement before it was changed, and how the same is told of any. */
export interface Witness {
  readonly told: readonly string[]
  readonly retelling: Retelling
}

export interface ChangedMember {
  /** "predicate.outcome.data.erased" */
  readonly path: string
  /** For each witness the shortest text that is told otherwise because of it; undefined where it tells nothing of the member. */
  readonly differences: readonly (Difference | undefined)[]
}

export interface Difference {
  readonly told: string
  /** What would be told of the statement as it is. */
  readonly given: string
}

/** Each member is tried by telling of the statement anew; a forged statement with more of them is not. */
const mostMembers = 1500

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }
type Path = readonly (string | number)[]

/**
 * Which members of a statement were changed, told by retellings that were not. A member is one of them where everything that changes
 * with it is told otherwise; the digest of the statement, which stands in every retelling, is left aside. Empty where that cannot be
 * told: lists grew or shrank, or the change is smaller than what is told of it.
 */
export function changedMembers(statement: ErasureStatement, digest: string, witnesses: readonly Witness[]): ChangedMember[] {
  const told = witnesses.map(witness => witness.told)
  const tell = (said: ErasureStatement, itsDigest: string) => witnesses.map(({ retelling }) => retelling(said, itsDigest))
  const given = tell(statement, digest)
  const ofDigest = tell(statement, otherText(digest))
  const differing = given.map((texts, k) => (texts.length === told[k]!.length ? spansOf(texts, told[k]!, (text, i) => text === ofDigest[k]![i]) : undefined))
  if (differing.every(spans => spans === undefined || spans.size === 0)) return []
  const paths = pathsOf(statement.predicate as unknown as Json)
  if (paths.length > mostMembers) return []
  const isToldOtherwise = (changes: Changes) => changes.every((spans, k) => differing[k] === undefined || [...spans].every(([i, span]) => overlaps(span, differing[k]!.get(i))))
  return paths.flatMap(path => {
    const changes = firstOf(changesWith(path, statement, other => tell(other, digest), given), isToldOtherwise)
    const differences = changes?.map((spans, k) => (differing[k] === undefined ? undefined : shortest([...spans.keys()].map(i => ({ told: told[k]![i]!, given: given[k]![i]! })))))
    return differences?.some(difference => difference !== undefined) === true ? [{ path: pathText(path), differences }] : []
  })
}

function firstOf<T>(all: Iterable<T>, fits: (one: T) => boolean): T | undefined {
  for (const one of all) if (fits(one)) return one
  return undefined
}

const shortest = (all: readonly Difference[]): Difference | undefined => all.reduce<Difference | undefined>((best, one) => (best === undefined || one.given.length < best.given.length ? one : best), undefined)

/** The part of a text that differs from another. */
interface Span { readonly from: number; readonly to: number }

function spanOf(text: string, other: string): Span {
  let from = 0
  while (from < text.length && text[from] === other[from]) from += 1
  let left = 0
  while (left < text.length - from && left < other.length - from && text[text.length - 1 - left] === other[other.length - 1 - left]) left += 1
  return { from, to: text.length - left }
}

const overlaps = (a: Span, b: Span | undefined): boolean => b !== undefined && a.from <= b.to && b.from <= a.to

/** Where two lists of one length differ. */
function spansOf(texts: readonly string[], others: readonly string[], counts: (text: string, i: number) => boolean = () => true): Map<number, Span> {
  const found = new Map<number, Span>()
  for (const [i, text] of texts.entries()) if (text !== others[i] && counts(text, i)) found.set(i, spanOf(text, others[i]!))
  return found
}

/** Of each retelling, what changes with a member and where in it. */
type Changes = readonly ReadonlyMap<number, Span>[]

/** The same for each other value that is tried. Not where it changes how many texts there are, nor where it may not be otherwise. */
function* changesWith(path: Path, statement: ErasureStatement, tell: (other: ErasureStatement) => readonly (readonly string[])[], given: readonly (readonly string[])[]): Generator<Changes> {
  for (const other of othersThan(valueAt(statement.predicate as unknown as Json, path))) {
    try {
      const others = tell({ ...statement, predicate: withOther(statement.predicate as unknown as Json, path, other) as unknown as ErasureStatement['predicate'] })
      const changes = given.map((texts, k) => spansOf(texts, others[k]!))
      if (others.every((texts, k) => texts.length === given[k]!.length) && changes.some(spans => spans.size > 0)) yield changes
    } catch {
      // There are no words for it.
    }
  }
}

function pathsOf(value: Json, path: Path = []): Path[] {
  if (value === null) return []
  if (typeof value !== 'object') return [path]
  return Object.entries(value).flatMap(([name, member]) => pathsOf(member as Json, [...path, Array.isArray(value) ? Number(name) : name]))
}

const pathText = (path: Path): string => path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${part}`), 'predicate')

const valueAt = (value: Json, path: Path): Json => path.reduce<Json>((of, part) => (of as { readonly [name: string]: Json })[part]!, value)

function withOther(value: Json, [part, ...rest]: Path, other: Json): Json {
  if (part === undefined) return other
  if (Array.isArray(value)) return value.map((item: Json, i) => (i === part ? withOther(item, rest, other) : item))
  const members = value as { readonly [name: string]: Json }
  return { ...members, [part]: withOther(members[part]!, rest, other) }
}

/** Of a text, of which a part may be told by itself, also other beginnings and ends; of a number also one that is the same once rounded. */
function othersThan(value: Json): Json[] {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? [value + 2] : [value * 1.5, value * (1 + 2 ** -51)]
  if (typeof value === 'boolean') return [!value]
  const text = String(value)
  return [otherText(text), text.slice(0, -1) + otherText(text.slice(-1)), otherText(text.slice(0, 1)) + text.slice(1)]
}

/** Another text of the same form: a day stays a day, a digest a digest. */
const otherText = (text: string): string => (/^\d{4}-\d\d-\d\d/.test(text) ? text.replace(/^\d(\d{3})-\d\d-\d\d/, (_, year: string) => `3${year}-${text.slice(5, 7) === '05' ? '06' : '05'}-${text.slice(8, 10) === '15' ? '16' : '15'}`)
  : text.replaceAll(/[0-9A-Za-z]/g, letter => (letter === '1' ? '2' : /\d/.test(letter) ? '1' : letter === 'b' ? 'c' : 'b')))
