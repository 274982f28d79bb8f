import type { FeatureRows } from '../../features/feature-rows.ts'
import type { Run } from '../../ports.ts'
import type { Effort, Learned, Learner, Predictions, Recipe } from '../learner.ts'
import type { FlatTree } from './flat-tree.ts'
import { codesIn, forestColumns, forestRows, unlikeRows, type ForestRows } from './forest-rows.ts'
import { loadForest, publishForest, saveForest, type ForestState } from './forest-state.ts'
import { treeGrower } from './grow-tree.ts'
import { fold, hashText, mix, pick, treeKey } from './keyed-hash.ts'
import { forestPresets, forestSettings, shapeOf, type Shape } from './settings.ts'
import { classCount, vocabularyOf, type Vocabulary } from './vocabulary.ts'
import { addImportance, leafOf, renumber } from './walk-tree.ts'

/** Counts decide everything, so there are no gradients to count. */
const noPasses: Effort = { gradientPasses: 0, hessianPasses: 0 }

/**
 * A forest of trees each of which is a function of the recipe and the multiset of its rows: a row is in one tree of each group,
 * by what it holds and the row key; every choice in a node comes from the node's path and from whole counts of its rows.
 */
export const forest: Learner<ForestState> = {
  name: 'forest',
  tasks: ['binary', 'multiclass'],
  settings: forestSettings,
  presets: forestPresets,
  methods: {
    update: {
      guarantee: 'same-bits',
      about: 'the trees that held the rows are corrected, and grown again below each split that comes out otherwise',
      forget: update,
    },
  },
  exactnessRefusal: () => undefined,
  train(rows, recipe, run) {
    const shape = shapeOf(recipe.settings)
    const vocabulary = vocabularyOf(rows)
    const keys = keysOf(recipe)
    const table = forestRows([rows], vocabulary, keys.rows, true)
    const grower = treeGrower(table, shape)
    const trees = placeRows(table, shape, keys.trees, 0, table.count).map((own, t, { length }) => {
      run.signal.throwIfAborted()
      run.progress('optimise', t, length)
      return grower.grow(own, treeKey(keys.trees, t))
    })
    return { state: { vocabulary, trees }, boundary: false, effort: noPasses }
  },
  predict,
  importance({ vocabulary, trees }) {
    const sums = new Float64Array(vocabulary.features.length)
    for (const tree of trees) addImportance(tree, vocabulary, sums)
    const total = sums.reduce((sum, value) => sum + value, 0)
    // Where nothing is split no feature matters more than another.
    return new Map(vocabulary.features.map(({ name }, f) => [name, total > 0 ? sums[f]! / total : 1 / sums.length]))
  },
  publish: publishForest,
  distance: (a, b) => (sameTrees(a, b) ? 0 : null),
  differOnlyByRounding: (a, b) => Buffer.compare(a, b) === 0,
  prepare: state => state,
  save: saveForest,
  load: loadForest,
}

/** Keys of the recipe's row key, which is a function of the seed: one for what a row is, one for the trees. */
function keysOf({ rowKey }: Recipe): { rows: number; trees: number } {
  const key = hashText(rowKey)
  return { rows: fold(key, 1), trees: fold(key, 2) }
}

/** The rows from `from` to `to` of each tree; of trees that are not wanted none. */
function placeRows({ hashes }: ForestRows, { groups, shards }: Shape, key: number, from: number, to: number, wanted?: Uint8Array): Int32Array[] {
  const sizes = new Int32Array(groups * shards)
  const place = new Uint16Array(to - from)
  const lists: Int32Array[] = []
  for (let group = 0; group < groups; group += 1) {
    const groupKey = fold(key, ~group)
    for (let row = from; row < to; row += 1) {
      const tree = group * shards + pick(mix(groupKey ^ hashes[row]!), shards)
      place[row - from] = tree
      sizes[tree]! += 1
    }
    for (let tree = group * shards; tree < (group + 1) * shards; tree += 1) {
      lists.push(new Int32Array(wanted === undefined || wanted[tree] === 1 ? sizes[tree]! : 0))
      sizes[tree] = 0
    }
    for (let row = from; row < to; row += 1) {
      const tree = place[row - from]!
      const list = lists[tree]!
      if (list.length === 0) continue
      list[sizes[tree]!] = row
      sizes[tree]! += 1
    }
  }
  return lists
}

