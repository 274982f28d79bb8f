import { existsSync } from 'node:fs'
import type { Input } from '../../contract/api.ts'
import type { ListAnswer, ListSummary } from '../../contract/list.ts'
import { isCarriedOut } from '../../contract/request.ts'
import { CoreError } from '../base/core-error.ts'
import { toInstant } from '../base/instant.ts'
import { writeFileDurably } from '../base/write-file-durably.ts'
import { findList, noteAnswered, readLists, workItems } from '../lists/list-table.ts'
import type { Workspace } from './workspace.ts'

/** Every list that was loaded, the newest first. */
export const listLists = ({ db }: Workspace): ListSummary[] => readLists(db)

/** DROP technical specifications 1.2.0, "Status code reference" (privacy.ca.gov); 0 and 1 are not used. */
const codes = { exempted: 2, deleted: 3, optedOut: 4, notFound: 5 } as const

/**
 * Writes the answer to a list of DROP: each work item with its status code. What is still open is left out, for a later file. That people
 * who share an identifier were opted out is the operator's word, for Lethe sells and shares nothing.
 */
export function exportAnswer(ws: Workspace, { listId, file: token, optedOut }: Input<'list.export-answer'>): ListAnswer {
  const { db, ledger, ports } = ws
  const list = findList(db, listId)
  if (list.kind !== 'drop') throw new CoreError('list/not-of-drop', { list: list.listId })
  const items = workItems(db, list.listId)
  const shared = items.filter(({ became }) => became === 'shared').length
  if (shared > 0 && optedOut !== true) throw new CoreError('list/opt-out-first', { list: list.listId, shared })
  const counts = { exempted: 0, deleted: 0, optedOut: 0, notFound: 0, open: 0 }
  const lines = items.flatMap(item => {
    const outcome = outcomeOf(item)
    if (outcome === 'taken-back') return []
    counts[outcome] += 1
    return outcome === 'open' ? [] : [`${item.workItem},${codes[outcome]}`]
  })
  if (lines.length === 0) throw new CoreError('list/nothing-to-answer', { list: list.listId })
  const file = ports.files.toWrite(token)
  if (!file.mayReplace && existsSync(file.path)) throw new CoreError('list/file-exists', { file: file.name })
  // The platform takes no other header, and ids and codes are letters and digits alone: nothing that a spreadsheet would run.
  const content = Buffer.from(`Id,Status\r\n${lines.map(line => `${line}\r\n`).join('')}`)
  try {
    writeFileDurably(file.path, content)
  } catch {
    throw new CoreError('list/cannot-write', { file: file.name })
  }
  db.transaction(() => {
    noteAnswered(db, list.listId, toInstant(ports.clock.now()))
    ledger.append({ kind: 'list-answered', list: list.listId, rows: lines.length })
  })()
  return { listId: list.listId, file: file.name, sizeBytes: content.length, ...counts }
}

/** withdrawn: whoever takes their request back is in a list of its own, which needs no answer. */
function outcomeOf({ became, state, matched }: ReturnType<typeof workItems>[number]): keyof typeof codes | 'open' | 'taken-back' {
  if (became === 'shared') return 'optedOut'
  if (state === null) return 'notFound'
  if (isCarriedOut({ state })) return 'deleted'
  if (state === 'not-found') return 'notFound'
  if (state === 'denied') return matched === 0 ? 'notFound' : 'exempted'
  return state === 'withdrawn' || state === 'expired-unverified' ? 'taken-back' : 'open'
}
