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
export const withoutRows = (all: FeatureRows, gone: ReadonlySet<number>): FeatureRows => selectRows(all, marked(all, gone), 0)

/** Only those of the rows that are named. */
export const onlyRows = (all: FeatureRows, wanted: ReadonlySet<number>): FeatureRows => selectRows(all, marked(all, wanted), 1)

/** Both at once: the rows named, and all others. */
export function splitOff(all: FeatureRows, named: ReadonlySet<number>): { erased: FeatureRows; kept: FeatureRows } {
  const marks = marked(all, named)
  return { erased: selectRows(all, marks, 1), kept: selectRows(all, marks, 0) }
}

/** 1 for each row that is named, [count]. */
function marked(all: FeatureRows, named: ReadonlySet<number>): Uint8Array {
  const marks = new Uint8Array(all.count)
  // Rows read from a table come in rising order, and one walk beside the sorted names is faster than a look-up for each.
  const sorted = Uint32Array.from(named).sort()
  let next = 0
  for (let i = 0; i < all.count; i += 1) {
    const row = all.rows[i]!
    if (i > 0 && row < all.rows[i - 1]!) return markedInAnyOrder(all, named)
    while (next < sorted.length && sorted[next]! < row) next += 1
    if (sorted[next] === row) marks[i] = 1
  }
  return marks
}

const markedInAnyOrder = (all: FeatureRows, named: ReadonlySet<number>): Uint8Array => Uint8Array.from(all.rows, row => (named.has(row) ? 1 : 0))

function selectRows(all: FeatureRows, marks: Uint8Array, wanted: 0 | 1): FeatureRows {
  // Runs of neighbouring rows are copied whole: an erasure usually leaves few, long runs.
  const runs: { from: number; to: number }[] = []
  let count = 0
  for (let i = 0; i < all.count; i += 1) {
    if (marks[i] !== wanted) continue
    count += 1
    const last = runs[runs.length - 1]
    if (last?.to === i) last.to = i + 1
    else runs.push({ from: i, to: i + 1 })
  }
  const pick = <T extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(array: T, perRow: number): T => {
    const picked = new (array.constructor as new (size: number) => T)(count * perRow)
    let at = 0
    for (const { from, to } of runs) {
      picked.set(array.subarray(from * perRow, to * perRow) as never, at)
      at += (to - from) * perRow
    }
    return picked
  }
  const categories = all.names.categories.length
  const codes = pick(all.codes, categories)
  const labels: Labels = pick(all.labels, 1)
  return {
    names: all.names, count, rows: pick(all.rows, 1), test: pick(all.test, 1),
    task: all.task, labels, classes: all.task === 'multiclass' ? dropUnusedTexts(labels, 1, 0, all.classes) : [],
    numbers: pick(all.numbers, all.names.numbers.length), codes, levels: all.levels.map((texts, k) => dropUnusedTexts(codes, categories, k, texts)),
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
