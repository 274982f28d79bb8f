// Run as a program: node die-in-restore.ts WORKSPACE BACKUP WHEN. Restores the backup and kills itself, as the power going off would:
// when the restore reaches the stage of that name, or, where WHEN is a number, right before the file system is changed for that many
// times after everything was ready. Prints "begun" when it begins, and the number of such changes when it comes to its end.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const [directory, file, when] = process.argv.slice(2) as [string, string, string]
const die = () => process.kill(process.pid, 'SIGKILL')
let isReady = false
let changes = 0

type Change = (...given: never[]) => unknown
const functions = fs as unknown as Record<string, Change>
for (const name of ['renameSync', 'linkSync', 'rmSync', 'writeSync']) {
  const original = functions[name]!
  functions[name] = (...given) => {
    if (isReady) {
      changes += 1
      if (changes === Number(when)) die()
    }
    return original(...given)
  }
}
syncBuiltinESMExports()

const { restore } = await import('./backups.ts')
process.stdout.write('begun\n')
await restore(directory, file, {
  run: {
    signal: new AbortController().signal,
    progress(stage) {
      if (stage === when) die()
      if (stage === 'ready') isReady = true
    },
  },
})
process.stdout.write(`${changes}\n`)
