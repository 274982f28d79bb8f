import type { Input } from '../../contract/api.ts'
import type { ExportedReport, ReportName } from '../../contract/report.ts'
import { isCarriedOut } from '../../contract/request.ts'
import { breathe } from '../base/breathe.ts'
import { CoreError } from '../base/core-error.ts'
import { csvText } from '../base/csv-text.ts'
import { sentLetters } from '../letters/letter-table.ts'
import { answerOf } from '../letters/letters-of.ts'
import { noticeCounts, noticesOf } from '../notices/notice-table.ts'
import { writeRecordPdf } from '../records/record-pdf.ts'
import { accountability } from '../reports/accountability.ts'
import { ccpaLog } from '../reports/ccpa-log.ts'
import { ccpaYear } from '../reports/ccpa-year.ts'
import { reportDocument, type Layout } from '../reports/report-document.ts'
import type { ReportedRequest, ReportTable } from '../reports/reported-request.ts'
import { dayOf } from '../requests/deadlines.ts'
import { listRequests, readOutcome, type ErasureRequest } from '../requests/request-table.ts'
import type { Run } from '../ports.ts'
import { readSettings } from '../settings/settings-table.ts'
import { zoneOf } from './make-move.ts'
import { dayFor, timeZoneOf } from './today.ts'
import type { Workspace } from './workspace.ts'
import { writePickedFile } from './write-picked-file.ts'

/** What is on paper of each: the columns of the log of requests that fit, all two of the year's counts, the others request by request. */
const layouts: { readonly [report in ReportName]: Layout } = { 'ccpa-requests': { columns: [0, 1, 3, 5, 6, 7] }, 'ccpa-year': { columns: [0, 1] }, accountability: 'facts' }

/** Of as many requests a PDF is made: more are hundreds of pages, and drawing them holds up the queue. */
const mostOnPaper = 1000

/** Writes a report about requests to a file that leaves the workspace. What a year is: that of the calendar there where each request is answered. */
export async function exportReport(ws: Workspace, { report, year, format, file: token }: Input<'report.export'>, run: Run): Promise<ExportedReport> {
  const { db, ports } = ws
  const file = ports.files.toWrite(token)
  const today = dayOf(ports.clock.now(), timeZoneOf(ws))
  if (report === 'ccpa-year' && year === undefined) throw new CoreError('report/year-needed', { report })
  if (year !== undefined && String(year) > today.slice(0, 4)) throw new CoreError('report/year-later', { year })
  const wanted = listRequests(db).filter(request => (report === 'accountability' || request.law === 'ccpa') && (year === undefined || dayFor(ws, request, request.receivedAt).startsWith(`${year}-`)))
  if (format === 'pdf' && report !== 'ccpa-year' && wanted.length > mostOnPaper) throw new CoreError('report/too-many', { requests: wanted.length, most: mostOnPaper })
  const requests: ReportedRequest[] = []
  for (const request of wanted) {
    if (requests.length % 500 === 0) {
      run.progress('read', requests.length, wanted.length)
      await breathe(run)
    }
    requests.push(reported(ws, request))
  }
  const table = tables[report](requests, { year: year ?? 0, today })
  run.progress('write', 0, 1)
  const content = format === 'csv' ? Buffer.from(csvText([table.head, ...table.rows]))
    : writeRecordPdf(reportDocument(table, layouts[report], { organisation: readSettings(db).organisation, at: ports.clock.now(), today }), `Lethe ${ports.version}`)
  db.transaction(() => {
    ws.ledger.append({ kind: 'report-exported', report, requests: requests.length })
    writePickedFile('report', file, content)
  })()
  return { file: file.name, sizeBytes: content.length, report, requests: requests.length }
}

const tables: { readonly [report in ReportName]: (requests: readonly ReportedRequest[], about: { readonly year: number; readonly today: string }) => ReportTable } = {
  'ccpa-requests': (requests, { today }) => ccpaLog(requests, today), 'ccpa-year': (requests, { year }) => ccpaYear(requests, year), accountability: requests => accountability(requests),
}

function reported(ws: Workspace, request: ErasureRequest): ReportedRequest {
  const { db } = ws
  const told = noticesOf(db, request.id).flatMap(({ sentOn, confirmedOn }) => sentOn ?? confirmedOn ?? [])
  return {
    request, receivedOn: dayFor(ws, request, request.receivedAt), timeZone: zoneOf(ws, request), answer: answerOf(request),
    outcome: isCarriedOut(request) ? readOutcome(db, request.id) ?? null : null, letters: sentLetters(db, request.id), notices: noticeCounts(db, request.id), lastNoticeOn: told.sort().at(-1) ?? null,
  }
}
