import { CoreError } from '../../base/core-error.ts'
import { factsOf, onnxTypes, onnxWriter, severalClasses, twoClasses, type OnnxGraph, type OnnxWriter, type PublishedLabel } from '../onnx-graph.ts'
import { missingNumber, type ForestFeature } from './vocabulary.ts'

/** What publishForest writes; a tree is as in FlatTree, without how far on right sides begin, and null for a threshold below every number. */
interface PublishedForest {
  readonly label: PublishedLabel
  readonly classes?: readonly string[]
  readonly features: readonly ForestFeature[]
  readonly trees: readonly (readonly (number | null)[])[]
}

/** BRANCH_LEQ and BRANCH_MEMBER of TreeEnsemble (ai.onnx.ml 5). */
const below = 0
const isMember = 6
/** A file of more than 2 GB is none that protobuf can read; leaves times classes are most of it. */
const mostShares = 2 ** 27

/**
 * One TreeEnsemble finds, in float64, the leaf each tree puts a row in; what a leaf says is looked up and added tree after tree, as
 * predicting does, so that not even rounding differs.
 */
export function forestOnnx(published: Uint8Array): OnnxGraph {
  const { label, classes = [], features, trees } = JSON.parse(Buffer.from(published).toString()) as PublishedForest
  const writer = onnxWriter(features)
  const several = label.task !== undefined
  const width = several ? classes.length : 1
  const ensemble = treeEnsemble(features)
  const grown = trees.filter(tree => !(tree[0] === -1 && tree[1] === 0))
  const leaves = grown.map(tree => ensemble.add(tree))
  const shares = leaves.reduce((sum, { length }) => sum + length * width, 0)
  if (shares > mostShares) throw new CoreError('model/export-too-large', { mebibytes: Math.ceil(shares / 2 ** 17) })
  const tables = leaves.map(own => {
    const table = new Float64Array(own.length * width)
    own.forEach((counts, leaf) => {
      const rows = counts.reduce((sum, [, count]) => sum + count, 0)
      for (const [k, count] of counts) if (several || k === 1) table[leaf * width + (several ? k : 0)] = count / rows / grown.length
    })
    return table
  })
  const sum = grown.length === 0 ? writer.forEachRow(new Float64Array(width).fill(1 / (several ? width : 2))) : sharesOf(writer, ensemble.leavesOf(writer), tables, several ? width : 0)
  if (several) severalClasses(writer, sum, classes)
  else twoClasses(writer, sum)
  return writer.done(factsOf(label, classes))
}

/** What the trees say together: of each class [rows × classes], or of the positive one [rows × 1]. */
function sharesOf(writer: OnnxWriter, leaves: string, tables: readonly Float64Array[], classes: number): string {
  const said = tables.map((table, t) => {
    const own = writer.add('Gather', [leaves, writer.tensor({ type: 'int64', dims: classes === 0 ? [1] : [], values: [t] })], { axis: 1 })
    return writer.add('Gather', [writer.doubles(table, classes === 0 ? [table.length] : [table.length / classes, classes]), own])
  })
  return said.reduce((sum, one) => writer.add('Add', [sum, one]))
}

/** Of each class the leaf has rows of, its position and how many. */
type Leaf = readonly (readonly [number, number])[]

interface Split {
  readonly feature: number
  /** The threshold of a number; the levels a category's split lists. */
  readonly threshold: number
  readonly levels?: readonly number[]
  /** Where a value that is below, or listed, leads to. */
  readonly whenTrue: Branch
  readonly whenFalse: Branch
}
type Branch = Split | Leaf
const isLeaf = (branch: Branch): branch is Leaf => Array.isArray(branch)

const timesOver = <T>(count: number, one: () => T): T[] => Array.from({ length: count }, one)

/** A tree as it is published, read into its branches. */
function readTree(tree: readonly (number | null)[], features: readonly ForestFeature[]): Branch {
  let at = 0
  const next = () => tree[at++] ?? missingNumber
  const read = (): Branch => {
    const feature = next()
    if (feature === -1) return timesOver(next(), () => [next(), next()] as const)
    if (features[feature]!.kind === 'number') return { feature, threshold: next(), whenTrue: read(), whenFalse: read() }
    const listedLeft = next() === 1
    const levels = timesOver(next(), next)
    const [left, right] = [read(), read()]
    return { feature, threshold: 0, levels, whenTrue: listedLeft ? left : right, whenFalse: listedLeft ? right : left }
  }
  return read()
}

