import type { Input } from '../../contract/api.ts'
import type { ComparedModel } from '../../contract/reports.ts'
import { breathe } from '../base/breathe.ts'
import { CoreError } from '../base/core-error.ts'
import { findDataset } from '../datasets/dataset-table.ts'
import { missingRows } from '../datasets/row-table.ts'
import { findModel } from '../learners/model-table.ts'
import type { Run } from '../ports.ts'
import { chooseMethod, methodsFor } from '../unlearning/methods.ts'
import { runMethod, type MethodResult } from '../unlearning/run-method.ts'
import { measureUnseen } from '../verification/measure-unseen.ts'
import { readKeptRows } from './kept-rows.ts'
import { loadModel, trainCount } from './model-content.ts'
import type { Workspace } from './workspace.ts'

/** Runs several methods on one model and one set of rows, retraining always among them, and changes nothing. */
export async function compareMethods(ws: Workspace, input: Input<'model.compare'>, run: Run): Promise<ComparedModel> {
  const model = findModel(ws.db, input.modelId)
  const trained = loadModel(ws, model)
  const dataset = findDataset(ws.db, model.datasetId)
  const missing = missingRows(ws.db, dataset, input.rows)
  if (missing.length > 0) throw new CoreError('request/rows-not-found', { count: missing.length, first: missing[0]! })
  const erased = new Set(input.rows)
  if (erased.size === 0) throw new CoreError('request/no-rows-named', {})
  const { learner } = trained
  const methods = methodsFor(learner, model.recipe, trainCount(trained.rows))
  const names = [...new Set(['retrain', ...input.methods])]
  const chosen = names.map(name => chooseMethod(methods, name, learner.name))
  if (trained.rows.rows.every((row, i) => trained.rows.test[i] === 1 || erased.has(row))) throw new CoreError('compare/nothing-left', {})
  const results: MethodResult[] = []
  for (const [i, method] of chosen.entries()) {
    await breathe(run)
    run.progress('compute', i, chosen.length)
    results.push(runMethod(trained, method, erased, () => readKeptRows(ws, dataset, trained, erased), ws.ports.clock, run))
  }
  const reference = results[0]!
  return {
    modelId: model.id, rows: erased.size,
    methods: results.map((result, i) => ({
      method: chosen[i]!.name, guarantee: chosen[i]!.guarantee, publishedSha256: result.publishedSha256,
      sameBits: result.publishedSha256 === reference.publishedSha256, boundary: result.boundary,
      distanceToRetrained: learner.distance(result.state, reference.state), computeMs: result.computeMs, cpuMs: result.cpuMs, ...result.effort,
      testAccuracy: measureUnseen(learner, result.state, result.kept).accuracy, about: chosen[i]!.about,
    })),
  }
}
