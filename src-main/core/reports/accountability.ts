import { datasetsOf } from '../../contract/datasets-of.ts'
import { isCarriedOut, type RequestStep } from '../../contract/request.ts'
import { laws } from '../requests/laws/laws.ts'
import { basisOf } from './ccpa-basis.ts'
import { channelWords, responseOf } from './ccpa-log.ts'
import type { ReportedRequest, ReportTable } from './reported-request.ts'

/** What stands where the product knows nothing: it is the operator's to say elsewhere. */
export const notRecorded = 'not recorded'

type Field = readonly [name: string, of: (one: ReportedRequest) => string]

const stepOf = ({ request: { steps } }: ReportedRequest, name: string): RequestStep | undefined => steps.find(({ step }) => step === name)
const dayNoted = (one: ReportedRequest, name: string): string => stepOf(one, name)?.how ?? notRecorded
const letterDay = ({ letters }: ReportedRequest, kind: string): string => letters.find(letter => letter.kind === kind)?.sentOn ?? notRecorded
const unset = (): string => notRecorded

/** The fields of the log by which Art. 5(2) is answered for; their reasons are in reports.md. */
const fields: readonly Field[] = [
  ['Request', ({ request }) => request.id],
  ['Law', ({ request }) => laws[request.law].name],
  ['Received on', ({ receivedOn }) => receivedOn], ['Channel', ({ request }) => channelWords[request.channel]], ['Time zone', ({ timeZone }) => timeZone],
  ['Asked by', ({ request }) => request.askedBy],
  ['State', ({ request }) => request.state], ['Answer', responseOf], ['Answered on', ({ request }) => request.answeredOn ?? (request.state === 'withdrawn' ? 'none is owed' : 'not yet')],
  ['Identity asked for on', one => dayNoted(one, 'identity-asked')], ['Identity shown on', one => dayNoted(one, 'identity-received')],
  ['Identity verified at', one => stepOf(one, 'verified')?.at ?? notRecorded], ['Identity verified by', one => stepOf(one, 'verified')?.how ?? notRecorded], ['Proof of identity destroyed', unset],
  ['Rules', ({ request }) => request.ruleVersion], ['Due on', ({ request }) => request.dueAt.slice(0, 10)],
  ['Extended because', ({ request }) => request.extension?.reason ?? 'not extended'], ['Extended from', ({ request }) => request.extension?.firstDueAt.slice(0, 10) ?? ''], ['Told of the extension on', one => (one.request.extension === null ? '' : letterDay(one, 'extension'))],
  ['Datasets searched', ({ request }) => (request.datasets.length === 0 ? 'none had rows' : request.datasets.map(({ datasetId }) => datasetId).join('; '))],
  ['Rows found', ({ request }) => String(request.matched)], ['Rows erased', ({ outcome, request }) => (outcome === null ? (isCarriedOut(request) ? String(request.matched - request.kept) : '0') : String(outcome.data.erased))], ['Rows kept', ({ outcome, request }) => String(outcome === null ? request.kept : outcome.data.keptOfMatched)],
  ['Kept or denied because', one => basisOf(one).join('; ')],
  ['Models that forgot', ({ outcome }) => outcome?.models.map(({ model, method, guarantee }) => `${model} by ${method} (${guarantee})`).join('; ') ?? ''],
  ['Checked afterwards', ({ outcome }) => (outcome === null ? '' : `${outcome.residue.searched} traces searched for, ${outcome.residue.found} found, ${outcome.residue.notSearchable} not searchable`)],
  ['Ground for erasure (Art. 17(1))', unset], ['Balancing note', unset], ['Statute and end of retention', unset],
  ['Opened by', ({ request }) => request.openedBy], ['Approved by', one => stepOf(one, 'approved')?.actor ?? notRecorded], ['Approval', one => stepOf(one, 'approved')?.how ?? notRecorded], ['Approved at', one => stepOf(one, 'approved')?.at ?? notRecorded],
  ['Backups: where, and when overwritten', unset],
  ['Recipients told', ({ notices }) => String(notices.sent + notices.confirmed)], ['Recipients who confirmed', ({ notices }) => String(notices.confirmed)], ['Recipients not told or silent', ({ notices }) => String(notices.impossible)],
  ['Recipients still to tell', ({ notices }) => String(notices.open)], ['Last told on', ({ lastNoticeOn }) => lastNoticeOn ?? ''], ['Made public: steps taken', unset],
  ['Letters', ({ letters }) => letters.map(({ kind, sentOn, facts }) => `${kind} ${sentOn} (${facts.join(' ')})`).join('; ')],
  ['Version of the procedure', unset], ['Training of the handler', unset], ['Complaint or court case', unset],
  ['Steps', ({ request: { steps } }) => steps.map(({ step, at }) => `${step} ${at}`).join('; ')],
  ['Scope', ({ outcome, request }) => `${request.scope}${outcome === null ? '' : `, erased from ${datasetsOf(outcome).filter(({ erased }) => erased > 0).length} datasets`}`],
]

/** The log of requests under any law, with every field there should be: those the product does not know say so. */
export const accountability = (requests: readonly ReportedRequest[]): ReportTable => ({
  title: 'Log of requests to be erased', note: 'GDPR Art. 5(2). No article lists its fields; they follow from the duties they show. What Lethe does not know is marked "not recorded". Opened and approved by: pseudonymous ids. The order of the steps and that nothing was changed is shown by the signed ledger.',
  head: fields.map(([name]) => name), rows: requests.map(one => fields.map(([, of]) => of(one))),
})
