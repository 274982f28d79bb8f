import type { TreeWork } from '../../../contract/model.ts'
import type { FeatureRows } from '../../features/feature-rows.ts'
import type { Run } from '../../ports.ts'
import type { Effort, Learned, Learner, Recipe } from '../learner.ts'
import { forestRows } from './forest-rows.ts'
import { forestOnnx } from './forest-onnx.ts'
import { loadForest, publishForest, saveForest, type ForestState } from './forest-state.ts'
import { grownTree } from './grow-tree.ts'
import { treeKey } from './keyed-hash.ts'
import { forestKeys, placeRows } from './place-rows.ts'
import { predictForest } from './predict-forest.ts'
import { forestPresets, forestSettings, shapeOf } from './settings.ts'
import { vocabularyOf } from './vocabulary.ts'
import { treeRows } from './tree-rows.ts'
import { addImportance } from './walk-tree.ts'
import { eraseRows, publishedOf, workingForest } from './working-forest.ts'

/** Counts decide everything, so there are no gradients to count. */
const effortOf = (treeWork: TreeWork): Effort => ({ gradientPasses: 0, hessianPasses: 0, treeWork })

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
    const keys = forestKeys(recipe)
    const table = forestRows([rows], vocabulary, keys.rows)
    const trees = placeRows(table, shape, keys.trees).map((own, t, { length }) => {
      run.signal.throwIfAborted()
      run.progress('optimise', t, length)
      return grownTree(treeRows(table, own), shape, treeKey(keys.trees, t))
    })
    return { state: { vocabulary, trees }, boundary: false, effort: effortOf({ trees: trees.length, nodesRevised: 0, subtreesGrown: trees.length }) }
  },
  predict: predictForest,
  importance({ vocabulary, trees }) {
    const sums = new Float64Array(vocabulary.features.length)
    for (const tree of trees) addImportance(tree, vocabulary, sums)
    const total = sums.reduce((sum, value) => sum + value, 0)
    // Where nothing is split no feature matters more than another.
    return new Map(vocabulary.features.map(({ name }, f) => [name, total > 0 ? sums[f]! / total : 1 / sums.length]))
  },
  publish: publishForest,
  toOnnx: forestOnnx,
  distance: (a, b) => (sameTrees(a, b) ? 0 : null),
  differOnlyByRounding: (a, b) => Buffer.compare(a, b) === 0,
  prepare: state => state,
  save: saveForest,
  load: loadForest,
}

/** The update method: see resources/docs/methods.md. */
function update(before: ForestState, erased: FeatureRows, kept: FeatureRows, recipe: Recipe, run: Run): Learned<ForestState> {
  const { working, work } = eraseRows(before.working ?? workingForest(before.vocabulary, before.trees, [erased, kept], recipe), erased, run)
  const published = publishedOf(working)
  return { state: { get vocabulary() { return published.vocabulary }, get trees() { return published.trees }, working }, boundary: false, effort: effortOf(work) }
}

const sameTrees = (a: ForestState, b: ForestState): boolean =>
  JSON.stringify(a.vocabulary) === JSON.stringify(b.vocabulary) && a.trees.length === b.trees.length
  && a.trees.every((tree, t) => tree.length === b.trees[t]!.length && tree.every((value, i) => value === b.trees[t]![i]))
