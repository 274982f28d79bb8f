import { existsSync, readFileSync } from 'node:fs'
import type { RestoreReport } from '../../contract/workspace.ts'
import { CoreError } from '../base/core-error.ts'
import type { PickedFile } from '../ports.ts'
import { readReapplyList, readSuppressions, type Suppression } from '../requests/suppression.ts'
import type { Replaced } from './replaced-workspace.ts'
import type { Workspace } from './workspace.ts'
import { reapplyFile } from './workspace-folder.ts'

export interface LaterErasures {
  readonly list: RestoreReport['list']
  /** What is on any list there is and not in the backup, in the order of erasing. */
  readonly erased: readonly Suppression[]
}

/**
 * Everything known to have been erased after the backup: from the workspace in the folder, else from the list it left there, and
 * from a list kept elsewhere. A list that is there and cannot be read throws, for people would come back unnoticed.
 */
export function laterErasures(directory: string, replaced: Replaced, restored: Workspace, given: PickedFile | undefined): LaterErasures {
  const key = restored.secret('sealing-key')
  const own = reapplyFile(directory)
  const found: Suppression[][] = []
  if (replaced.kind === 'workspace' && replaced.id === restored.id) found.push([...replaced.erased])
  else if (replaced.kind !== 'workspace' && existsSync(own)) found.push(readList(own, 'records/erased.list', key))
  const list = given !== undefined ? 'file' : found.length > 0 ? 'workspace' : 'none'
  if (given !== undefined) found.push(readList(given.path, given.name, key))

  const known = new Set(readSuppressions(restored.db).map(nameOf))
  const erased = new Map(found.flat().filter(entry => !known.has(nameOf(entry))).map(entry => [nameOf(entry), entry]))
  return { list, erased: [...erased.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)) }
}

const nameOf = ({ scope, hash }: Suppression): string => `${scope} ${hash.toString('hex')}`

function readList(path: string, name: string, key: Buffer): Suppression[] {
  try {
    return readReapplyList(readFileSync(path), key)
  } catch {
    throw new CoreError(existsSync(path) ? 'backup/list-unreadable' : 'backup/file-missing', { file: name })
  }
}
