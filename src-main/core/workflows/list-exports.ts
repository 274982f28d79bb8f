import type { Input } from '../../contract/api.ts'
import type { ExportedCopy } from '../../contract/model.ts'
import { CoreError } from '../base/core-error.ts'
import { toInstant } from '../base/instant.ts'
import { findExport, listExports, markReplaced, recipientsOf, type ModelExport } from '../exports/model-export-table.ts'
import { findModel, findPresentContent } from '../learners/model-table.ts'
import { dayOf } from '../requests/deadlines.ts'
import { settleCopy } from './owe-notices.ts'
import { timeZoneOf } from './today.ts'
import type { Workspace } from './workspace.ts'

/** The copies of models that left the workspace, or of one model; the newest first. */
export function showExports(ws: Workspace, { modelId }: Input<'export.list'>): ExportedCopy[] {
  if (modelId !== undefined && listExports(ws.db, modelId).length === 0) findModel(ws.db, modelId)
  const found = listExports(ws.db, modelId)
  // Without copies no key is needed, and none is made.
  const recipients = found.length === 0 ? new Map<string, string>() : recipientsOf(ws.db, ws.secret('sealing-key'))
  return found.map(one => shown(ws, one, recipients.get(one.id) ?? ''))
}

function shown({ db }: Workspace, one: ModelExport, recipient: string): ExportedCopy {
  return {
    exportId: one.id, modelId: one.modelId, version: one.version, exportedAt: one.at, sizeBytes: one.sizeBytes, recipient, smallBatch: one.smallBatch,
    state: one.supersededAt === null ? 'present' : one.replacedAt === null ? 'to-be-replaced' : 'replaced',
    supersededAt: one.supersededAt, replacedAt: one.replacedAt, modelExists: findPresentContent(db, one.modelId) !== undefined,
  }
}

/** Notes, on the operator's word, that whoever had the copy now has the model as it is, or none; and since when. */
export function confirmReplaced(ws: Workspace, { exportId, at }: Input<'model.export-replaced'>): ExportedCopy {
  const { db, ports } = ws
  const copy = findExport(db, exportId)
  const now = toInstant(ports.clock.now())
  const on = at === undefined ? now : toInstant(new Date(at))
  if (copy.replacedAt !== null) throw new CoreError('export/already-replaced', { export: exportId, replacedOn: copy.replacedAt.slice(0, 10) })
  if (copy.supersededAt === null) throw new CoreError('export/not-superseded', { export: exportId })
  if (on > now) throw new CoreError('export/replaced-later', { export: exportId })
  if (on < copy.supersededAt) throw new CoreError('export/replaced-too-early', { export: exportId, supersededAt: copy.supersededAt })
  markReplaced(db, exportId, on)
  ws.ledger.append({ kind: 'export-replaced', model: copy.modelId, copy: exportId, replacedAt: on }, ...settleCopy(ws, exportId, dayOf(new Date(on), timeZoneOf(ws))))
  return shown(ws, findExport(db, exportId), recipientsOf(db, ws.secret('sealing-key')).get(exportId) ?? '')
}
