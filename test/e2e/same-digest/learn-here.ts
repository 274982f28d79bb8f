import { splitOff, type FeatureRows } from '../../../src-main/core/features/feature-rows.ts'
import { findLearner } from '../../../src-main/core/learners/catalogue.ts'
import type { Recipe } from '../../../src-main/core/learners/learner.ts'

/** Rows, recipe and an erasure as text, since they go to another process or into a page. */
export interface Lesson {
  readonly names: FeatureRows['names']
  readonly levels: FeatureRows['levels']
  /** Typed arrays, base64 of their bytes. */
  readonly rows: string
  readonly test: string
  readonly labels: string
  readonly numbers: string
  readonly codes: string
  readonly recipe: Omit<Recipe, 'rowKey'>
  readonly erased: readonly number[]
}

const bytes = (text: string): ArrayBuffer => Uint8Array.from(atob(text), letter => letter.codePointAt(0)!).buffer

const quiet = { signal: new AbortController().signal, progress: () => {} }

/** Trains and forgets with the program's own code on whatever engine this runs: published bytes as text, by how they came about. */
export function learnHere({ names, levels, recipe: given, erased, ...packed }: Lesson): Record<string, string> {
  const rows = new Uint32Array(bytes(packed.rows))
  const all: FeatureRows = {
    names, levels, count: rows.length, rows, test: new Uint8Array(bytes(packed.test)), task: 'binary', labels: new Uint8Array(bytes(packed.labels)), classes: [],
    numbers: new Float64Array(bytes(packed.numbers)), codes: new Uint16Array(bytes(packed.codes)),
  }
  const recipe = given as Recipe
  const learner = findLearner(recipe.learner)
  const text = (state: unknown) => new TextDecoder().decode(learner.publish(state, recipe))
  const parts = splitOff(all, new Set(erased))
  const trained = learner.train(all, recipe, quiet).state
  const prepared = learner.prepare(trained, all, recipe)
  const forgotten = Object.entries(learner.methods).map(([name, method]) => [name, text(method.forget(prepared, parts.erased, parts.kept, recipe, quiet).state)])
  return { train: text(trained), retrain: text(learner.train(parts.kept, recipe, quiet).state), ...Object.fromEntries(forgotten) }
}
