import { CoreError } from '../base/core-error.ts'
import type { Db } from '../database/open-database.ts'
import { isAlone } from './actor-table.ts'

/** Whose decision an approval is, as ledger and record say it. */
export type ApprovedHow = 'by-operator' | 'by-second-person'

/**
 * Lets whoever acts approve what `openedBy` opened. One who works alone approves it as the operator; where two or more work here it
 * must be someone else, or it throws 'people/four-eyes'.
 */
export function requireOther({ db, actor }: { readonly db: Db; readonly actor: string }, openedBy: string): ApprovedHow {
  if (isAlone(db)) return 'by-operator'
  if (openedBy === actor) throw new CoreError('people/four-eyes', {})
  return 'by-second-person'
}
