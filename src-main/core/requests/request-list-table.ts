import { RequestState, type RequestCounts, type RequestFilter, type RequestOrder } from '../../contract/request.ts'
import type { Db } from '../database/open-database.ts'
import { ended, owing, requestColumns, toRequest, type ErasureRequest, type RequestRecord } from './request-table.ts'

const underHold = `id IN (SELECT request_id FROM request_hold WHERE lifted_at IS NULL)`

function conditionOf({ states, law, onHold, owing: owed, search }: RequestFilter): { readonly where: string; readonly values: object } {
  const parts = [
    ...(states === undefined ? [] : [`state IN (SELECT value FROM json_each(@states))`]), ...(law === undefined ? [] : [`law = @law`]),
    ...(onHold === undefined ? [] : [`${onHold ? '' : 'NOT '}${underHold}`]), ...(owed === undefined ? [] : [`${owed ? '' : 'NOT '}${owing}`]),
    ...(search === undefined || search === '' ? [] : [`instr(id, @search) > 0`]),
  ]
  return { where: parts.length === 0 ? 'TRUE' : parts.join(' AND '), values: { states: JSON.stringify(states ?? []), law: law ?? null, search: search?.toLowerCase() ?? null } }
}

/** In the order a request goes through them. */
const stateOrder = `CASE state ${RequestState.options.map((state, i) => `WHEN '${state}' THEN ${i}`).join(' ')} END`
const orders: { readonly [by in RequestOrder['by']]: string } = { received: 'received_at', due: 'due_at', state: stateOrder, rows: 'matched' }

/** The requests a filter finds, in this order and, where that decides nothing, as they were received. Steps, datasets and holds are read of those on the page alone. */
export function findRequests(db: Db, filter: RequestFilter, order: RequestOrder = { by: 'received', direction: 'up' }, offset = 0, limit = -1): ErasureRequest[] {
  const { where, values } = conditionOf(filter)
  const sorted = `${orders[order.by]} ${order.direction === 'up' ? 'ASC' : 'DESC'}, received_at, id`
  return db.prepare<[object], RequestRecord>(`
    SELECT ${requestColumns} FROM (SELECT place, row_number() OVER () AS nth FROM (SELECT rowid AS place FROM request WHERE ${where} ORDER BY ${sorted} LIMIT @limit OFFSET @offset)) page
    CROSS JOIN request r ON r.rowid = page.place ORDER BY page.nth`)
    .all({ ...values, limit, offset }).map(toRequest)
}

/** How many requests a filter finds, by their states and by how they stand on a day, "2026-11-25"; due up to `soon` is due soon. */
export function countRequests(db: Db, filter: RequestFilter, today: string, soon: string): RequestCounts {
  const { where, values } = conditionOf(filter)
  type Counted = { state: RequestState; standing: keyof RequestCounts['standings']; owed: 0 | 1; held: number; requests: number }
  const counted = db.prepare<[object], Counted>(`
    SELECT state, CASE WHEN NOT ${owing} THEN 'met' WHEN due_at < @today THEN 'overdue' WHEN due_at <= @soon THEN 'due-soon' ELSE 'on-track' END AS standing,
      ${owing} AND state IN ${ended} AS owed, sum(${underHold}) AS held, count(*) AS requests
    FROM request WHERE ${where} GROUP BY 1, 2, 3`).all({ ...values, today, soon })
  const sum = (of: (one: Counted) => number) => counted.reduce((total, one) => total + of(one), 0)
  const among = <K extends string>(keys: readonly K[], of: (one: Counted) => K) => Object.fromEntries(keys.map(key => [key, sum(one => (of(one) === key ? one.requests : 0))])) as Record<K, number>
  return {
    total: sum(one => one.requests), onHold: sum(one => one.held), answersOwed: sum(one => (one.owed === 1 ? one.requests : 0)),
    states: among(RequestState.options, one => one.state), standings: among(['met', 'on-track', 'due-soon', 'overdue'], one => one.standing),
  }
}
