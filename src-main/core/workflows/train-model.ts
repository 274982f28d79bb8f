import type { Input } from '../../contract/api.ts'
import type { ModelSummary, TrainReport } from '../../contract/model.ts'
import { breathe } from '../base/breathe.ts'
import { CoreError } from '../base/core-error.ts'
import { newId } from '../base/ids.ts'
import { toInstant } from '../base/instant.ts'
import { tidy, truncateWal, type Db } from '../database/open-database.ts'
import { findDataset, type Dataset } from '../datasets/dataset-table.ts'
import { distinctValues, iterateRows } from '../datasets/row-table.ts'
import { encodeRows } from '../features/encode-rows.ts'
import type { FeatureRows } from '../features/feature-rows.ts'
import { findLearner } from '../learners/catalogue.ts'
import type { Recipe } from '../learners/learner.ts'
import { currentVersion, insertModel, insertVersion, livingModels, readContent, type Model } from '../learners/model-table.ts'
import { makeRecipe } from '../learners/recipe.ts'
import { restrictedRows } from '../requests/request-table.ts'
import { methodsFor } from '../unlearning/methods.ts'
import { digestOf } from '../unlearning/run-method.ts'
import { measureUnseen } from '../verification/measure-unseen.ts'
import type { Run } from '../ports.ts'
import { commitmentTo, stateParts, trainCount } from './model-content.ts'
import type { Workspace } from './workspace.ts'

/** Trains a model on all rows of a dataset that are not restricted, and stores it with what forgetting will need. */
export async function trainModel(ws: Workspace, input: Input<'model.train'>, run: Run): Promise<TrainReport> {
  const { db, ports } = ws
  const dataset = findDataset(db, input.dataset)
  const recipe = makeRecipe(dataset, input.learner, input.settings)
  const learner = findLearner(recipe.learner)
  const started = ports.clock.elapsed()
  run.progress('read', 0, dataset.lastRow)
  const rows = encodeRows(iterateRows(db, dataset), dataset.columns, recipe, restrictedRows(db, dataset.id))
  refuseUntrainable(db, dataset, recipe, rows)
  await breathe(run)
  const read = ports.clock.elapsed()
  const learned = learner.train(rows, recipe, run)
  const published = learner.publish(learned.state, recipe)
  const trainMs = ports.clock.elapsed() - read
  const metrics = measureUnseen(learner, learned.state, rows)
  const state = learner.prepare(learned.state, rows, recipe)
  await breathe(run)

  const model: Model = { id: newId('model', ports.randomBytes), datasetId: dataset.id, recipe }
  const trainRows = trainCount(rows)
  const testRows = rows.count - trainRows
  const { salt, commitment } = commitmentTo(published, ports.randomBytes)
  const at = toInstant(ports.clock.now())
  const prepareMs = read - started
  db.transaction(() => {
    insertModel(db, model, at)
    insertVersion(db, { model: model.id, version: 1, at, method: 'train', guarantee: 'same-bits', boundary: learned.boundary, request: null, trainRows, testRows, commitment },
      { salt, published, metrics, timings: { trainMs, prepareMs }, state: stateParts(learner, state, rows) })
    ws.ledger.append({ kind: 'model-trained', model: model.id, dataset: dataset.id, learner: learner.name, trainRows, testRows, commitment })
  })()
  tidy(() => truncateWal(db))
  const weakened = methodsFor(learner, recipe, trainRows).find(method => method.weakened !== undefined)?.weakened ?? null
  return { ...modelSummary(db, model), metrics, trainMs, prepareMs, boundary: learned.boundary, weakened }
}

const leastRows = 10

function refuseUntrainable(db: Db, dataset: Dataset, recipe: Recipe, rows: FeatureRows): void {
  const column = recipe.label.column
  const position = dataset.columns.findIndex(c => c.name === column)
  const values = distinctValues(db, dataset, position, 1001)
  if (values.length > 2) throw new CoreError('train/label-many-classes', { column, found: values.length > 1000 ? 'more than 1,000' : String(values.length) })
  if (values.length < 2) throw new CoreError('train/label-one-class', { column })
  const train = rows.labels.filter((_, i) => rows.test[i] === 0)
  if (train.length < leastRows) throw new CoreError('train/too-few-rows', { found: train.length, needed: leastRows })
  if (!train.includes(0) || !train.includes(1)) throw new CoreError('train/label-one-class', { column })
}

export function modelSummary(db: Db, model: Model): ModelSummary {
  const version = currentVersion(db, model.id)
  const { published, metrics } = readContent(db, model.id)
  return {
    modelId: model.id, datasetId: model.datasetId, learner: model.recipe.learner, version: version.version, method: version.method,
    guarantee: version.guarantee, publishedSha256: digestOf(published), testAccuracy: metrics.accuracy, trainRows: version.trainRows, testRows: version.testRows,
  }
}

/** All models that still exist. */
export function modelSummaries(db: Db): ModelSummary[] {
  return livingModels(db).map(model => modelSummary(db, model))
}
