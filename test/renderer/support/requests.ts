import type { RequestCounts, RequestSummary } from '../../../src-main/contract/request.ts'
import { RequestState } from '../../../src-main/contract/request.ts'
import type { Settings } from '../../../src-main/contract/settings.ts'

/** A request as the engine tells of one, with what a test is about. */
export const summary = (parts: Partial<RequestSummary> = {}): RequestSummary => ({
  requestId: 'rq-1', datasets: [{ datasetId: 'ds-1', matchedRows: 120, keptRows: 0 }], scope: 'person', law: 'gdpr', ruleVersion: 'gdpr-basic-1', receivedAt: '2026-11-09T12:00:00Z', dueAt: '2026-12-09', acknowledgeBy: null,
  extendable: null, extension: null, calendar: null, readings: {}, channel: 'e-mail', askedBy: 'person', openedBy: 'p-1', openedAt: '2026-11-10T08:00:00Z', state: 'received', matchedRows: 120, keptRows: 0,
  onHold: false, holds: [], holdBlocks: false, duplicateOf: null, graceUntil: null, reason: null, endedAt: null, answeredOn: null, steps: [], ...parts,
})

export const counts = (parts: Partial<RequestCounts> = {}): RequestCounts => ({
  total: 0, onHold: 0, answersOwed: 0, states: Object.fromEntries(RequestState.options.map(state => [state, 0])) as RequestCounts['states'], standings: { met: 0, 'on-track': 0, 'due-soon': 0, overdue: 0 }, ...parts,
})

export const usualSettings: Settings = {
  organisation: { name: '', contact: '' }, policy: { guarantee: 'same-bits', accuracyFloor: 0.75, batchDays: 7, smallBatch: 10 }, requests: { graceHours: 0, duplicateDays: 30, identityDays: null },
  matching: { phoneCountry: null, suppressionYears: null }, law: 'gdpr', dueSoonDays: 7, timeZone: null, calendars: {}, readings: {},
}
