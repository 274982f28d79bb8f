import type { FoundValues } from '../../contract/workspace.ts'
import { scanForValue } from '../datasets/scan-residue.ts'
import { leastPatternBytes } from '../datasets/search-bytes.ts'
import type { Workspace } from './workspace.ts'

const mostPerFile = 1000

/** Looks for a value in every file of the workspace, in the forms a text can have there. Shorter values match by chance and are not searched. */
export function scanWorkspace(ws: Workspace, value: string): FoundValues {
  if (Buffer.byteLength(value) < leastPatternBytes) return { found: [], notSearchable: 1 }
  return { found: scanForValue(ws.directory, value, mostPerFile), notSearchable: 0 }
}