/** The update method: see resources/docs/methods.md. */
function update({ vocabulary, trees }: ForestState, erased: FeatureRows, kept: FeatureRows, recipe: Recipe, run: Run): Learned<ForestState> {
  const shape = shapeOf(recipe.settings)
  if (trees.length !== shape.groups * shape.shards) throw unlikeRows()
  const keys = keysOf(recipe)
  const table = forestRows([erased, kept], vocabulary, keys.rows, false)
  const erasedCount = erased.test.reduce((sum, held) => sum + (held === 0 ? 1 : 0), 0)
  const gone = placeRows(table, shape, keys.trees, 0, erasedCount)
  const touched = Uint8Array.from(gone, rows => (rows.length > 0 ? 1 : 0))
  const stay = placeRows(table, shape, keys.trees, erasedCount, table.count, touched)
  const grower = treeGrower(table, shape)
  const revised = trees.map((tree, t) => {
    if (touched[t] === 0) return tree
    run.signal.throwIfAborted()
    run.progress('optimise', t, trees.length)
    return grower.revise(tree, stay[t]!, gone[t]!, treeKey(keys.trees, t))
  })
  return { state: withoutVanished(vocabulary, vocabularyOf(kept), revised), boundary: false, effort: noPasses }
}

/** The trees in the words of the rows that are kept: levels and classes that no row has any more leave the vocabulary. */
function withoutVanished(before: Vocabulary, after: Vocabulary, trees: readonly FlatTree[]): ForestState {
  const levels = before.features.map((feature, f) => {
    const left = after.features[f]!
    return feature.kind === 'number' || left.kind === 'number' ? undefined : renumbering(feature.levels, left.levels)
  })
  const classes = renumbering(before.classes, after.classes)
  const unchanged = classes === undefined && levels.every(numbers => numbers === undefined)
  return { vocabulary: after, trees: unchanged ? trees : trees.map(tree => renumber(tree, before, levels, classes)) }
}

/** The new position of each text, −1 where it is gone; undefined where all are still there. */
function renumbering<T>(before: readonly T[], after: readonly T[]): Int32Array | undefined {
  return before.length === after.length ? undefined : codesIn(after, before)
}

/** The mean over the trees of the share each class has of the leaf a row comes to; trees without rows say nothing. */
function predict({ vocabulary, trees }: ForestState, rows: FeatureRows, part: 'train' | 'test'): Predictions {
  const { count, columns } = forestColumns([rows], vocabulary, part)
  const classes = classCount(vocabulary)
  const grown = trees.filter(tree => !(tree[0] === -1 && tree[1] === 0))
  const shares = new Float64Array(count * classes).fill(grown.length === 0 ? 1 / classes : 0)
  for (const tree of grown) {
    for (let row = 0; row < count; row += 1) {
      const leaf = leafOf(tree, columns, row)
      const end = leaf + 2 + 2 * tree[leaf + 1]!
      let own = 0
      for (let i = leaf + 2; i < end; i += 2) own += tree[i + 1]!
      for (let i = leaf + 2; i < end; i += 2) shares[row * classes + tree[i]!]! += tree[i + 1]! / own / grown.length
    }
  }
  if (vocabulary.task === 'multiclass') return { values: shares, classes: vocabulary.classes }
  return { values: Float64Array.from({ length: count }, (_, row) => shares[2 * row + 1]!), classes: [] }
}

const sameTrees = (a: ForestState, b: ForestState): boolean =>
  JSON.stringify(a.vocabulary) === JSON.stringify(b.vocabulary) && a.trees.length === b.trees.length
  && a.trees.every((tree, t) => tree.length === b.trees[t]!.length && tree.every((value, i) => value === b.trees[t]![i]))
