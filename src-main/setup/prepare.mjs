import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findProgram, pathWithout } from './find-program.mjs'
import { findNode24, packagedNode } from './node24.mjs'
import { oneAtATime } from './one-at-a-time.mjs'
import { checkPython } from './python-env.mjs'
import { runWithProgress } from './run-with-progress.mjs'
import { SetupProblem, say } from './setup-problem.mjs'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const modules = join(root, 'node_modules')
const stampFile = join(modules, '.lethe-ready')

/**
 * Makes a fresh clone ready to run and returns the path of the Node that runs Lethe. Reads two files when nothing is to be done.
 * Missing programs are named before anything is fetched; `forTests` looks for what only the tests need as well.
 */
export async function prepare({ forTests = false } = {}) {
  checkRunningNode()
  const lockText = readLockFile()
  if (forTests) checkPython()
  if (!isReady(lockText)) {
    await oneAtATime(`packages-${sha256(root).slice(0, 16)}`, async holder => {
      if (isReady(lockText)) return // the start we waited for has done it
      if (!isInstalledByHand(lockText)) await installPackages(lockText, holder)
      linkCommand()
      checkNode24Starts()
      writeFileSync(stampFile, stampFor(lockText)) // last: an interrupted set-up leaves no stamp and is done again
    })
  }
  return findNode24(root)
}

function checkRunningNode() {
  if (Number(process.versions.node.split('.')[0]) >= 18) return
  throw new SetupProblem(`Lethe starts with Node 18 or newer, and this is Node ${process.versions.node}. Install Node 24 (https://nodejs.org, or "nvm install 24").`)
}

function readLockFile() {
  try {
    return readFileSync(join(root, 'package-lock.json'), 'utf8')
  } catch (error) {
    throw new SetupProblem(`package-lock.json cannot be read (${error.code}), so the packages are not known. Bring it back with "git checkout package-lock.json".`)
  }
}

// The platform is part of it because a checkout may be shared with a container or another computer.
const stampFor = lockText => `${sha256(lockText)} ${process.platform}-${process.arch}\n`

function isReady(lockText) {
  try {
    return readFileSync(stampFile, 'utf8') === stampFor(lockText) && findNode24(root) !== undefined
  } catch {
    return false
  }
}

/**
 * True after somebody's own complete `npm ci` or `npm install`: npm writes node_modules/.package-lock.json last, and it
 * names the same versions as the lock file. Then fetching everything again would only cost time.
 */
function isInstalledByHand(lockText) {
  try {
    const installed = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')).packages
    const isThere = ([path, { version }]) => installed[path]?.version === version && existsSync(join(root, path, 'package.json'))
    return packagesIn(lockText).every(isThere) && findNode24(root) !== undefined
  } catch {
    return false
  }
}

/**
 * The packages npm will certainly put here. An optional one belongs to one kind of machine, or is needed by another that does;
 * which C library's variant npm chooses does not matter here.
 */
function packagesIn(lockText) {
  return Object.entries(JSON.parse(lockText).packages).filter(([path, entry]) => path !== '' && (!entry.optional || isForThisMachine(entry)))
}

function isForThisMachine({ os, cpu, libc }) {
  return os !== undefined && libc === undefined && allows(os, process.platform) && allows(cpu, process.arch)
}

const allows = (list, value) => list === undefined || [list].flat().includes(value)

async function installPackages(lockText, holder) {
  // npm runs with the user's own Node: the Node 24 in node_modules/.bin is among the files it replaces.
  const ownPrograms = join(modules, '.bin')
  const npm = findProgram('npm', { skipFolder: ownPrograms })
  if (npm === undefined) throw new SetupProblem(`npm is not on the PATH, and it fetches the packages Lethe is made of. Install it with ${hintFor('npm')}.`)
  if (packagedNode(root) === undefined && findNode24(root) === undefined) {
    throw new SetupProblem(`Lethe runs on Node 24, this is Node ${process.versions.node}, and npm has no Node 24 for ${process.platform} on ${process.arch}. Install it with ${hintFor('node24')}, then start again.`)
  }
  const paths = packagesIn(lockText).map(([path]) => path)
  // Measured on linux-x64 with an empty npm cache.
  say(`First start: fetching about ${paths.length} packages with "npm ci", Node 24 among them (about 125 MB to fetch, 310 MB on disk).`)
  rmSync(stampFile, { force: true }) // npm empties the folder in no particular order
  const start = Date.now()
  const problem = await runWithProgress({
    command: process.platform === 'win32' ? `"${npm}"` : npm,
    args: ['ci', '--include=dev', '--include=optional', '--loglevel=error'], // also under NODE_ENV=production
    cwd: root,
    env: { ...process.env, PATH: pathWithout(ownPrograms) },
    shell: process.platform === 'win32', // npm is a .cmd there
    onStart: pid => holder.addProcess(pid),
    progress: () => `${paths.filter(path => existsSync(join(root, path, 'package.json'))).length} of ${paths.length} packages in place`,
  })
  if (problem !== undefined) {
    throw new SetupProblem(`"npm ci" failed (${problem}; its own words are above), so Lethe cannot start yet. Check the connection to the package registry and the free disk space, then start again.`)
  }
  say(`Packages ready after ${((Date.now() - start) / 1000).toFixed(0)} s.`)
}

/** npm links the commands of packages, not the project's own; without this `npx lethe` would install the project into npx's cache first. */
function linkCommand() {
  const folder = join(modules, '.bin')
  mkdirSync(folder, { recursive: true })
  const link = join(folder, process.platform === 'win32' ? 'lethe.cmd' : 'lethe')
  rmSync(link, { force: true })
  if (process.platform === 'win32') writeFileSync(link, '@node "%~dp0..\\..\\src-main\\setup\\lethe.mjs" %*\r\n')
  else symlinkSync('../../src-main/setup/lethe.mjs', link)
}

function checkNode24Starts() {
  const node = findNode24(root)
  if (node === process.execPath) return
  try {
    execFileSync(node, ['--version'], { stdio: 'pipe' })
  } catch (error) {
    const why = String(error.stderr ?? '').trim().split('\n')[0] || error.code
    throw new SetupProblem(`The Node 24 that npm brought does not start on this system (${why}). Install Node 24 with ${hintFor('node24')}, then start again.`)
  }
}

function hintFor(what) {
  if (process.platform === 'darwin') return '"brew install node@24"'
  if (process.platform === 'win32') return '"winget install OpenJS.NodeJS.LTS"'
  return what === 'npm' ? '"apt-get install npm" (or your system\'s package of that name)' : '"nvm install 24", or from https://nodejs.org'
}

function sha256(text) {
  return createHash('sha256').update(text).digest('hex')
}
