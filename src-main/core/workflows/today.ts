import { dayOf } from '../requests/deadlines.ts'
import type { ErasureRequest } from '../requests/request-table.ts'
import { readSettings } from '../settings/settings-table.ts'
import { zoneOf } from './make-move.ts'
import type { Workspace } from './workspace.ts'

type OfRequest = Pick<ErasureRequest, 'timeZone'>

/** The day it is, "2026-11-25", there where this request is answered. */
export const todayFor = (ws: Workspace, request: OfRequest): string => dayOf(ws.ports.clock.now(), zoneOf(ws, request))

/** The day a moment falls on there. */
export const dayFor = (ws: Workspace, request: OfRequest, instant: string): string => dayOf(new Date(instant), zoneOf(ws, request))

/** The place whose calendar days count where no request is at hand. */
export const timeZoneOf = ({ db, ports: { clock } }: Workspace): string => readSettings(db).timeZone ?? clock.timeZone
