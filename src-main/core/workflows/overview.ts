import type { WorkspaceOverview } from '../../contract/workspace.ts'
import { datasetCount } from '../datasets/dataset-table.ts'
import { exportsToReplace } from '../exports/model-export-table.ts'
import { livingModelRows } from '../learners/model-table.ts'
import { noticesUnsettled } from '../notices/notice-table.ts'
import { dayOf, daysAfter } from '../requests/deadlines.ts'
import { nextDue, requestCounts, requestSummary } from '../requests/request-table.ts'
import { readSettings } from '../settings/settings-table.ts'
import { listRecords } from './list-records.ts'
import { pendingModels } from './pending-models.ts'
import type { Workspace } from './workspace.ts'

/** Requests and records that are shown, the most pressing and the latest. */
const mostShown = 5

/** What a person sees first. What the last start undid or finished is known to the engine, which fills it in. */
export function overview(ws: Workspace): WorkspaceOverview {
  const { db, ledger, ports: { clock, secrets, version } } = ws
  const { timeZone, dueSoonDays } = readSettings(db)
  const today = dayOf(clock.now(), timeZone ?? clock.timeZone)
  return {
    workspaceId: ws.id, version, datasets: datasetCount(db), models: livingModelRows(db).length,
    requests: { ...requestCounts(db, today, daysAfter(today, dueSoonDays)), next: nextDue(db, mostShown).map(requestSummary) },
    pendingModels: pendingModels(db), copiesToReplace: exportsToReplace(db).length, noticesOpen: noticesUnsettled(db),
    ledger: { entries: ledger.size(), root: ledger.root().toString('hex'), ...ledger.namedKey() ?? { key: null, protection: secrets.protection } },
    records: listRecords(ws, mostShown),
    recovered: [],
  }
}
