import type { ErasurePlan, PlannedModel } from '../../contract/request.ts'
import type { Policy } from '../../contract/settings.ts'
import type { Db } from '../database/open-database.ts'
import { findDataset } from '../datasets/dataset-table.ts'
import { loadRowNumbers, rowNumbersPart, testMarksPart } from '../features/feature-rows-bytes.ts'
import { findLearner } from '../learners/catalogue.ts'
import { currentVersion, livingModels, readStatePart, type Model } from '../learners/model-table.ts'
import { dayOf, daysAfter } from '../requests/deadlines.ts'
import { findRequest, rowsAreThere, rowsToErase, type ErasureRequest } from '../requests/request-table.ts'
import { readSettings } from '../settings/settings-table.ts'
import { allows, chooseMethod, methodsFor } from '../unlearning/methods.ts'
import type { Workspace } from './workspace.ts'

/** What carrying a request out means: which models have to forget how much, and how they may. Nothing where its rows are erased already. */
export function planErasure(ws: Workspace, requestId: string): ErasurePlan {
  const { db } = ws
  return db.transaction(() => {
    const request = findRequest(db, requestId)
    if (!rowsAreThere(request)) return { rows: 0, models: [], batchUntil: null }
    const { policy, timeZone } = readSettings(db)
    const parts = request.datasets.map(({ datasetId }) => ({ datasetId, rows: new Set(rowsToErase(db, requestId, findDataset(db, datasetId))) }))
    return {
      rows: parts.reduce((sum, { rows }) => sum + rows.size, 0),
      models: parts.flatMap(({ datasetId, rows }) => livingModels(db, datasetId).map(model => plannedModel(db, model, rows, policy))),
      batchUntil: batchUntil(request, policy, timeZone ?? ws.ports.clock.timeZone),
    }
  })()
}

function plannedModel(db: Db, model: Model, rows: ReadonlySet<number>, policy: Policy): PlannedModel {
  const learner = findLearner(model.recipe.learner)
  const methods = methodsFor(learner, model.recipe, currentVersion(db, model.id).trainRows)
  const { name, guarantee } = chooseMethod(methods, 'auto', learner.name)
  return {
    modelId: model.id, learner: learner.name, ...countKnown(db, model.id, rows), method: name, guarantee,
    methods: methods.map(method => ({ method: method.name, guarantee: method.guarantee, allowed: allows(policy.guarantee, method) })),
  }
}

/** How many of these rows a model learned from, and how many were held back to test it. */
export function countKnown(db: Db, modelId: string, rows: ReadonlySet<number>): { learnedFrom: number; heldBack: number } {
  const numbers = loadRowNumbers(readStatePart(db, modelId, rowNumbersPart))
  const held = readStatePart(db, modelId, testMarksPart)
  let learnedFrom = 0
  let heldBack = 0
  for (const [i, row] of numbers.entries()) {
    if (!rows.has(row)) continue
    if (held[i] === 1) heldBack += 1
    else learnedFrom += 1
  }
  return { learnedFrom, heldBack }
}

/** The last day an approved request may wait for others: so many days after it was received, never after it is due. */
export function batchUntil({ receivedAt, dueAt }: Pick<ErasureRequest, 'receivedAt' | 'dueAt'>, { batchDays }: Policy, timeZone: string): string | null {
  if (batchDays === 0) return null
  const last = daysAfter(dayOf(new Date(receivedAt), timeZone), batchDays)
  return last < dueAt ? last : dueAt
}
