import type { Input } from '../../contract/api.ts'
import type { KeptIdentifiers } from '../../contract/letter.ts'
import { CoreError } from '../base/core-error.ts'
import { forgetPerson, keepPerson, keptPerson } from '../requests/kept-person.ts'
import { findRequest } from '../requests/request-table.ts'
import { nothingIsOwed } from './settle-request.ts'
import type { Workspace } from './workspace.ts'

/** What the person is known by and answered at, as long as it is kept. */
export function showIdentifiers(ws: Workspace, { requestId }: Input<'request.identifiers'>): KeptIdentifiers {
  findRequest(ws.db, requestId)
  const person = keptPerson(ws.db, requestId, () => ws.secret('sealing-key'))
  return { kept: person !== undefined, identifiers: person?.identifiers ?? [], answerTo: person?.answerTo ?? null }
}

/** Says who the answer goes to; neither name nor address: nobody any more. */
export function setAnswerTo(ws: Workspace, { requestId, name, address }: Input<'request.answer-to'>): KeptIdentifiers {
  const { db, ports } = ws
  const request = findRequest(db, requestId)
  if (nothingIsOwed(ws, request)) throw new CoreError('request/nothing-owed', { request: requestId })
  const key = () => ws.secret('sealing-key')
  const identifiers = keptPerson(db, requestId, key)?.identifiers ?? []
  const answerTo = name === '' && address === '' ? null : { name, address }
  if (answerTo === null && identifiers.length === 0) forgetPerson(db, requestId)
  else keepPerson(db, requestId, { identifiers, answerTo }, key(), ports.randomBytes)
  return showIdentifiers(ws, { requestId })
}
