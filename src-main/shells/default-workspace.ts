import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where the platform keeps applications' data. */
export function defaultWorkspace(): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Lethe')
  if (process.platform === 'win32') return join(process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Lethe')
  return join(process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'lethe')
}
