import type { LedgerModelChange } from '../../contract/ledger.ts'
import type { ErasedModel, Measured, ModelOutcome } from '../../contract/record.ts'
import { statedMeasures } from '../../contract/stated-measures.ts'
import { CoreError } from '../base/core-error.ts'
import { toInstant } from '../base/instant.ts'
import type { Db } from '../database/open-database.ts'
import { eraseRows, type Dataset } from '../datasets/dataset-table.ts'
import { countPeople } from '../datasets/row-table.ts'
import { supersedeExports } from '../exports/model-export-table.ts'
import type { Effort } from '../learners/learner.ts'
import { currentVersion, insertVersion, readContent, shredContent, type Model, type ModelContent, type ModelVersion } from '../learners/model-table.ts'
import type { Run } from '../ports.ts'
import { readSettings } from '../settings/settings-table.ts'
import { allows, chooseMethod, methodsFor, retrainMethod, type Method } from '../unlearning/methods.ts'
import { runMethod, type MethodResult, type TrainedModel } from '../unlearning/run-method.ts'
import { measureUnseen } from '../verification/measure-unseen.ts'
import { readKeptRows } from './kept-rows.ts'
import { commitmentTo, loadModel, stateParts, trainCount } from './model-content.ts'
import type { Workspace } from './workspace.ts'

/** How one model is going to forget. */
export interface Plan {
  readonly trained: TrainedModel
  readonly before: ModelVersion
  readonly method: Method
}

/** Chooses the method for a model; throws where the one asked for does not exist for it, or the policy forbids it. */
export function planFor(ws: Workspace, model: Model, asked: string): Plan {
  const trained = loadModel(ws, model)
  const before = currentVersion(ws.db, model.id)
  const methods = methodsFor(trained.learner, model.recipe, before.trainRows)
  const method = chooseMethod(methods, asked, trained.learner.name)
  const least = readSettings(ws.db).policy.guarantee
  if (!allows(least, method)) {
    const allowed = ['auto', ...methods.filter(other => allows(least, other)).map(({ name }) => name)].join(', ')
    throw new CoreError('erase/policy-forbids', { model: model.id, method: method.name, guarantee: method.guarantee, least, allowed })
  }
  return { trained, before, method }
}

/** A model that forgot, not yet in the place of the one before. */
export interface Forgotten {
  readonly shown: ErasedModel
  readonly change: LedgerModelChange
  readonly outcome: ModelOutcome
  readonly version: ModelVersion
  readonly content: ModelContent | null
}

/** Makes one model forget these rows, and measures it; nothing is stored. With `compare`, retraining runs beside. */
export function forgetIn(ws: Workspace, dataset: Dataset, model: Model, plan: Plan, erased: ReadonlySet<number>, compare: boolean, run: Run): Forgotten {
  const { trained, before, method } = plan
  const { learner, recipe } = trained
  const { clock, randomBytes } = ws.ports
  const readKept = () => readKeptRows(ws, dataset, trained, erased)
  const empty = trainedOnNothingWithout(trained, erased)
  const result = empty ? undefined : runMethod(trained, method, erased, readKept, clock, run)
  const retrained = result === undefined || !compare ? undefined
    : result.method === 'retrain' ? result
      : runMethod(trained, retrainMethod, erased, readKept, clock, run)
  const measured = (r: MethodResult): Measured => ({ computeMs: r.computeMs, cpuMs: r.cpuMs, ...statedEffort(r.effort), unseen: measureUnseen(learner, r.state, r.kept) })
  const unlearned = result === undefined ? null : measured(result)
  const beside = retrained === undefined || result === undefined ? undefined : {
    ...(retrained === result ? unlearned! : measured(retrained)),
    publishedSha256: retrained.publishedSha256, sameBits: retrained.publishedSha256 === result.publishedSha256, distance: learner.distance(result.state, retrained.state),
  }
  const { salt, commitment } = commitmentTo(result?.published ?? new Uint8Array(), randomBytes)
  const trainRows = result === undefined ? 0 : trainCount(result.kept)
  const version: ModelVersion = {
    model: model.id, version: before.version + 1, at: toInstant(clock.now()), method: result?.method ?? 'retrain', guarantee: method.guarantee,
    boundary: result?.boundary ?? false, request: null, trainRows, testRows: (result?.kept.count ?? 0) - trainRows, commitment,
  }
  const content: ModelContent | null = result === undefined ? null : {
    salt, published: result.published, metrics: unlearned!.unseen, timings: { computeMs: result.computeMs },
    state: stateParts(learner, learner.prepare(result.state, result.kept, recipe), result.kept),
  }
  const after = result === undefined ? null : commitment
  const common = { model: model.id, version: version.version, method: version.method, guarantee: version.guarantee, boundary: version.boundary }
  return {
    version, content,
    change: { ...common, before: before.commitment, after },
    outcome: {
      ...common, learner: learner.name, methodAsked: method.name, commitmentBefore: before.commitment, commitmentAfter: after,
      settings: { ...recipe.settings, testShare: recipe.testShare, ...(recipe.label.task === undefined ? {} : { task: recipe.label.task }) }, rows: { train: trainRows, test: version.testRows },
      unlearned: unlearned === null ? null : stated(unlearned), retrained: beside === undefined ? null : stated(withoutDigest(beside)),
    },
    shown: {
      modelId: model.id, learner: learner.name, method: version.method, guarantee: version.guarantee, boundary: version.boundary,
      publishedSha256: result?.publishedSha256 ?? null, computeMs: result?.computeMs ?? 0, unlearned,
      unchanged: result !== undefined && sameBytes(result.published, readContent(ws.db, model.id).published),
      ...(beside === undefined ? {} : { retrained: beside }),
    },
  }
}

const statedEffort = ({ treeWork, ...passes }: Effort): Omit<Measured, 'computeMs' | 'cpuMs' | 'unseen'> => ({ ...passes, ...(treeWork === undefined ? {} : { treesChanged: treeWork.trees }) })

const withoutDigest = ({ publishedSha256: _, ...rest }: Measured & { publishedSha256: string; sameBits: boolean; distance: number | null }) => rest

const stated = <M extends Measured>(measured: M): M => ({ ...measured, unseen: statedMeasures(measured.unseen) })

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

function trainedOnNothingWithout({ rows }: TrainedModel, erased: ReadonlySet<number>): boolean {
  for (let i = 0; i < rows.count; i += 1) if (rows.test[i] === 0 && !erased.has(rows.rows[i]!)) return false
  return true
}

/** Within a transaction: deletes the rows and puts every model that forgot them in the place of its last version, whose content is shredded. Returns how many rows there were. */
export function swapIn(db: Db, dataset: Dataset, rows: readonly number[], forgotten: readonly Forgotten[], requestId: string | null): number {
  const people = countPeople(db, dataset, rows)
  const erased = eraseRows(db, dataset, rows)
  for (const { version, content, shown } of forgotten) {
    // Where the bits are those of before, they say nothing of the erased rows, and neither do their copies.
    if (shown.unchanged !== true) supersedeExports(db, version.model, people, version.at)
    shredContent(db, version.model)
    insertVersion(db, { ...version, request: requestId }, content)
  }
  return erased
}
