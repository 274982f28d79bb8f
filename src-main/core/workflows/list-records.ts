import type { RecordSummary } from '../../contract/record.ts'
import { completedOutcomes } from '../requests/request-table.ts'
import type { Workspace } from './workspace.ts'

/** Requests that have a record, the last completed first, with how often each was given away; up to `most` where that is given. */
export function listRecords({ db, ledger }: Workspace, most?: number): RecordSummary[] {
  const exported = ledger.exportsByRequest()
  return completedOutcomes(db, most).map(outcome => {
    const { count, lastAt } = exported.get(outcome.requestId) ?? { count: 0, lastAt: null }
    return { ...outcome, exports: count, lastExportedAt: lastAt }
  })
}
