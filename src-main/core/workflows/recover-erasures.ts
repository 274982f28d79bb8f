import type { Recovered as Told } from '../../contract/workspace.ts'
import type { Run } from '../ports.ts'
import { datasetErasuresUnderWay, recoverDatasetErasures, type RecoveredDataset } from './erase-dataset.ts'
import { recoverRequestErasures, requestErasuresUnderWay, type RecoveredRequest } from './run-erasure.ts'
import type { Workspace } from './workspace.ts'

/** An erasure, for a request or of a whole dataset, that was under way when the last process ended, and what was done about it. */
export type Recovered = RecoveredRequest | RecoveredDataset

/** What anybody may be told of it, without the report. */
export const whatRecovered = (one: Told): Told => ('requestId' in one ? { requestId: one.requestId, how: one.how } : { datasetId: one.datasetId, how: one.how })

/** True where the last process left an erasure half way. */
export const erasuresUnderWay = (db: Workspace['db']): boolean => requestErasuresUnderWay(db) || datasetErasuresUnderWay(db)

/** Undoes or finishes every one of them. */
export const recoverErasures = (ws: Workspace, run: Run): Recovered[] => [...recoverRequestErasures(ws, run), ...recoverDatasetErasures(ws, run)]
