import type { Input } from '../../contract/api.ts'
import type { ComparedModel, ModelMetrics } from '../../contract/model.ts'
import { breathe } from '../base/breathe.ts'
import { CoreError } from '../base/core-error.ts'
import { findDataset } from '../datasets/dataset-table.ts'
import { taskOf } from '../features/encode-rows.ts'
import { missingRows } from '../datasets/row-table.ts'
import { findModel } from '../learners/model-table.ts'
import type { Run } from '../ports.ts'
import { findRequest, rowsAreThere, rowsToErase } from '../requests/request-table.ts'
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
  const rows = 'rows' in input.erased ? input.erased.rows : rowsOfRequest(ws, input.erased.requestId, dataset.id)
  const missing = missingRows(ws.db, dataset, rows)
  if (missing.length > 0) throw new CoreError('request/rows-not-found', { count: missing.length, first: missing[0]! })
  const erased = new Set(rows)
  if (erased.size === 0) throw new CoreError('request/no-rows-named', {})
  const { learner } = trained
  const methods = methodsFor(learner, model.recipe, trainCount(trained.rows))
  const names = [...new Set(['retrain', ...input.methods])]
  const chosen = names.map(name => chooseMethod(methods, name, learner.name))
  if (trained.rows.rows.every((row, i) => trained.rows.test[i] === 1 || erased.has(row))) throw new CoreError('compare/nothing-left', {})
  const results: (MethodResult & { runs: number })[] = []
  for (const [i, method] of chosen.entries()) {
    await breathe(run)
    run.progress('compute', i, chosen.length)
    results.push(timedFairly(() => runMethod(trained, method, erased, () => readKeptRows(ws, dataset, trained, erased), ws.ports.clock, run)))
  }
  const reference = results[0]!
  return {
    modelId: model.id, task: taskOf(model.recipe.label), rows: erased.size,
    methods: results.map((result, i) => ({
      method: chosen[i]!.name, guarantee: chosen[i]!.guarantee, publishedSha256: result.publishedSha256,
      sameBits: result.publishedSha256 === reference.publishedSha256, boundary: result.boundary,
      distanceToRetrained: learner.distance(result.state, reference.state), computeMs: result.computeMs, runs: result.runs, cpuMs: result.cpuMs, ...result.effort,
      ...scores(measureUnseen(learner, result.state, result.kept)), about: chosen[i]!.about,
    })),
  }
}

const scores = ({ accuracy, regression }: ModelMetrics) => ({ testAccuracy: accuracy, testR2: regression?.r2 ?? null })

const mostRuns = 5
const enoughMs = 200

/** Quick methods run several times and give their median time: a first run is slower than the rest, whichever method it is. */
function timedFairly(runOnce: () => MethodResult): MethodResult & { runs: number } {
  const results = [runOnce()]
  while (results.length < mostRuns && results.reduce((sum, r) => sum + r.computeMs, 0) < enoughMs) results.push(runOnce())
  const median = results.toSorted((a, b) => a.computeMs - b.computeMs)[Math.floor(results.length / 2)]!
  return { ...results[0]!, computeMs: median.computeMs, cpuMs: median.cpuMs, runs: results.length }
}

function rowsOfRequest(ws: Workspace, requestId: string, datasetId: string): number[] {
  const request = findRequest(ws.db, requestId)
  if (!rowsAreThere(request)) throw new CoreError('request/already-completed', { request: requestId })
  if (!request.datasets.some(one => one.datasetId === datasetId)) throw new CoreError('compare/other-dataset', { request: requestId })
  return rowsToErase(ws.db, requestId, findDataset(ws.db, datasetId))
}
