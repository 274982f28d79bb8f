import { composed } from './row-conditions.ts'
import { sortByWords } from './sort-by-words.ts'

/** For each cell, how many different smaller values there are; `classes` of them in all, which is also the rank of a missing cell. */
export interface Ranks {
  readonly ranks: Uint32Array
  readonly classes: number
}

/** Sorting looks at this many characters of a text, so that its memory is bounded whatever the cells hold. */
const mostCompared = 1000

/** What of a text sorting looks at; texts to be ranked have gone through this. */
export function comparedText(text: string): string {
  // A slice would keep the whole text in memory: a copy does not.
  return composed(text.length > mostCompared ? Buffer.from(text.slice(0, mostCompared)).toString() : text)
}

/** Case does not count, accents count where all letters are the same, and 9 comes before 10. */
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'accent' })
const lettersAlone = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** Fewer texts than this are put in order by the collator alone. */
const fewTexts = 256

/**
 * Ranks texts as people expect them, in the order of the Unicode Collation Algorithm's root (UTS 10), letter by letter: the
 * collator weighs each character that occurs, once, and the texts are sorted by these weights. Asking it to compare a million
 * texts with each other takes several times as long. Texts of the same letters are compared by the collator itself.
 */
export function rankTexts(texts: readonly (string | null)[]): Ranks {
  const few = numberedDistinct(texts)
  if (few === undefined) return rankAll(texts)
  const { ranks, classes } = rankAll(few.distinct)
  return { ranks: few.numbers.map(number => ranks[number]!), classes }
}

/** A column usually has far fewer different texts than this. */
const mostDistinct = 65_536

/** The different texts, and the number of each text among them; undefined where there are very many. */
function numberedDistinct(texts: readonly (string | null)[]): { distinct: (string | null)[]; numbers: Uint32Array } | undefined {
  const known = new Map<string | null, number>()
  const numbers = new Uint32Array(texts.length)
  for (let i = 0; i < texts.length; i += 1) {
    let number = known.get(texts[i]!)
    if (number === undefined) {
      if (known.size === mostDistinct) return undefined
      number = known.size
      known.set(texts[i]!, number)
    }
    numbers[i] = number
  }
  return { distinct: [...known.keys()], numbers }
}

function rankAll(texts: readonly (string | null)[]): Ranks {
  const weights = weighCharacters(texts)
  const ranks = new Uint32Array(texts.length)
  let classes = 0
  /** Ranks texts that have the same weights before the one at `from`. */
  const rank = (places: Uint32Array, from: number): void => {
    if (places.length < fewTexts) {
      classes += rankByCollator(texts, places, ranks, classes)
      return
    }
    const { words, goesOn } = packWeights(texts, places, from, weights)
    const order = sortByWords(Uint32Array.from(places.keys()), words)
    for (let begin = 0, end: number; begin < order.length; begin = end) {
      end = begin + 1
      let hasMore = goesOn[order[begin]!]!
      for (; end < order.length && sameWords(words, order[begin]!, order[end]!); end += 1) hasMore |= goesOn[order[end]!]!
      if (end === begin + 1) {
        ranks[places[order[begin]!]!] = classes
        classes += 1
        continue
      }
      const run = order.slice(begin, end)
      for (let k = 0; k < run.length; k += 1) run[k] = places[run[k]!]!
      if (hasMore === 1) rank(run, from + room(weights))
      else classes += rankByCollator(texts, run, ranks, classes)
    }
  }
  rank(presentPlaces(texts), 0)
  for (let i = 0; i < texts.length; i += 1) if (texts[i] === null) ranks[i] = classes
  return { ranks, classes }
}

function presentPlaces(texts: readonly (string | null)[]): Uint32Array {
  const places: number[] = []
  for (let i = 0; i < texts.length; i += 1) if (texts[i] !== null) places.push(i)
  return Uint32Array.from(places)
}

/** From the last word on: neighbours in order differ late. */
function sameWords(words: readonly Uint32Array[], a: number, b: number): boolean {
  for (let w = words.length - 1; w >= 0; w -= 1) if (words[w]![a] !== words[w]![b]) return false
  return true
}

/** Gives the texts at these places ranks from `first` on, the same to those that are equal, and says how many. */
function rankByCollator(texts: readonly (string | null)[], places: Uint32Array, ranks: Uint32Array, first: number): number {
  let last = ''
  const classOf = new Map<string, number>()
  for (const place of places) {
    const text = texts[place]!
    ranks[place] = first
    if (text === last) continue
    classOf.set(text, first)
    last = text
  }
  if (classOf.size <= 1) return Math.min(places.length, 1)
  const distinct = [...classOf.keys()].sort(collator.compare)
  let classes = 0
  distinct.forEach((text, k) => {
    if (k > 0 && collator.compare(distinct[k - 1]!, text) !== 0) classes += 1
    classOf.set(text, first + classes)
  })
  for (const place of places) ranks[place] = classOf.get(texts[place]!)!
  return classes + 1
}

