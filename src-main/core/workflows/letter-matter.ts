import { datasetsOf } from '../../contract/datasets-of.ts'
import { isCarriedOut } from '../../contract/request.ts'
import { datasetName } from '../datasets/dataset-table.ts'
import type { LetterMatter, ReasonWords } from '../letters/letter-values.ts'
import { explanationOf, noticesOf } from '../notices/notice-table.ts'
import { termsOf } from '../requests/deadlines.ts'
import { keptPerson } from '../requests/kept-person.ts'
import { laws } from '../requests/laws/laws.ts'
import { findReason } from '../requests/reasons/reasons.ts'
import { readOutcome, type ErasureRequest } from '../requests/request-table.ts'
import { readSettings } from '../settings/settings-table.ts'
import { noticeTo, noticeReasonWords } from './show-notices.ts'
import { dayFor, todayFor } from './today.ts'
import type { Workspace } from './workspace.ts'

/** All that letters about a request can say of it, as it stands now. */
export function letterMatter(ws: Workspace, request: ErasureRequest): LetterMatter {
  const { db } = ws
  const { law, extension } = request
  const person = keptPerson(db, request.id, () => ws.secret('sealing-key'))
  const outcome = isCarriedOut(request) ? readOutcome(db, request.id) : undefined
  const terms = termsOf(laws[law], request.readings)
  const notices = noticesOf(db, request.id).map(notice => ({ notice, name: noticeTo(ws, notice).name || (notice.exportId === null ? 'a recipient' : 'the holder of a copy of a model') }))
  return {
    law, requestId: request.id, organisation: readSettings(db).organisation, answerTo: person?.answerTo ?? null, today: todayFor(ws, request),
    receivedOn: dayFor(ws, request, request.receivedAt), dueOn: request.dueAt, firstDueOn: extension?.firstDueAt ?? null,
    extensionReason: extension === null ? null : laws[law].extensionReasons.find(({ reason }) => reason === extension.reason)?.words ?? extension.reason,
    effectOnTime: terms.start === 'latest' ? 'from-arrival' : terms.pause === 'identity' ? 'paused' : 'goes-on',
    erased: isCarriedOut(request) ? {
      on: dayFor(ws, request, outcome?.request.completedAt ?? request.endedAt!), models: outcome?.models.length ?? 0,
      // What a restore erased again has no outcome.
      datasets: (outcome === undefined ? request.datasets.map(one => ({ dataset: one.datasetId, erased: one.matchedRows - one.keptRows })) : datasetsOf(outcome)).map(({ dataset, erased }) => ({ name: datasetName(db, dataset), rows: erased })),
    } : null,
    kept: outcome === undefined ? [] : datasetsOf(outcome).flatMap(({ kept }) => kept.map(({ reason, rows }) => ({ rows, reason: reasonWords(request, reason) }))),
    reason: request.reason === null ? null : reasonWords(request, request.reason),
    searched: person?.identifiers.map(({ value }) => value) ?? [],
    told: notices.flatMap(({ notice: { sentOn, confirmedOn, state }, name }) => (state === 'open' || (sentOn ?? confirmedOn) === null ? [] : [{ name, on: (sentOn ?? confirmedOn)! }])),
    notTold: notices.flatMap(({ notice: { id, state, sentOn, reason }, name }) => (state === 'impossible' && sentOn === null ? [{ name, why: explanationOf(db, id, () => ws.secret('sealing-key')) ?? noticeReasonWords[reason!] }] : [])),
  }
}

function reasonWords({ law }: ErasureRequest, code: string): ReasonWords {
  const reason = findReason(law, code)
  return reason === undefined ? { words: code, article: laws[law].name } : { words: reason.paraphrase, article: reason.article }
}
