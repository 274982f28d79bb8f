import type { Input } from '../../contract/api.ts'
import type { ExportedNotices } from '../../contract/notice.ts'
import { CoreError } from '../base/core-error.ts'
import { csvText } from '../base/csv-text.ts'
import { datasetName } from '../datasets/dataset-table.ts'
import { unsettledOfRecipient } from '../notices/notice-table.ts'
import { requireRecipient } from '../notices/recipient-table.ts'
import { keptPerson } from '../requests/kept-person.ts'
import { findRequest } from '../requests/request-table.ts'
import { dayFor } from './today.ts'
import type { Workspace } from './workspace.ts'
import { writePickedFile } from './write-picked-file.ts'

const head = ['Notice', 'Request', 'Erased on', 'Datasets', 'Kind', 'Identifier']

/** Writes what a recipient is still to be told, or to confirm, as a CSV file: a line for each thing a person is found by, and nothing else of theirs. */
export function exportNotices(ws: Workspace, { recipientId, file: token }: Input<'notice.export'>): ExportedNotices {
  const { db } = ws
  const file = ws.ports.files.toWrite(token)
  requireRecipient(db, recipientId)
  const notices = unsettledOfRecipient(db, recipientId)
  if (notices.length === 0) throw new CoreError('notice/none-open', { recipient: recipientId })
  const lines = notices.flatMap(({ id, requestId, datasets }) => {
    const request = findRequest(db, requestId)
    const about = [id, requestId, request.endedAt === null ? '' : dayFor(ws, request, request.endedAt), datasets.map(one => datasetName(db, one)).join('; ')]
    const identifiers = keptPerson(db, requestId, () => ws.secret('sealing-key'))?.identifiers ?? []
    return identifiers.length === 0 ? [[...about, '', '']] : identifiers.map(({ kind, value }) => [...about, kind, value])
  })
  const content = Buffer.from(csvText([head, ...lines]))
  writePickedFile('notice', file, content)
  return { file: file.name, sizeBytes: content.length, notices: notices.length }
}
