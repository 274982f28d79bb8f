import { CoreError } from '../../base/core-error.ts'
import type { Task } from '../../../contract/model.ts'
import { minus, plus, zeros, type Dyadic } from '../../features/dyadic.ts'
import type { FeatureNames, FeatureRows } from '../../features/feature-rows.ts'
import { exactProducts, fromLimbs, limbsOf } from '../../features/limbs.ts'
import { classesPresent, levelsPresent, placesOf } from '../../features/rows-learned-from.ts'
import type { Run } from '../../ports.ts'

/** Counts and exact sums over the rows learned from: everything naive Bayes learns. Missing values are in none but `rows`. */
export interface Counts {
  readonly task: Task
  readonly names: FeatureNames
  /** The classes present, sorted by UTF-8 bytes; of the task 'binary' '0' and '1', which is the positive one. */
  readonly classes: readonly string[]
  /** Rows of each class, [classes]. */
  readonly rows: Float64Array
  /** How many values of a number a class has, their sum and that of their squares, [classes × numbers]. */
  readonly values: Float64Array
  readonly sums: readonly Dyadic[]
  readonly squares: readonly Dyadic[]
  /** For each category the texts present, sorted by UTF-8 bytes, and how many rows of a class have each, [classes × levels]. */
  readonly levels: readonly (readonly string[])[]
  readonly levelRows: readonly Float64Array[]
}

const binaryTexts: readonly string[] = ['0', '1']
const classTexts = ({ task, classes }: FeatureRows): readonly string[] => (task === 'multiclass' ? classes : binaryTexts)

/** The classes and levels that rows learned from have. */
export function present(rows: FeatureRows): Pick<Counts, 'classes' | 'levels'> {
  const labels = new Set(Array.from(placesOf(rows, 'train'), i => rows.labels[i]!))
  return {
    classes: rows.task === 'multiclass' ? classesPresent(rows) : binaryTexts.filter((_, label) => labels.has(label)),
    levels: levelsPresent(rows).map(texts => texts.filter(text => text !== null)),
  }
}

/** The position of each text among those known; −1 where it is missing, −2 where it is none of them. */
function codesOf(texts: readonly (string | null)[], known: readonly string[]): Int32Array {
  const position = new Map(known.map((text, at) => [text, at]))
  return Int32Array.from(texts, text => (text === null ? -1 : position.get(text) ?? -2))
}

/** Counts the rows learned from. Throws 'model/state-damaged' where one has a class or level that is not among these. */
export function countRows(rows: FeatureRows, { classes, levels }: Pick<Counts, 'classes' | 'levels'>, run: Run): Counts {
  const { names } = rows
  const numbers = names.numbers.length
  const categories = names.categories.length
  const classOf = codesOf(classTexts(rows), classes)
  const levelOf = rows.levels.map((texts, k) => codesOf(texts, levels[k]!))
  const train = placesOf(rows, 'train')
  const numberValues = new Float64Array(train.length * numbers)
  train.forEach((i, row) => numberValues.set(rows.numbers.subarray(i * numbers, (i + 1) * numbers), row * numbers))
  const { units, firsts, lengths, perRow, limbs } = limbsOf(numberValues, numbers)
  const squareLength = (k: number) => 2 * lengths[k]! - 1

  const rowCounts = new Float64Array(classes.length)
  const values = new Float64Array(classes.length * numbers)
  const sums = zeros(classes.length * numbers)
  const squares = zeros(classes.length * numbers)
  const levelRows = levels.map(({ length }) => new Float64Array(classes.length * length))
  const sumLimbs = new Float64Array(classes.length * perRow)
  // The limbs of a number's square are at twice the place of the number's own, one less in all.
  const squareLimbs = new Float64Array(classes.length * 2 * perRow)
  const block = Math.max(1, Math.floor(exactProducts / Math.max(1, ...lengths)))
  const flush = () => {
    for (let c = 0; c < classes.length; c += 1) {
      for (let k = 0; k < numbers; k += 1) {
        const at = c * numbers + k
        const sum = fromLimbs(sumLimbs, c * perRow + firsts[k]!, lengths[k]!)
        const square = fromLimbs(squareLimbs, 2 * (c * perRow + firsts[k]!), squareLength(k))
        if (sum !== 0n) sums[at] = plus(sums[at]!, { digits: sum, unit: units[k]! })
        if (square !== 0n) squares[at] = plus(squares[at]!, { digits: square, unit: 2 * units[k]! })
      }
    }
    sumLimbs.fill(0)
    squareLimbs.fill(0)
  }
  for (let row = 0; row < train.length; row += 1) {
    const i = train[row]!
    const c = classOf[rows.labels[i]!]!
    if (c < 0) throw new CoreError('model/state-damaged', { learner: 'naive-bayes', part: 'model.counts' })
    rowCounts[c]! += 1
    for (let k = 0; k < numbers; k += 1) {
      if (Number.isNaN(numberValues[row * numbers + k]!)) continue
      values[c * numbers + k]! += 1
      const from = row * perRow + firsts[k]!
      const to = c * perRow + firsts[k]!
      for (let a = 0; a < lengths[k]!; a += 1) {
        const limb = limbs[from + a]!
        if (limb === 0) continue
        sumLimbs[to + a]! += limb
        for (let b = 0; b < lengths[k]!; b += 1) squareLimbs[2 * to + a + b]! += limb * limbs[from + b]!
      }
    }
    for (let k = 0; k < categories; k += 1) {
      const level = levelOf[k]![rows.codes[i * categories + k]!]!
      if (level === -2) throw new CoreError('model/state-damaged', { learner: 'naive-bayes', part: 'model.counts' })
      if (level >= 0) levelRows[k]![c * levels[k]!.length + level]! += 1
    }
    if (row % block !== block - 1) continue
    flush()
    run.signal.throwIfAborted()
    run.progress('optimise', row + 1, train.length)
  }
  flush()
  return { task: rows.task, names, classes, rows: rowCounts, values, sums, squares, levels, levelRows }
}

/** The counts without those of rows that were among them, which have the same classes and levels; those no row has any more are gone. */
export function withoutCounts(all: Counts, erased: Counts): Counts {
  const numbers = all.names.numbers.length
  const rows = all.rows.map((count, c) => count - erased.rows[c]!)
  const levelRows = all.levelRows.map((counts, k) => counts.map((count, at) => count - erased.levelRows[k]![at]!))
  const classes = Array.from(rows.keys()).filter(c => rows[c]! > 0)
  const ofClasses = <T>(perClass: number, value: (at: number) => T): T[] => classes.flatMap(c => Array.from({ length: perClass }, (_, k) => value(c * perClass + k)))
  const levels = all.levels.map((texts, k) => Array.from(texts.keys()).filter(level => classes.some(c => levelRows[k]![c * texts.length + level]! > 0)))
  return {
    task: all.task, names: all.names, classes: classes.map(c => all.classes[c]!), rows: Float64Array.from(classes, c => rows[c]!),
    values: Float64Array.from(ofClasses(numbers, at => all.values[at]! - erased.values[at]!)),
    sums: ofClasses(numbers, at => minus(all.sums[at]!, erased.sums[at]!)),
    squares: ofClasses(numbers, at => minus(all.squares[at]!, erased.squares[at]!)),
    levels: levels.map((kept, k) => kept.map(level => all.levels[k]![level]!)),
    levelRows: levels.map((kept, k) => Float64Array.from(classes.flatMap(c => kept.map(level => levelRows[k]![c * all.levels[k]!.length + level]!)))),
  }
}
