import { existsSync } from 'node:fs'
import type { Input } from '../../contract/api.ts'
import type { ExportedModel } from '../../contract/model.ts'
import { CoreError } from '../base/core-error.ts'
import { sha256 } from '../base/hash.ts'
import { newId } from '../base/ids.ts'
import { toInstant } from '../base/instant.ts'
import { writeFileDurably } from '../base/write-file-durably.ts'
import { fewestPeopleSince, insertExport, sealRecipient } from '../exports/model-export-table.ts'
import { modelFile } from '../exports/model-file.ts'
import { findLearner } from '../learners/catalogue.ts'
import { currentVersion, findModel, readContent } from '../learners/model-table.ts'
import type { PickedFile } from '../ports.ts'
import { readSettings } from '../settings/settings-table.ts'
import { commitmentTo } from './model-content.ts'
import type { Workspace } from './workspace.ts'
import { wouldStayInside } from './workspace-folder.ts'

/**
 * Writes the model as it is now as an ONNX file, and registers the copy: from now on it is told what has to be replaced outside when the
 * model forgets. Registered first and written last, so that no copy is outside that the ledger does not name.
 */
export function exportModel(ws: Workspace, input: Input<'model.export'>): ExportedModel {
  const { db, ports } = ws
  const { modelId } = input
  const file = ports.files.toWrite(input.file)
  const model = findModel(db, modelId)
  const { published } = readContent(db, modelId)
  const { version } = currentVersion(db, modelId)
  if (input.version !== undefined && input.version !== version) throw new CoreError('model/superseded', { model: modelId, version: input.version, present: version })
  const warning = smallBatchOf(ws, model.datasetId)
  if (warning !== null && input.acceptSmallBatch !== true) throw new CoreError('model/small-batch', { model: modelId, ...warning })
  const bytes = modelFile(findLearner(model.recipe.learner), published, { model: modelId })
  refuseTarget(ws.directory, file)
  const { salt, commitment } = commitmentTo(bytes, ports.randomBytes)
  const exportId = newId('copy', ports.randomBytes)
  insertExport(db, {
    id: exportId, modelId, datasetId: model.datasetId, version, at: toInstant(ports.clock.now()), sizeBytes: bytes.length, commitment,
    smallBatch: warning !== null, peopleSince: 0, supersededAt: null, replacedAt: null,
  }, salt, sealRecipient(ws.secret('sealing-key'), input.recipient ?? '', ports.randomBytes))
  ws.ledger.append({ kind: 'model-exported', model: modelId, version, copy: exportId, commitment, ...(warning === null ? {} : { smallBatch: 'accepted' as const }) })
  write(file, bytes)
  return { exportId, modelId, version, file: file.name, sizeBytes: bytes.length, sha256: sha256(bytes).toString('hex'), warning }
}

/** Where fewer people than the policy asks for tell an earlier copy from the models as they are now: how many they are. */
function smallBatchOf({ db }: Workspace, datasetId: string): ExportedModel['warning'] {
  const least = readSettings(db).policy.smallBatch
  const people = fewestPeopleSince(db, datasetId)
  return people === null || people >= least ? null : { people, least }
}

function refuseTarget(directory: string, { path, name, mayReplace }: PickedFile): void {
  if (wouldStayInside(directory, path)) throw new CoreError('export/inside-workspace', { file: name })
  if (!mayReplace && existsSync(path)) throw new CoreError('export/file-exists', { file: name })
}

function write({ path, name }: PickedFile, bytes: Uint8Array): void {
  try {
    writeFileDurably(path, bytes)
  } catch (error) {
    const isFull = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes((error as NodeJS.ErrnoException).code ?? '')
    throw new CoreError(isFull ? 'export/disk-full' : 'export/cannot-write', { file: name })
  }
}
