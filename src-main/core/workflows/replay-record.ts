import type { ErasureOutcome, ModelOutcome, ReplayedModel } from '../../contract/record.ts'
import { breathe } from '../base/breathe.ts'
import { CoreError } from '../base/core-error.ts'
import { sha256 } from '../base/hash.ts'
import { findDataset } from '../datasets/dataset-table.ts'
import type { FeatureRows } from '../features/feature-rows.ts'
import { learners } from '../learners/catalogue.ts'
import { findModel, findPresentContent, readContent } from '../learners/model-table.ts'
import type { Machine, Run } from '../ports.ts'
import { chooseMethod, methodsFor } from '../unlearning/methods.ts'
import { runMethod, type TrainedModel } from '../unlearning/run-method.ts'
import { readKeptRows } from './kept-rows.ts'
import { loadModel, trainCount } from './model-content.ts'
import type { Workspace } from './workspace.ts'

export interface RecordToReplay {
  /** The ledger the record is from. */
  readonly origin: string
  readonly outcome: ErasureOutcome
}

/**
 * Trains every model of a record from nothing, on the rows that are kept, and opens the record's commitment with what comes out.
 * Nothing of the present model goes into it but its recipe and the numbers of its rows. Throws 'record/other-workspace' where
 * the record is not of this workspace's ledger.
 */
export async function replayRecord(ws: Workspace, { origin, outcome }: RecordToReplay, run: Run): Promise<ReplayedModel[]> {
  if (origin !== ws.ledger.origin) throw new CoreError('record/other-workspace', {})
  const living = outcome.models.filter(({ commitmentAfter }) => commitmentAfter !== null)
  const replayed: ReplayedModel[] = []
  for (const [i, model] of living.entries()) {
    await breathe(run)
    run.progress('replay', i, living.length)
    replayed.push({ model: model.model, outcome: replayModel(ws, model, outcome, run) })
  }
  return replayed
}

function replayModel(ws: Workspace, stated: ModelOutcome, { request, machine }: ErasureOutcome, run: Run): ReplayedModel['outcome'] {
  if (!learners.some(({ name }) => name === stated.learner)) return 'not-comparable'
  // Read at one moment, and quickly: an erasure that runs beside this must be able to cut the log off behind its back.
  const present = ws.db.transaction(() => presentModel(ws, stated, request.id))()
  if (present === undefined) return 'no-longer-replayable'
  const { trained, kept, published, salt } = present
  const retrain = chooseMethod(methodsFor(trained.learner, trained.recipe, trainCount(kept)), 'retrain', trained.learner.name)
  const again = runMethod(trained, retrain, new Set(), () => kept, ws.ports.clock, run)

  const opens = (bytes: Uint8Array) => sha256(salt, sha256(bytes)).toString('hex') === stated.commitmentAfter
  if (opens(again.published)) return 'same-bits'
  // What is here is not what the record committed to, so nothing excuses the difference.
  if (!opens(published)) return 'different'
  if (stated.guarantee !== 'same-bits') return 'not-comparable'
  if ((stated.boundary || again.boundary) && trained.learner.differOnlyByRounding(published, again.published)) return 'within-bound'
  return isSameMachine(machine, ws.ports.machine) ? 'different' : 'not-comparable'
}

interface PresentModel {
  readonly trained: TrainedModel
  readonly kept: FeatureRows
  readonly published: Uint8Array
  readonly salt: Buffer
}

/** The model as the record left it, or undefined: superseded by a later erasure, gone with its dataset, or from before a restore. */
function presentModel(ws: Workspace, { model: modelId, version }: ModelOutcome, requestId: string): PresentModel | undefined {
  // An erasure carried out again after a restore made another version of the same number, with another salt.
  const told = ws.ledger.entriesOf(requestId)
  if (!told.some(({ kind }) => kind === 'erasure-completed') || told.some(({ kind }) => kind === 'erasure-reapplied')) return undefined
  if (findPresentContent(ws.db, modelId)?.version !== version) return undefined
  const { published, salt } = readContent(ws.db, modelId)
  const model = findModel(ws.db, modelId)
  const trained = loadModel(ws, model)
  return { trained, kept: readKeptRows(ws, findDataset(ws.db, model.datasetId), trained, new Set()), published, salt }
}

/** What a rounding step could depend on; the number of cores does not matter. */
const isSameMachine = (a: Machine, b: Machine): boolean => a.platform === b.platform && a.processor === b.processor && a.engine === b.engine
