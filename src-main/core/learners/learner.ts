import type { Guarantee, Task, TreeWork } from '../../contract/model.ts'
import type { FeatureRows } from '../features/feature-rows.ts'
import type { RowRecipe } from '../features/encode-rows.ts'
import type { Run } from '../ports.ts'
import type { OnnxGraph } from './onnx-graph.ts'

/** Settings a person may choose for a learner, by name. */
export type Settings = Readonly<Record<string, number>>

/** Everything training depends on besides the rows. The seed decides every random choice. */
export interface Recipe extends RowRecipe {
  readonly learner: string
  readonly seed: number
  readonly settings: Settings
}

/** How much work was done, counted in passes over the rows learned from; of a model of trees, in what was done to these. */
export interface Effort {
  readonly gradientPasses: number
  readonly hessianPasses: number
  readonly treeWork?: TreeWork
}

/**
 * What a model says of rows: of two classes the probability of the positive one, [rows]; of several the probability of each,
 * [rows × classes], in the order of the model's own `classes`; else the numbers predicted, [rows].
 */
export interface Predictions {
  readonly values: Float64Array
  /** Empty unless there are several classes. */
  readonly classes: readonly string[]
}

/** A named set of values for a learner's settings. */
export interface Preset {
  readonly name: string
  readonly about: string
  readonly settings: Settings
}

export interface Learned<State> {
  readonly state: State
  /** True where the published form could not be settled: another exact way might round one number differently. */
  readonly boundary: boolean
  readonly effort: Effort
}

export interface ForgetMethod<State> {
  readonly guarantee: Guarantee
  /** In a few words: what it does. */
  readonly about: string
  /**
   * Makes the model forget. `erased` are the rows to forget, `kept` all others (both with their held-out rows). The result is
   * a state of the kept rows alone.
   */
  forget(state: State, erased: FeatureRows, kept: FeatureRows, recipe: Recipe, run: Run): Learned<State>
}

/** One setting, its default and what it accepts. */
export interface SettingRule {
  readonly name: string
  readonly default: number
  readonly expected: string
  readonly about: string
  accepts(value: number): boolean
}

/**
 * A way of learning, under one law: training is a pure function of the multiset of rows and the recipe, and for every method
 * whose guarantee is 'same-bits', publish(forget(train(D), F)) equals publish(train(D \ F)) byte for byte.
 */
export interface Learner<State> {
  readonly name: string
  /** What it can predict. */
  readonly tasks: readonly Task[]
  readonly settings: readonly SettingRule[]
  /** The first is what the settings' defaults say. */
  readonly presets?: readonly Preset[]
  readonly methods: Readonly<Record<string, ForgetMethod<State>>>
  /** The smallest settings-dependent condition under which 'same-bits' is offered for this many rows; a sentence where it is not. */
  exactnessRefusal(recipe: Recipe, trainRows: number): string | undefined
  train(rows: FeatureRows, recipe: Recipe, run: Run): Learned<State>
  /** For each row of one part of the split, in their order. */
  predict(state: State, rows: FeatureRows, part: 'train' | 'test'): Predictions
  /** The share of each feature in what the model says, by name, together 1; of a published model only what it publishes counts. */
  importance?(state: State): ReadonlyMap<string, number>
  /** Canonical bytes: what the digest is taken of. */
  publish(state: State, recipe: Recipe): Uint8Array
  /** What a published model says of rows, as a graph of ONNX operators: of the published bytes alone, so that a file made of it says no more. */
  toOnnx?(published: Uint8Array): OnnxGraph
  /** How far apart two models' parameters are (Euclidean); null where they do not have the same ones. */
  distance(a: State, b: State): number | null
  /** True where two published forms are the same but for numbers rounded the other way: what `boundary` allows. */
  differOnlyByRounding(a: Uint8Array, b: Uint8Array): boolean
  /** What forgetting will need later, computed from the published model and the rows alone, so that nothing else of the past stays. */
  prepare(state: State, rows: FeatureRows, recipe: Recipe): State
  /** The state as named parts of bytes (without the rows), and back. */
  save(state: State): ReadonlyMap<string, Uint8Array>
  load(parts: ReadonlyMap<string, Uint8Array>): State
}
