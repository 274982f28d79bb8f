import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The first file called `name` on PATH that can be run, or undefined. `skipFolder` leaves out one folder. */
export function findProgram(name, { skipFolder } = {}) {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : ['']
  for (const folder of pathFolders(skipFolder)) {
    for (const ending of endings) {
      const file = join(folder, name + ending)
      try {
        accessSync(file, constants.X_OK)
        if (statSync(file).isFile()) return file
      } catch {
        // not here
      }
    }
  }
  return undefined
}

/** PATH without one folder. */
export function pathWithout(skipFolder) {
  return pathFolders(skipFolder).join(delimiter)
}

function pathFolders(skipFolder) {
  return (process.env.PATH ?? '').split(delimiter).filter(folder => folder !== '' && folder !== skipFolder)
}
