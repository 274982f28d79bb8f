import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { SetupProblem } from './setup-problem.mjs'

/** The user's cache folder for Lethe, made when it is missing. What is in it survives `npm ci` and may be deleted at any time. */
export function cacheFolder() {
  const folder = join(cacheHome(), 'lethe')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new SetupProblem(`The cache folder ${folder} cannot be made (${error.code}). Set XDG_CACHE_HOME to a folder that can be written.`)
  }
  return folder
}

function cacheHome() {
  const chosen = process.env.XDG_CACHE_HOME
  if (chosen && isAbsolute(chosen)) return chosen // the XDG specification says to ignore relative paths
  return process.platform === 'win32' && process.env.LOCALAPPDATA ? process.env.LOCALAPPDATA : join(homedir(), '.cache')
}
