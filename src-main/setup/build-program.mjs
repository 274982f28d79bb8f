import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { oneAtATime } from './one-at-a-time.mjs'
import { root } from './prepare.mjs'
import { runWithProgress } from './run-with-progress.mjs'
import { SetupProblem, say } from './setup-problem.mjs'

const out = join(root, 'out')
const oldConfig = 'test/e2e/old-electron/main-build.config.ts'

/**
 * Builds the window and the desktop program into out/, unless what is there was made from these very sources. With `forOldElectron`
 * also the main process in the form that an Electron before 28 can run, which only tests do.
 */
export async function buildProgram(node, { forOldElectron = false } = {}) {
  await build(node, 'current', 'electron.vite.config.ts')
  if (forOldElectron) await build(node, 'old', oldConfig)
}

async function build(node, name, config) {
  const stampFile = join(out, `.made-from-${name}`)
  const sources = fingerprint()
  const isBuilt = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sources
  if (isBuilt()) return
  await oneAtATime(`build-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`, async holder => {
    if (isBuilt()) return // the start we waited for has done it
    if (name === 'current') say('Building the window (about 5 s).')
    rmSync(stampFile, { force: true })
    // The first build empties out/main, and with it what the second one made.
    if (name === 'current') rmSync(join(out, '.made-from-old'), { force: true })
    const problem = await runWithProgress({
      command: node,
      args: [join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'build', '--config', config, '--logLevel', 'warn'],
      cwd: root,
      env: process.env,
      onStart: pid => holder.addProcess(pid),
    })
    if (problem !== undefined) throw new SetupProblem(`The window could not be built (${problem}; the builder's own words are above).`)
    mkdirSync(out, { recursive: true })
    writeFileSync(stampFile, sources) // last: an interrupted build leaves no stamp and is done again
  })
}

/** Of everything a build is made from: a changed byte makes it anew, a fresh checkout of the same bytes does not. */
function fingerprint() {
  const hash = createHash('sha256')
  const add = path => hash.update(`${path}\0`).update(readFileSync(join(root, path))).update('\0')
  for (const file of ['package-lock.json', 'electron.vite.config.ts', oldConfig].filter(file => existsSync(join(root, file)))) add(file)
  for (const folder of ['src-main', 'src-renderer', 'test/e2e/old-electron']) {
    for (const path of filesBelow(folder)) add(path)
  }
  return hash.digest('hex')
}

function filesBelow(folder) {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap(entry => (entry.isDirectory() ? filesBelow(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]))
    .sort()
}
