import type { Input } from '../../contract/api.ts'
import type { Recipient } from '../../contract/notice.ts'
import { CoreError } from '../base/core-error.ts'
import { newId } from '../base/ids.ts'
import { findDataset } from '../datasets/dataset-table.ts'
import { unsettledOfRecipient } from '../notices/notice-table.ts'
import { listRecipients, putRecipient, removeRecipient, requireRecipient, unansweredErasures } from '../notices/recipient-table.ts'
import { findRequest, readOutcome } from '../requests/request-table.ts'
import { erasedFor, oweNotices } from './owe-notices.ts'
import type { Workspace } from './workspace.ts'

export const showRecipients = ({ db, secret }: Workspace): Recipient[] => listRecipients(db, () => secret('sealing-key'))

/** Names someone who had data of datasets from here. Erasures from these whose answer is still owed are to be told them too. */
export const addRecipient = (ws: Workspace, input: Input<'recipient.add'>): Recipient => put(ws, newId('recipient', ws.ports.randomBytes), input)

export function changeRecipient(ws: Workspace, { recipientId, ...input }: Input<'recipient.change'>): Recipient {
  requireRecipient(ws.db, recipientId)
  return put(ws, recipientId, input)
}

function put(ws: Workspace, recipientId: string, { name, contact, datasets: named }: Input<'recipient.add'>): Recipient {
  const { db, ports } = ws
  const same = showRecipients(ws).find(one => one.name.toLowerCase() === name.toLowerCase() && one.recipientId !== recipientId)
  if (same !== undefined) throw new CoreError('recipient/name-taken', { recipient: same.recipientId })
  const recipient: Recipient = { recipientId, name, contact, datasets: [...new Set(named.map(one => findDataset(db, one).id))].sort() }
  putRecipient(db, recipient, ws.secret('sealing-key'), ports.randomBytes)
  oweNotices(ws, unansweredErasures(db).map(id => {
    const outcome = readOutcome(db, id)
    // Erased again by a restore: the request alone says from where.
    return outcome === undefined ? { requestId: id, datasets: findRequest(db, id).datasets.map(({ datasetId }) => datasetId), models: [] } : erasedFor(outcome)
  }))
  return recipient
}

/** Forgets a recipient; refused while they are still to be told of an erasure. */
export function dropRecipient(ws: Workspace, { recipientId }: Input<'recipient.remove'>): Recipient[] {
  requireRecipient(ws.db, recipientId)
  const notices = unsettledOfRecipient(ws.db, recipientId).length
  if (notices > 0) throw new CoreError('recipient/to-be-told', { recipient: recipientId, notices })
  removeRecipient(ws.db, recipientId)
  return showRecipients(ws)
}
