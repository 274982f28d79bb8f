import type { LedgerFacts } from '../../contract/ledger.ts'
import type { ErasureOutcome } from '../../contract/record.ts'
import { datasetsOf } from '../../contract/datasets-of.ts'
import { newId } from '../base/ids.ts'
import { exportsToReplace } from '../exports/model-export-table.ts'
import { insertNotice, noticesOf, openNoticesOfCopy, setNotice } from '../notices/notice-table.ts'
import { recipientsOfDatasets } from '../notices/recipient-table.ts'
import { settleRequest } from './settle-request.ts'
import type { Workspace } from './workspace.ts'

/** What was erased for a request, and which models forgot it. */
export interface ErasedFor {
  readonly requestId: string
  readonly datasets: readonly string[]
  readonly models: readonly string[]
}

export const erasedFor = (outcome: ErasureOutcome): ErasedFor =>
  ({ requestId: outcome.request.id, datasets: datasetsOf(outcome).filter(({ erased }) => erased > 0).map(({ dataset }) => dataset), models: outcome.models.map(({ model }) => model) })

/** Within a transaction: notes whom these erasures have to be told, recipients of the datasets and holders of copies of the models; nobody twice. */
export function oweNotices({ db, ports }: Workspace, erasures: readonly ErasedFor[]): void {
  const copies = exportsToReplace(db)
  for (const { requestId, datasets, models } of erasures) {
    const known = noticesOf(db, requestId)
    for (const [recipientId, of] of recipientsOfDatasets(db, datasets)) {
      if (known.some(notice => notice.recipientId === recipientId)) continue
      insertNotice(db, { id: newId('notice', ports.randomBytes), requestId, recipientId, exportId: null, modelId: null, datasets: of })
    }
    for (const copy of copies) {
      if (!models.includes(copy.modelId) || known.some(notice => notice.exportId === copy.id)) continue
      insertNotice(db, { id: newId('notice', ports.randomBytes), requestId, recipientId: null, exportId: copy.id, modelId: copy.modelId, datasets: [] })
    }
  }
}

/** Within a transaction: a copy was replaced, so whoever had to be told about it was. Returns the entries that say so. */
export function settleCopy(ws: Workspace, exportId: string, on: string): LedgerFacts[] {
  return openNoticesOfCopy(ws.db, exportId).flatMap((notice): LedgerFacts[] => {
    setNotice(ws.db, notice.id, { state: 'confirmed', sentOn: notice.sentOn, confirmedOn: on, reason: null })
    return [{ kind: 'notice-confirmed', request: notice.requestId, notice: notice.id, on }, ...settleRequest(ws, notice.requestId)]
  })
}