interface Weights {
  /** By UTF-16 unit: 0 for a character that does not count, a weight, or one of the marks below. */
  readonly ofUnit: Uint16Array
  /** By code point, for characters of two units. */
  readonly ofPair: ReadonlyMap<number, number>
  /** What a number weighs, whatever its digits. */
  readonly number: number
  /** Weights that fit into 32 bits: 4 where a byte is enough for each. */
  readonly perWord: 2 | 4
}

/** The unit is half of a character; the unit is the digit 0, and so on up to 9. */
const half = 0xffff
const zero = 0xfff0
const mostWeights = zero - 1

function weighCharacters(texts: readonly (string | null)[]): Weights {
  const ofUnit = new Uint16Array(65_536)
  const pairs = new Set<number>()
  for (const text of texts) {
    if (text === null) continue
    for (let i = 0; i < text.length; i += 1) {
      const unit = text.charCodeAt(i)
      if (unit < 0xd800 || unit > 0xdfff) ofUnit[unit] = 1
      else if (unit < 0xdc00) pairs.add(text.codePointAt(i)!)
    }
  }
  const ofPair = new Map<number, number>()
  ofUnit.fill(half, 0xd800, 0xe000)
  const put = (character: string, weight: number) => {
    if (character.length === 1) ofUnit[character.charCodeAt(0)] = weight
    else ofPair.set(character.codePointAt(0)!, weight)
  }
  const characters = ['0']
  for (let unit = 0; unit < ofUnit.length; unit += 1) if (ofUnit[unit] === 1) characters.push(String.fromCharCode(unit))
  for (const pair of pairs) characters.push(String.fromCodePoint(pair))
  const letters = characters.filter((character, i) => {
    const digit = i === 0 ? -1 : digitOf(character)
    const counts = digit === -1 && lettersAlone.compare(character, '') !== 0
    if (!counts) put(character, digit === -1 ? 0 : zero + digit)
    return counts
  }).sort(lettersAlone.compare)
  let weight = 0
  let number = 0
  letters.forEach((letter, k) => {
    if (k === 0 || lettersAlone.compare(letters[k - 1]!, letter) !== 0) weight = Math.min(weight + 1, mostWeights)
    if (letter === '0') number = weight
    else put(letter, weight)
  })
  return { ofUnit, ofPair, number, perWord: weight < 256 ? 4 : 2 }
}

/** The value of a decimal digit in any script; -1 where it is none. */
function digitOf(character: string): number {
  if (!/^\p{Nd}$/u.test(character)) return -1
  return Array.from('0123456789').findIndex(digit => lettersAlone.compare(character, digit) === 0)
}

const wordsPacked = 8

const room = ({ perWord }: Weights): number => wordsPacked * perWord

/**
 * The weights of each text from the one at `from` on, as many as go into the words, and whether there are more. A number is its
 * weight, how many digits it has without leading zeros, and these.
 */
function packWeights(texts: readonly (string | null)[], places: Uint32Array, from: number, weights: Weights): { words: Uint32Array[]; goesOn: Uint8Array } {
  const { ofUnit, ofPair, number, perWord } = weights
  const words = Array.from({ length: wordsPacked }, () => new Uint32Array(places.length))
  const goesOn = new Uint8Array(places.length)
  const bits = 32 / perWord
  const most = 2 ** bits - 1
  const end = from + room(weights)
  const packed = new Uint16Array(end + 1)
  let longest = 0
  const weightAt = (text: string, i: number): number => {
    const weight = ofUnit[text.charCodeAt(i)]!
    return weight === half ? ofPair.get(text.codePointAt(i)!) ?? 0 : weight
  }
  for (let k = 0; k < places.length; k += 1) {
    const text = texts[places[k]!]!
    let count = 0
    for (let i = 0; i < text.length && count <= end;) {
      const weight = weightAt(text, i)
      if (weight < zero) {
        if (weight !== 0) packed[count++] = weight
        i += widthAt(text, i)
        continue
      }
      while (i < text.length && weightAt(text, i) === zero) i += widthAt(text, i)
      const length = count + 1
      packed[count++] = number
      count += 1
      for (; i < text.length && weightAt(text, i) >= zero; i += widthAt(text, i)) packed[count++] = weightAt(text, i) - zero + 1
      packed[length] = Math.min(count - length, most)
    }
    if (count > end) goesOn[k] = 1
    if (count > longest) longest = count
    for (let w = 0, at = from; w < wordsPacked && at < count; w += 1) {
      let word = 0
      for (let shift = 32 - bits; shift >= 0 && at < count; shift -= bits, at += 1) word |= packed[at]! << shift
      words[w]![k] = word
    }
  }
  return { words: words.slice(0, Math.ceil(Math.max(longest - from, 0) / perWord)), goesOn }
}

/** How many UTF-16 units the character takes. */
const widthAt = (text: string, i: number): number => (text.charCodeAt(i) < 0xd800 || text.codePointAt(i)! < 0x1_0000 ? 1 : 2)
