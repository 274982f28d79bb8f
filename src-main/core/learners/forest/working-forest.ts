import type { TreeWork } from '../../../contract/model.ts'
import { placeIfRising, type FeatureRows } from '../../features/feature-rows.ts'
import { placesOf } from '../../features/rows-learned-from.ts'
import type { Run } from '../../ports.ts'
import type { Recipe } from '../learner.ts'
import type { FlatTree } from './flat-tree.ts'
import { forestRows, type ForestRows } from './forest-rows.ts'
import { treeKey } from './keyed-hash.ts'
import { forestKeys, placeFew, placeRows } from './place-rows.ts'
import { codesIn } from './plain-columns.ts'
import { treeReviser, usualPace, type Pace, type TreeReviser, type TreeWorkCounts } from './revise-tree.ts'
import { shapeOf, type Shape } from './settings.ts'
import { unlikeRows } from './unlike-rows.ts'
import type { Vocabulary } from './vocabulary.ts'
import { renumber } from './walk-tree.ts'
import { flatTreeOf, type WorkingNode } from './working-tree.ts'

/**
 * What makes one erasure after the other fast, in memory only and never stored: the rows as the trees see them, where they are, and
 * what was counted on the way of earlier erasures. It follows from the published model and the rows.
 */
export interface WorkingForest {
  /** The words of the table and of these trees; the published ones lose those that no row has any more. */
  readonly vocabulary: Vocabulary
  readonly table: ForestRows
  /** Row numbers of the table, part after part. */
  readonly rowNumbers: readonly Uint32Array[]
  readonly shape: Shape
  readonly treesKey: number
  readonly reviser: TreeReviser
  readonly roots: readonly WorkingNode[]
  /** How many rows have each level of each category, and each class. */
  readonly levelRows: readonly (Int32Array | undefined)[]
  readonly classRows: Int32Array
}

export function workingForest(vocabulary: Vocabulary, trees: readonly FlatTree[], parts: readonly FeatureRows[], recipe: Recipe, pace: Pace = usualPace): WorkingForest {
  const shape = shapeOf(recipe.settings)
  if (trees.length !== shape.groups * shape.shards) throw unlikeRows()
  const keys = forestKeys(recipe)
  const table = forestRows(parts, vocabulary, keys.rows)
  const rows = placeRows(table, shape, keys.trees)
  return {
    vocabulary, table, shape, treesKey: keys.trees, reviser: treeReviser(table, shape, pace),
    rowNumbers: parts.map(part => Uint32Array.from(placesOf(part, 'train'), at => part.rows[at]!)),
    roots: trees.map((tree, t) => ({ rows: rows[t]!, tree })),
    levelRows: table.columns.map(column => (column.kind === 'number' ? undefined : countsOf(column.codes, column.levels))),
    classRows: countsOf(table.labels, table.classes),
  }
}

/** The forest without these rows; the one before stays as it was. */
export function eraseRows(working: WorkingForest, erased: FeatureRows, run: Run): { working: WorkingForest; work: TreeWork } {
  const { table, shape, treesKey, reviser } = working
  const gone = placesIn(working, erased)
  const work: TreeWorkCounts = { trees: 0, nodesRevised: 0, subtreesGrown: 0 }
  const roots = placeFew(table, shape, treesKey, gone).map((rows, t, { length }) => {
    const root = working.roots[t]!
    if (rows.length === 0) return root
    run.signal.throwIfAborted()
    run.progress('optimise', t, length)
    work.trees += 1
    return reviser.revise(root, rows, treeKey(treesKey, t), work)
  })
  const levelRows = working.levelRows.map((counts, f) => {
    const column = table.columns[f]!
    return counts === undefined || column.kind === 'number' ? undefined : without(counts, gone, column.codes)
  })
  return { working: { ...working, roots, levelRows, classRows: without(working.classRows, gone, table.labels) }, work }
}

/**
 * What is published: trees in the words that rows still have. Levels and classes that no row has any more leave the vocabulary. It
 * is put together when it is first read.
 */
export function publishedOf(working: WorkingForest): { readonly vocabulary: Vocabulary; readonly trees: readonly FlatTree[] } {
  let vocabulary: Vocabulary | undefined
  let trees: readonly FlatTree[] | undefined
  return {
    get vocabulary() {
      vocabulary ??= wordsLeft(working)
      return vocabulary
    },
    get trees() {
      trees ??= treesIn(working, this.vocabulary)
      return trees
    },
  }
}

function wordsLeft({ vocabulary, levelRows, classRows }: WorkingForest): Vocabulary {
  const { task, features, classes } = vocabulary
  return {
    task,
    features: features.map((feature, f) => (feature.kind === 'number' ? feature : { ...feature, levels: feature.levels.filter((_, level) => levelRows[f]![level]! > 0) })),
    classes: classes.filter((_, k) => classRows[k]! > 0),
  }
}

function treesIn({ vocabulary, roots, table }: WorkingForest, words: Vocabulary): FlatTree[] {
  const levels = vocabulary.features.map((feature, f) => {
    const left = words.features[f]!
    return feature.kind === 'number' || left.kind === 'number' ? undefined : renumbering(feature.levels, left.levels)
  })
  const classes = renumbering(vocabulary.classes, words.classes)
  const unchanged = classes === undefined && levels.every(numbers => numbers === undefined)
  return roots.map(root => {
    const tree = flatTreeOf(root, table.columns)
    return unchanged ? tree : renumber(tree, vocabulary, levels, classes)
  })
}

/** The new position of each text, −1 where it is gone; undefined where all are still there. */
function renumbering<T>(before: readonly T[], after: readonly T[]): Int32Array | undefined {
  return before.length === after.length ? undefined : codesIn(after, before)
}

/** Where the rows learned from among these are in the table. */
function placesIn({ rowNumbers }: WorkingForest, { rows, test, count }: FeatureRows): number[] {
  const places: number[] = []
  for (let i = 0; i < count; i += 1) if (test[i] === 0) places.push(placeOf(rowNumbers, rows[i]!))
  return places
}

function placeOf(parts: readonly Uint32Array[], row: number): number {
  let first = 0
  for (const numbers of parts) {
    const at = indexIn(numbers, row)
    if (at !== -1) return first + at
    first += numbers.length
  }
  throw unlikeRows()
}

/** Rows read from a table come in rising order; in any other order they are looked through. */
function indexIn(numbers: Uint32Array, row: number): number {
  const at = placeIfRising(numbers, row)
  return at === -1 ? numbers.indexOf(row) : at
}

function countsOf(codes: ArrayLike<number>, size: number): Int32Array {
  const counts = new Int32Array(size)
  for (let i = 0; i < codes.length; i += 1) counts[codes[i]!]! += 1
  return counts
}

function without(counts: Int32Array, gone: readonly number[], codes: ArrayLike<number>): Int32Array {
  const left = counts.slice()
  for (const row of gone) left[codes[row]!]! -= 1
  return left
}
