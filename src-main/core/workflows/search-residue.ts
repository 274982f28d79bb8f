import type { ResidueReport } from '../../contract/residue.ts'
import { truncateWal } from '../database/open-database.ts'
import { scanResidue, type ErasedContent } from '../datasets/scan-residue.ts'
import { readCheckerSource } from '../records/checker-source.ts'
import { readmeText } from '../records/readme-text.ts'
import type { Workspace } from './workspace.ts'

/** Searches the workspace's files for what erased rows held; where something is found, the database is rebuilt and searched again. */
export function searchResidue(ws: Workspace, content: ErasedContent): ResidueReport {
  const own = [readCheckerSource().toString(), readmeText()]
  const first = scanResidue(ws.db, ws.directory, content, own)
  if (first.found === 0) return { ...first, rebuilt: false }
  // Copies that page splits left behind: writing the whole file anew leaves none.
  ws.db.exec('VACUUM')
  truncateWal(ws.db)
  return { ...scanResidue(ws.db, ws.directory, content, own), rebuilt: true }
}
