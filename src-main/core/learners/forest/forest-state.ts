import type { Json } from '../../base/canonical-json.ts'
import { canonicalJson } from '../../base/canonical-json.ts'
import { CoreError } from '../../base/core-error.ts'
import { bytesOf, ownBuffer } from '../../features/feature-rows-bytes.ts'
import type { Recipe } from '../learner.ts'
import { headLength, isLeaf, leafEnd, type FlatTree } from './flat-tree.ts'
import { fold } from './keyed-hash.ts'
import type { ForestFeature, Vocabulary } from './vocabulary.ts'
import { isTree } from './walk-tree.ts'
import type { WorkingForest } from './working-forest.ts'

/** A trained forest: what it publishes and nothing else is stored, so that forgetting never has more of the past to clean up than that. */
export interface ForestState {
  readonly vocabulary: Vocabulary
  readonly trees: readonly FlatTree[]
  /** Where an erasure made this state in this process: what makes the next one fast. */
  readonly working?: WorkingForest
}

/** The published form, documented in resources/docs/model-format.md: canonical JSON, the same bits from any exact way of training. */
export function publishForest({ vocabulary, trees }: ForestState, recipe: Recipe): Uint8Array {
  const { task, features, classes } = vocabulary
  const head = canonicalJson({ ...(task === 'binary' ? {} : { classes: [...classes] }), features: features as unknown as Json, format: 'lethe/forest/1', label: { ...recipe.label } })
  // The keys before "trees" are in canonical order already; the trees are whole numbers and float64 numbers, as JSON.stringify writes them.
  return Buffer.from(`${head.slice(0, -1)},"trees":[${trees.map(tree => publishedTree(tree, vocabulary)).join(',')}]}`)
}

/** The tree's array without how far on the right sides begin; missing (below every number) becomes null. */
function publishedTree(tree: FlatTree, { features }: Vocabulary): string {
  const numbers: number[] = []
  for (let at = 0; at < tree.length;) {
    const leaf = isLeaf(tree, at)
    const end = leaf ? leafEnd(tree, at) : at + headLength(tree, at, features[tree[at]!]!.kind === 'number')
    for (let i = at; i < end; i += 1) if (leaf || i !== at + 1) numbers.push(tree[i]!)
    at = end
  }
  return JSON.stringify(numbers)
}

const stateFormat = 'lethe/forest-state/1'
const headPart = 'model.forest'
const treesPart = 'model.trees'

interface SavedHead extends Vocabulary {
  readonly format: string
  /** How long each tree's array is. */
  readonly lengths: readonly number[]
  readonly checksum: number
}

export function saveForest({ vocabulary, trees }: ForestState): Map<string, Uint8Array> {
  const lengths = trees.map(tree => tree.length)
  const all = new Float64Array(lengths.reduce((sum, length) => sum + length, 0))
  let next = 0
  for (const tree of trees) {
    all.set(tree, next)
    next += tree.length
  }
  const head: SavedHead = { format: stateFormat, ...vocabulary, lengths, checksum: checksumOf(vocabulary, all) }
  return new Map([[headPart, Buffer.from(JSON.stringify(head))], [treesPart, bytesOf(all)]])
}

/** Throws 'model/state-damaged' or 'model/state-other-version': nothing is ever learned again from what cannot be read. */
export function loadForest(parts: ReadonlyMap<string, Uint8Array>): ForestState {
  const damaged = new CoreError('model/state-damaged', { learner: 'forest', part: 'model.trees' })
  const headBytes = parts.get(headPart)
  const treeBytes = parts.get(treesPart)
  if (headBytes === undefined || treeBytes === undefined || treeBytes.byteLength % 8 !== 0) throw damaged
  const head = parsedHead(headBytes)
  if (head === undefined) throw damaged
  if (head.format !== stateFormat) throw new CoreError('model/state-other-version', { learner: 'forest' })
  const { task, features, classes, lengths } = head
  const all = new Float64Array(ownBuffer(treeBytes))
  if (!isVocabulary(head) || !Array.isArray(lengths) || lengths.reduce((sum, length) => sum + length, 0) !== all.length) throw damaged
  const vocabulary: Vocabulary = { task, features, classes }
  if (head.checksum !== checksumOf(vocabulary, all)) throw damaged
  let next = 0
  const trees = lengths.map(length => {
    next += length
    return all.slice(next - length, next)
  })
  if (!trees.every(tree => isTree(tree, vocabulary))) throw damaged
  return { vocabulary, trees }
}

function parsedHead(bytes: Uint8Array): SavedHead | undefined {
  try {
    const head = JSON.parse(Buffer.from(bytes).toString()) as SavedHead | null
    return typeof head === 'object' && head !== null && typeof head.format === 'string' ? head : undefined
  } catch {
    return undefined
  }
}

const isFeature = (feature: ForestFeature | undefined) =>
  typeof feature?.name === 'string' && (feature.kind === 'number' || (feature.kind === 'category' && Array.isArray(feature.levels)))

function isVocabulary({ task, features, classes }: Vocabulary): boolean {
  return (task === 'binary' || task === 'multiclass') && Array.isArray(features) && features.every(isFeature) && Array.isArray(classes)
}

/** Tells bytes that changed by accident; the workspace's own guards are for those that were changed on purpose. */
function checksumOf(vocabulary: Vocabulary, trees: Float64Array): number {
  const words = new Int32Array(trees.buffer, trees.byteOffset, trees.length * 2)
  let sum = 0
  for (const letter of Buffer.from(JSON.stringify(vocabulary))) sum = fold(sum, letter)
  for (let i = 0; i < words.length; i += 1) sum = fold(sum, words[i]!)
  return sum
}
