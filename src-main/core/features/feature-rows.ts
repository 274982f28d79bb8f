import type { Task } from '../../contract/model.ts'

/** The names a model learns from, sorted by UTF-8 bytes so that the order of columns in a file cannot show. */
export interface FeatureNames {
  readonly numbers: readonly string[]
  readonly categories: readonly string[]
}

/** Of two classes 1 for the positive one, of several a position in `classes`, else the numbers to be predicted; [count]. */
export type Labels = Uint8Array | Uint16Array | Float64Array

/**
 * Labelled rows as numbers and category codes, before any fitting: plain arrays that pass between threads and files.
 * This is personal data, wherever it is kept.
 */
export interface FeatureRows {
  readonly names: FeatureNames
  readonly count: number
  /** Row numbers, [count]. */
  readonly rows: Uint32Array
  /** 1 where the row is held out for testing, [count]. */
  readonly test: Uint8Array
  readonly task: Task
  readonly labels: Labels
  /** Of the task 'multiclass', the texts the labels stand for, in no order; empty otherwise. */
  readonly classes: readonly string[]
  /** Values of the number columns, [count × numbers]; NaN where missing. */
  readonly numbers: Float64Array
  /** Codes of the category columns, [count × categories]: positions in `levels`. */
  readonly codes: Uint16Array
  /** The texts each category column's codes stand for; null stands for missing. */
  readonly levels: readonly (readonly (string | null)[])[]
}

/** The same rows without those named; levels that no row has any more are dropped too, so that nothing of the others stays. */
export const withoutRows = (all: FeatureRows, gone: ReadonlySet<number>): FeatureRows => rowsIn(all, runsBetween(placesIn(all, gone), all.count))

/** Only those of the rows that are named. */
export const onlyRows = (all: FeatureRows, wanted: ReadonlySet<number>): FeatureRows => rowsIn(all, runsOf(placesIn(all, wanted)))

/**
 * Both at once: the rows named, and all others. The others are copied when they are first read, array by array: a method that reads
 * no kept row does not wait for them.
 */
export function splitOff(all: FeatureRows, named: ReadonlySet<number>): { erased: FeatureRows; kept: FeatureRows } {
  const places = placesIn(all, named)
  return { erased: rowsIn(all, runsOf(places)), kept: rowsWhenRead(all, all.count - places.length, () => runsBetween(places, all.count)) }
}

/** Neighbouring rows, which are copied as one: an erasure usually leaves few, long runs. */
interface RunOfRows {
  readonly from: number
  readonly to: number
}

/** Where the rows named are, rising. */
function placesIn(all: FeatureRows, named: ReadonlySet<number>): number[] {
  const places: number[] = []
  // Rows read from a table come in rising order, and looking for each of a few is faster than a walk along all.
  for (const row of named) {
    const at = placeIfRising(all.rows, row)
    if (at === -1) return placesInAnyOrder(all, named)
    places.push(at)
  }
  return places.sort((a, b) => a - b)
}

function placesInAnyOrder({ rows, count }: FeatureRows, named: ReadonlySet<number>): number[] {
  const places: number[] = []
  for (let i = 0; i < count; i += 1) if (named.has(rows[i]!)) places.push(i)
  return places
}

/** The place of a row among rows in rising order, or −1. */
export function placeIfRising(rows: Uint32Array, row: number): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (rows[middle]! < row) low = middle + 1
    else high = middle
  }
  return rows[low] === row ? low : -1
}

function runsOf(places: readonly number[]): RunOfRows[] {
  const runs: { from: number; to: number }[] = []
  for (const at of places) {
    const last = runs[runs.length - 1]
    if (last?.to === at) last.to = at + 1
    else runs.push({ from: at, to: at + 1 })
  }
  return runs
}

/** The runs of all rows but those at these places. */
function runsBetween(places: readonly number[], count: number): RunOfRows[] {
  const runs: RunOfRows[] = []
  let from = 0
  for (const at of [...places, count]) {
    if (at > from) runs.push({ from, to: at })
    from = at + 1
  }
  return runs
}

const rowsIn = (all: FeatureRows, runs: readonly RunOfRows[]): FeatureRows =>
  ({ ...rowsWhenRead(all, runs.reduce((sum, { from, to }) => sum + to - from, 0), () => runs) })

function rowsWhenRead(all: FeatureRows, count: number, findRuns: () => readonly RunOfRows[]): FeatureRows {
  const runs = once(findRuns)
  const pick = <T extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(array: T, perRow: number): T => {
    const picked = new (array.constructor as new (size: number) => T)(count * perRow)
    let at = 0
    for (const { from, to } of runs()) {
      picked.set(array.subarray(from * perRow, to * perRow) as never, at)
      at += (to - from) * perRow
    }
    return picked
  }
  const { names, task } = all
  const rows = once(() => pick(all.rows, 1))
  const test = once(() => pick(all.test, 1))
  const numbers = once(() => pick(all.numbers, names.numbers.length))
  const labelled = once(() => {
    const labels: Labels = pick(all.labels, 1)
    return { labels, classes: task === 'multiclass' ? dropUnusedTexts(labels, 1, 0, all.classes) : [] }
  })
  const coded = once(() => {
    const codes = pick(all.codes, names.categories.length)
    return { codes, levels: all.levels.map((texts, k) => dropUnusedTexts(codes, names.categories.length, k, texts)) }
  })
  return {
    names, count, task,
    get rows() { return rows() },
    get test() { return test() },
    get labels() { return labelled().labels },
    get classes() { return labelled().classes },
    get numbers() { return numbers() },
    get codes() { return coded().codes },
    get levels() { return coded().levels },
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Leaves out texts that no row has any more, and changes their codes (in place: every `perRow`-th from `first`) to fit. */
function dropUnusedTexts<T>(codes: Labels, perRow: number, first: number, texts: readonly T[]): readonly T[] {
  const used = new Uint8Array(texts.length)
  for (let i = first; i < codes.length; i += perRow) used[codes[i]!] = 1
  if (!used.includes(0)) return texts
  let next = 0
  const newCode = Uint16Array.from(used, isUsed => (isUsed === 1 ? next++ : 0))
  for (let i = first; i < codes.length; i += perRow) codes[i] = newCode[codes[i]!]!
  return texts.filter((_, code) => used[code] === 1)
}
