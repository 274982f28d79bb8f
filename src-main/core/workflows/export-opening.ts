import { existsSync } from 'node:fs'
import type { ExportedOpening } from '../../contract/record.ts'
import { isCarriedOut } from '../../contract/request.ts'
import { CoreError } from '../base/core-error.ts'
import { findDataset, type Dataset } from '../datasets/dataset-table.ts'
import { findModel, findPresentContent, readContent } from '../learners/model-table.ts'
import { findRequest, readOutcome } from '../requests/request-table.ts'
import { digestOf } from '../unlearning/run-method.ts'
import { refuseReapplied } from './export-record.ts'
import { writeOutFile } from './write-out-file.ts'
import type { PickedFile } from '../ports.ts'
import type { Workspace } from './workspace.ts'

/**
 * Writes, in a file of its own and never in record or ledger, what opens the commitments of a request's models: salt, digest
 * and the recipe with its seed. With the kept rows anyone can then train from nothing and compare (test/golden/independent.py
 * takes the recipe as it stands). After the next erasure the salts are destroyed and nothing can be opened.
 */
export function exportOpening(ws: Workspace, requestId: string, file: PickedFile): ExportedOpening {
  const { db } = ws
  refuseReapplied(ws.ledger, requestId)
  const request = findRequest(db, requestId)
  const outcome = readOutcome(db, requestId)
  if (!isCarriedOut(request) || outcome === undefined) throw new CoreError('record/not-exportable', { request: requestId, state: request.state })
  const living = outcome.models.filter(model => model.commitmentAfter !== null)
  if (living.length === 0) throw new CoreError('record/no-model', { request: requestId })
  if (living.some(model => findPresentContent(db, model.model)?.version !== model.version)) throw new CoreError('record/superseded', { request: requestId })
  const models = living.map(({ model, version, commitmentAfter }) => {
    const { salt, published } = readContent(db, model)
    return { model, version, commitment: commitmentAfter, salt: salt.toString('hex'), digest: digestOf(published), recipe: recipeOf(ws, model, findDataset(db, findModel(db, model).datasetId)) }
  })
  if (!file.mayReplace && existsSync(file.path)) throw new CoreError('record/file-exists', { file: file.name })
  writeOutFile(file, Buffer.from(`${JSON.stringify({ format: 'lethe/opening/1', request: requestId, models }, null, 2)}\n`))
  db.transaction(() => {
    ws.ledger.append({ kind: 'opening-exported', request: requestId })
  })()
  return { requestId, file: file.name, models: models.length }
}

/** The recipe in the words of resources/docs/model-format.md: columns as in the file, settings, seed. */
function recipeOf(ws: Workspace, modelId: string, dataset: Dataset): object {
  const { recipe } = findModel(ws.db, modelId)
  return {
    learner: recipe.learner, columns: dataset.columns, header: true, delimiter: ',', ...(recipe.label.task === undefined ? { positive: recipe.label.positive } : { task: recipe.label.task }),
    ...recipe.settings, seed: recipe.seed, testShare: recipe.testShare, rowKey: recipe.rowKey,
  }
}
