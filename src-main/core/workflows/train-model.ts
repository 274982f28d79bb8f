import type { Input } from '../../contract/api.ts'
import type { ModelSummary, TrainReport } from '../../contract/model.ts'
import { breathe } from '../base/breathe.ts'
import { CoreError } from '../base/core-error.ts'
import { newId } from '../base/ids.ts'
import { toInstant } from '../base/instant.ts'
import { tidy, truncateWal, type Db } from '../database/open-database.ts'
import { findDataset, type Dataset } from '../datasets/dataset-table.ts'
import { distinctValues, iterateRows } from '../datasets/row-table.ts'
import { encodeRows, mostClasses, taskOf } from '../features/encode-rows.ts'
import type { FeatureRows } from '../features/feature-rows.ts'
import { findLearner } from '../learners/catalogue.ts'
import type { Recipe } from '../learners/learner.ts'
import { currentVersion, insertModel, insertVersion, livingModels, readContent, type Model } from '../learners/model-table.ts'
import { makeRecipe, taskSetting } from '../learners/recipe.ts'
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
  const values = labelValues(db, dataset)
  const recipe = makeRecipe(dataset, input.learner, input.settings, values)
  const learner = findLearner(recipe.learner)
  const started = ports.clock.elapsed()
  run.progress('read', 0, dataset.lastRow)
  const rows = encodeRows(iterateRows(db, dataset), dataset.columns, recipe, restrictedRows(db, dataset.id))
  refuseUntrainable(recipe, input.settings, values, rows)
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

/** How many different values the label has, up to one more than there may be classes; 0 where there is no label. */
function labelValues(db: Db, dataset: Dataset): number {
  const position = dataset.columns.findIndex(({ role }) => role === 'label')
  return position === -1 ? 0 : distinctValues(db, dataset, position, mostClasses + 1).length
}

function refuseUntrainable(recipe: Recipe, given: Readonly<Record<string, string>>, values: number, rows: FeatureRows): void {
  const { column } = recipe.label
  if (taskOf(recipe.label) !== 'regression') {
    // Asked for by name, two classes are the positive one and all others.
    const most = taskOf(recipe.label) === 'binary' && given[taskSetting] !== 'binary' ? 2 : mostClasses
    if (values > most) throw new CoreError('train/label-many-classes', { column, found: values > mostClasses ? `more than ${mostClasses}` : String(values), most })
  }
  const train = rows.labels.filter((_, i) => rows.test[i] === 0)
  if (train.length < leastRows) throw new CoreError('train/too-few-rows', { found: train.length, needed: leastRows })
  // A column of one number is learned as that number.
  if (rows.task !== 'regression' && train.every(label => label === train[0])) throw new CoreError('train/label-one-class', { column })
}

export function modelSummary(db: Db, model: Model): ModelSummary {
  const version = currentVersion(db, model.id)
  const { published, metrics } = readContent(db, model.id)
  return {
    modelId: model.id, datasetId: model.datasetId, learner: model.recipe.learner, task: taskOf(model.recipe.label), version: version.version, method: version.method,
    guarantee: version.guarantee, publishedSha256: digestOf(published), testAccuracy: metrics.accuracy, testR2: metrics.regression?.r2 ?? null, trainRows: version.trainRows, testRows: version.testRows,
  }
}

/** All models that still exist. */
export function modelSummaries(db: Db): ModelSummary[] {
  return livingModels(db).map(model => modelSummary(db, model))
}
