import { sha256 } from '../base/hash.ts'
import { loadFeatureRows, saveFeatureRows } from '../features/feature-rows-bytes.ts'
import type { FeatureRows } from '../features/feature-rows.ts'
import { findLearner } from '../learners/catalogue.ts'
import type { Learner } from '../learners/learner.ts'
import { readState, type Model } from '../learners/model-table.ts'
import type { RandomBytes } from '../ports.ts'
import type { TrainedModel } from '../unlearning/run-method.ts'
import type { Workspace } from './workspace.ts'

/** A fresh salt, and the commitment SHA-256(salt ‖ SHA-256(published)) that may go into ledger and record. */
export function commitmentTo(published: Uint8Array, randomBytes: RandomBytes): { salt: Buffer; commitment: string } {
  const salt = randomBytes(32)
  return { salt, commitment: sha256(salt, sha256(published)).toString('hex') }
}

/** Everything forgetting needs, as parts: the learner's state and the rows it belongs to. */
export const stateParts = (learner: Learner<unknown>, state: unknown, rows: FeatureRows): Map<string, Uint8Array> =>
  new Map([...learner.save(state), ...saveFeatureRows(rows)])

export function loadModel(ws: Workspace, model: Model): TrainedModel {
  const parts = readState(ws.db, model.id)
  const learner = findLearner(model.recipe.learner)
  return { learner, recipe: model.recipe, state: learner.load(parts), rows: loadFeatureRows(parts) }
}

export function trainCount(rows: FeatureRows): number {
  let count = 0
  for (let i = 0; i < rows.count; i += 1) if (rows.test[i] === 0) count += 1
  return count
}
