import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheFolder } from './cache-folder.mjs'
import { findProgram } from './find-program.mjs'
import { oneAtATime } from './one-at-a-time.mjs'
import { runWithProgress } from './run-with-progress.mjs'
import { SetupProblem, say } from './setup-problem.mjs'

const requirementsFile = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'test', 'golden', 'requirements.txt')

/**
 * The path of a Python with the pinned packages of test/golden/requirements.txt. They live in the user's cache folder and
 * are fetched on the first call. pip's own configuration decides where from.
 */
export async function pythonEnv() {
  const { name, folder } = place()
  if (!isReady(folder)) {
    const system = findPython()
    await oneAtATime(name, holder => (isReady(folder) ? undefined : build(folder, system, holder)))
  }
  return pythonIn(folder)
}

/** Throws a sentence where Python, or the part of it that makes an environment, is missing. Costs nothing once the environment exists. */
export function checkPython() {
  if (!isReady(place().folder)) findPython()
}

/** Changed requirements make a new environment beside the old one, so two checkouts can have different ones. */
function place() {
  const name = `python-${createHash('sha256').update(readFileSync(requirementsFile)).digest('hex').slice(0, 16)}`
  return { name, folder: join(cacheFolder(), name) }
}

const stampIn = folder => join(folder, '.lethe-ready')
const pythonIn = folder => (process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python'))
const isReady = folder => existsSync(stampIn(folder)) && existsSync(pythonIn(folder)) // the second is a link that breaks when its Python is removed

async function build(folder, system, holder) {
  say('Fetching numpy, scikit-learn and pypdf for the tests into the cache folder (about 60 MB, once).')
  rmSync(folder, { recursive: true, force: true }) // what an interrupted start left
  const start = Date.now()
  const onStart = pid => holder.addProcess(pid)
  const made = await runWithProgress({ command: system, args: ['-m', 'venv', folder], onStart, progress: () => 'making the environment' })
  if (made !== undefined) throw new SetupProblem(`"${system} -m venv" failed (${made}; its own words are above). ${venvHint(system)}`)
  const fetched = await runWithProgress({
    command: pythonIn(folder),
    args: ['-m', 'pip', 'install', '--only-binary=:all:', '--no-input', '--disable-pip-version-check', '-r', requirementsFile],
    onStart,
    progress: () => 'pip is at work',
  })
  if (fetched !== undefined) {
    throw new SetupProblem(`pip could not install ${requirementsFile} (${fetched}; its own words are above). Check the connection to the Python package index, then start again.`)
  }
  writeFileSync(stampIn(folder), '')
  say(`Python packages ready after ${((Date.now() - start) / 1000).toFixed(0)} s.`)
}

function findPython() {
  const found = ['python3', 'python'].map(name => findProgram(name)).filter(path => path !== undefined)
  let problem = `The tests need Python 3.9 or newer, and there is no python3 on the PATH. ${pythonHint()}`
  for (const python of found) {
    const answer = ask(python)
    if (answer === undefined) continue
    if (answer.new && answer.venv) return python
    problem = answer.new
      ? `The tests need Python's "venv" and "pip", and ${python} (${answer.version}) comes without them. ${venvHint()}`
      : `The tests need Python 3.9 or newer, and ${python} is ${answer.version}. ${pythonHint()}`
  }
  throw new SetupProblem(problem)
}

function ask(python) {
  const question = 'import sys, importlib.util as u; print(sys.version.split()[0], sys.version_info >= (3, 9), bool(u.find_spec("venv") and u.find_spec("ensurepip")))'
  try {
    const [version, isNew, venv] = execFileSync(python, ['-c', question], { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' }).trim().split(' ')
    return { version, new: isNew === 'True', venv: venv === 'True' }
  } catch {
    return undefined // a Python 2, or the placeholder that Windows puts on the PATH
  }
}

function pythonHint() {
  if (process.platform === 'darwin') return 'Install it with "brew install python".'
  if (process.platform === 'win32') return 'Install it with "winget install Python.Python.3.12".'
  return 'Install it with "apt-get install python3 python3-venv" (or your system\'s packages of these names).'
}

function venvHint() {
  return process.platform === 'linux' ? 'Install them with "apt-get install python3-venv" (or your system\'s package of that name).' : 'Install Python again from https://www.python.org.'
}
