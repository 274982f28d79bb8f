import { base, fingerprint } from './en/base.ts'
import { board } from './en/board.ts'
import { casework } from './en/casework.ts'
import { charts } from './en/charts.ts'
import { copies } from './en/copies.ts'
import { datasets, importing } from './en/datasets.ts'
import { erasure } from './en/erasure.ts'
import { frame, palette, shortcuts } from './en/frame.ts'
import { jobs } from './en/jobs.ts'
import { ledger } from './en/ledger.ts'
import { letters } from './en/letters.ts'
import { lists } from './en/lists.ts'
import { compare, models, scores } from './en/models.ts'
import { notices } from './en/notices.ts'
import { opening } from './en/opening.ts'
import { overview } from './en/overview.ts'
import { people } from './en/people.ts'
import { records } from './en/records.ts'
import { request } from './en/request.ts'
import { requests } from './en/requests.ts'
import { settings } from './en/settings.ts'
import { shown } from './en/shown.ts'
import { terms } from './en/terms.ts'

/**
 * Every word the window says, by key. Names of buttons and fields are what tests and people with a screen reader go by: keep them.
 * In these messages `|` separates one from many, `{name}` is filled in, and a literal one of those is written {'|'}.
 */
export const en = { base, board, casework, fingerprint, frame, palette, shortcuts, charts, copies, datasets, importing, erasure, jobs, ledger, letters, lists, notices, opening, compare, models, overview, people, records, request, requests, scores, settings, shown, terms } as const
