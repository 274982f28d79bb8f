import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cacheFolder } from './cache-folder.mjs'
import { oneAtATime } from './one-at-a-time.mjs'
import { root } from './prepare.mjs'
import { runWithProgress } from './run-with-progress.mjs'
import { SetupProblem, say } from './setup-problem.mjs'

const packageFolder = join(root, 'node_modules', 'electron')

/** Electron before 28 runs no ES modules, and its Node is too old for the database: for tests only. */
const firstCurrent = 28

/**
 * The Electron named by ELECTRON_BIN, else the one that was fetched: `{ binary, version, isOld }`, or undefined where there is
 * neither. An ELECTRON_BIN that is no Electron is a mistake worth stopping for.
 */
export function findElectron() {
  const chosen = process.env.ELECTRON_BIN
  if (chosen) {
    const version = existsSync(chosen) ? versionOf(chosen) : undefined
    if (version === undefined) throw new SetupProblem(`ELECTRON_BIN names ${chosen}, which is no Electron that runs. Correct it, or unset it.`)
    return describe(chosen, version)
  }
  const binary = fetchedBinary()
  return binary === undefined ? undefined : describe(binary, wantedVersion())
}

const describe = (binary, version) => ({ binary, version, isOld: Number(version.split('.')[0]) < firstCurrent })

export const wantedVersion = () => JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')).version

function versionOf(binary) {
  const file = join(dirname(binary), 'version')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim().replace(/^v/, '')
  try {
    const answer = execFileSync(binary, ['-p', 'process.versions.electron'], { encoding: 'utf8', timeout: 20_000, env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, stdio: ['ignore', 'pipe', 'ignore'] }).trim()
    return /^\d+\.\d+\./.test(answer) ? answer : undefined
  } catch {
    return undefined
  }
}

function fetchedBinary() {
  try {
    const fetched = readFileSync(join(packageFolder, 'dist', 'version'), 'utf8').trim().replace(/^v/, '')
    const binary = join(packageFolder, 'dist', readFileSync(join(packageFolder, 'path.txt'), 'utf8'))
    return fetched === wantedVersion() && existsSync(binary) ? binary : undefined
  } catch {
    return undefined
  }
}

// Once it could not be had it is not asked for again on the same day: a network that swallows the question costs half a minute.
const notReachedFor = 24 * 3_600_000
const noteFile = () => join(cacheFolder(), `electron-${wantedVersion()}-not-reached`)

/** True where it could not be fetched a short while ago. */
export function failedLately() {
  try {
    return Date.now() - statSync(noteFile()).mtimeMs < notReachedFor
  } catch {
    return false
  }
}

/** Fetches the runtime with Electron's own installer, which checks its sum. Resolves to undefined, or to what failed in a few words. */
export async function fetchElectron(node) {
  return oneAtATime('electron', async holder => {
    if (fetchedBinary() !== undefined) return undefined
    // The size of linux-x64's archive; the others are alike.
    say(`First start of the window: fetching Electron ${wantedVersion()} (about 120 MB to fetch, 300 MB on disk).`)
    const folder = mkdtempSync(join(tmpdir(), 'lethe-electron-'))
    let output = ''
    try {
      const problem = await runWithProgress({
        command: node, args: [join(packageFolder, 'install.js')], cwd: root,
        env: { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder, ELECTRON_GET_NO_PROGRESS: '1', NODE_USE_ENV_PROXY: '1' },
        onStart: pid => holder.addProcess(pid),
        onFailure: bytes => {
          output = bytes.toString()
        },
        progress: () => `${Math.round(sizeOf(folder) / 1e6)} MB fetched`,
      })
      if (problem === undefined && fetchedBinary() !== undefined) return undefined
      mkdirSync(dirname(noteFile()), { recursive: true })
      writeFileSync(noteFile(), '')
      return whyIn(output) ?? problem ?? 'it is not there afterwards'
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
}

/** The network's own code or the server's answer, out of the installer's stack. */
const whyIn = output => /code: '([A-Z_]+)'/.exec(output)?.[1] ?? /Response code \d+[^\n]*? for/.exec(output)?.[0].replace(/ for$/, '') ?? /^\w*Error: (.+)$/m.exec(output)?.[1]

function sizeOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => sum + (entry.isDirectory() ? sizeOf(join(folder, entry.name)) : statSync(join(folder, entry.name)).size), 0)
  } catch {
    return 0 // a file went while it was counted
  }
}

/** How to start it: arguments and environment for this Electron. */
export function electronCommand({ isOld }, args, node) {
  if (!isOld) return { args: [root, ...args], env: process.env }
  return { args, env: { ...process.env, ELECTRON_SHIM_APP: root, ELECTRON_SHIM_MAIN: 'out/main/main.cjs', LETHE_NODE: node } }
}
