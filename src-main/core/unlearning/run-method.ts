import { sha256 } from '../base/hash.ts'
import { splitOff, type FeatureRows } from '../features/feature-rows.ts'
import type { Effort, Learner, Recipe } from '../learners/learner.ts'
import type { Clock, Run } from '../ports.ts'
import type { Method } from './methods.ts'

/** A trained model with the rows it learned from and held out. */
export interface TrainedModel {
  readonly learner: Learner<unknown>
  readonly recipe: Recipe
  readonly state: unknown
  readonly rows: FeatureRows
}

export interface MethodResult {
  /** The method that ran in the end: an exact one becomes 'retrain' where a weight could not be settled. */
  readonly method: string
  readonly boundary: boolean
  readonly state: unknown
  readonly kept: FeatureRows
  readonly published: Uint8Array
  readonly publishedSha256: string
  readonly effort: Effort
  /** From rows in memory to published bytes; reading them from the database is not in it. */
  readonly computeMs: number
  readonly cpuMs: number
}

/**
 * Makes the model forget the erased rows by the method. `readKept` reads the kept rows anew from the dataset: retraining
 * takes nothing from the model but its recipe.
 */
export function runMethod(model: TrainedModel, method: Method, erased: ReadonlySet<number>, readKept: () => FeatureRows, clock: Clock, run: Run): MethodResult {
  const { learner, recipe } = model
  if (method.name === 'retrain') return retrain(learner, recipe, readKept(), clock, run)
  const time = stopwatch(clock)
  const parts = splitOff(model.rows, erased)
  const learned = learner.methods[method.name]!.forget(model.state, parts.erased, parts.kept, recipe, run)
  const published = learner.publish(learned.state, recipe)
  const spent = time()
  if (learned.boundary && method.guarantee === 'same-bits') {
    const instead = retrain(learner, recipe, readKept(), clock, run)
    return { ...instead, boundary: true, computeMs: spent.computeMs + instead.computeMs, cpuMs: spent.cpuMs + instead.cpuMs }
  }
  return { method: method.name, boundary: learned.boundary, state: learned.state, kept: parts.kept, published, publishedSha256: digestOf(published), effort: learned.effort, ...spent }
}

function retrain(learner: Learner<unknown>, recipe: Recipe, kept: FeatureRows, clock: Clock, run: Run): MethodResult {
  const time = stopwatch(clock)
  const learned = learner.train(kept, recipe, run)
  const published = learner.publish(learned.state, recipe)
  const spent = time()
  return { method: 'retrain', boundary: learned.boundary, state: learned.state, kept, published, publishedSha256: digestOf(published), effort: learned.effort, ...spent }
}

/** SHA-256 of a model's published bytes, hex: for the operator's screen, never for ledger or record. */
export const digestOf = (published: Uint8Array): string => sha256(published).toString('hex')

function stopwatch(clock: Clock): () => { computeMs: number; cpuMs: number } {
  const started = clock.elapsed()
  const cpu = clock.cpu()
  return () => ({ computeMs: clock.elapsed() - started, cpuMs: clock.cpu() - cpu })
}