function treeEnsemble(features: readonly ForestFeature[]) {
  const nodes = { features: [] as number[], modes: [] as number[], splits: [] as number[], trueIds: [] as number[], trueLeaves: [] as number[], falseIds: [] as number[], falseLeaves: [] as number[] }
  const members: number[] = []
  const roots: number[] = []
  const leafTrees: number[] = []
  const leafNumbers: number[] = []

  const addLeaf = (number: number) => {
    leafTrees.push(roots.length)
    leafNumbers.push(number)
    return { id: leafTrees.length - 1, leaf: 1 }
  }
  const addNode = (feature: number, threshold: number, levels?: readonly number[]) => {
    nodes.features.push(feature)
    nodes.modes.push(levels === undefined ? below : isMember)
    nodes.splits.push(threshold)
    // From 1 on: 0 is every level that was never learned. NaN parts the lists of one split from the next.
    if (levels !== undefined) members.push(...levels.map(level => level + 1), Number.NaN)
    return nodes.modes.length - 1
  }
  const link = (at: number, whenTrue: { readonly id: number; readonly leaf: number }, whenFalse: { readonly id: number; readonly leaf: number }) => {
    nodes.trueIds[at] = whenTrue.id
    nodes.trueLeaves[at] = whenTrue.leaf
    nodes.falseIds[at] = whenFalse.id
    nodes.falseLeaves[at] = whenFalse.leaf
  }

  return {
    /** Adds a tree, and returns its leaves in the order of the numbers they are known by. */
    add(tree: readonly (number | null)[]): Leaf[] {
      const leaves: Leaf[] = []
      // What is true comes first: programs take the lists of levels in the order of the nodes, or in that of walking down the tree.
      const place = (branch: Branch): { id: number; leaf: number } => {
        if (isLeaf(branch)) return addLeaf(leaves.push(branch) - 1)
        const id = addNode(branch.feature, branch.threshold, branch.levels)
        link(id, place(branch.whenTrue), place(branch.whenFalse))
        return { id, leaf: 0 }
      }
      const top = readTree(tree, features)
      if (isLeaf(top)) {
        // A tree of one leaf is a split with the same leaf on both sides, twice, since not every program knows one that is shared.
        const root = addNode(0, 0)
        leaves.push(top)
        link(root, addLeaf(0), addLeaf(0))
        roots.push(root)
      } else roots.push(place(top).id)
      return leaves
    },
    /** The number of the leaf each tree puts a row in, whole [rows × trees]. */
    leavesOf(writer: OnnxWriter): string {
      const columns = features.map(feature => {
        if (feature.kind === 'number') return writer.add('Where', [writer.add('IsNaN', [feature.name]), writer.doubles(missingNumber), feature.name])
        const position = writer.position(feature.name, [...feature.levels])
        return writer.add('Cast', [writer.add('Where', [writer.add('Equal', [position, whole(writer, feature.levels.length)]), whole(writer, 0), writer.add('Add', [position, whole(writer, 1)])])], { to: onnxTypes.double })
      })
      return writer.add('Cast', [writer.add('TreeEnsemble', [writer.add('Concat', columns, { axis: 1 })], {
        n_targets: roots.length, tree_roots: roots, aggregate_function: 1, post_transform: 0,
        nodes_featureids: nodes.features, nodes_modes: { type: 'uint8', dims: [nodes.modes.length], values: Uint8Array.from(nodes.modes) }, nodes_splits: vector(nodes.splits),
        nodes_truenodeids: nodes.trueIds, nodes_trueleafs: nodes.trueLeaves, nodes_falsenodeids: nodes.falseIds, nodes_falseleafs: nodes.falseLeaves,
        ...(members.length === 0 ? {} : { membership_values: vector(members) }),
        leaf_targetids: leafTrees, leaf_weights: vector(leafNumbers),
      })], { to: onnxTypes.int64 })
    },
  }
}

const vector = (values: readonly number[]) => ({ type: 'double' as const, dims: [values.length], values: Float64Array.from(values) })

const whole = (writer: OnnxWriter, value: number): string => writer.tensor({ type: 'int64', dims: [], values: [value] })
