import type { ModelDetail } from '../../contract/model.ts'
import { findDataset } from '../datasets/dataset-table.ts'
import { findLearner } from '../learners/catalogue.ts'
import { findModel, readContent, readState, versionsOf, type Model } from '../learners/model-table.ts'
import { methodsFor } from '../unlearning/methods.ts'
import { pendingModels } from './pending-models.ts'
import { modelSummary } from './train-model.ts'
import type { Workspace } from './workspace.ts'

/** One model with its lineage, what it was trained with, and every way it can be made to forget. Throws 'model/not-found' or 'model/gone'. */
export function showModel(ws: Workspace, modelId: string): ModelDetail {
  const { db } = ws
  const model = findModel(db, modelId)
  const { metrics } = readContent(db, modelId)
  const lineage = versionsOf(db, modelId)
  const present = lineage.at(-1)!
  const { recipe } = model
  return {
    model: modelSummary(db, model), datasetName: findDataset(db, model.datasetId).name, metrics,
    settings: { ...recipe.settings, seed: recipe.seed, 'test-share': recipe.testShare },
    lineage: lineage.map(v => ({
      version: v.version, at: v.at, method: v.method, guarantee: v.guarantee, boundary: v.boundary, requestId: v.request, trainRows: v.trainRows, testRows: v.testRows,
      state: v.version === present.version ? 'present' : 'shredded',
    })),
    methods: methodsFor(findLearner(recipe.learner), recipe, present.trainRows).map(({ name, guarantee, about, weakened }) => ({ method: name, guarantee, about, weakened: weakened ?? null })),
    importance: importanceOf(ws, model),
    pendingRequests: pendingModels(db, modelId)[0]?.requests ?? 0,
  }
}

function importanceOf(ws: Workspace, model: Model): ModelDetail['importance'] {
  const learner = findLearner(model.recipe.learner)
  if (learner.importance === undefined) return null
  const shares = learner.importance(learner.load(readState(ws.db, model.id)))
  return [...shares].map(([feature, share]) => ({ feature, share })).sort((a, b) => b.share - a.share)
}
