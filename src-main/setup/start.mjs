// `npm start`: the window under Electron; where there is none, the same window in the browser. `npm start -- --browser` goes there at once.
import { join } from 'node:path'
import { buildProgram } from './build-program.mjs'
import { electronCommand, failedLately, fetchElectron, findElectron, wantedVersion } from './electron-runtime.mjs'
import { prepare, root } from './prepare.mjs'
import { runChild } from './run-child.mjs'
import { runElectron } from './run-electron.mjs'
import { endWith, say } from './setup-problem.mjs'

const args = process.argv.slice(2)
const inBrowser = args.includes('--browser')
const others = args.filter(arg => arg !== '--browser' && arg !== '--fetch')

try {
  const node = await prepare()
  const electron = inBrowser ? undefined : await electronForWindow(node)
  await buildProgram(node, { forOldElectron: electron?.isOld })
  process.exitCode = (electron === undefined ? undefined : await showWindow(electron, node)) ?? await serveLocalPage(node)
} catch (error) {
  endWith(error)
}

/** An Electron that can show a window here, or undefined after a line that says why there is none. */
async function electronForWindow(node) {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return none('There is no display for a window')
  if (process.getuid?.() === 0 && process.platform === 'linux' && !args.includes('--no-sandbox')) return none('Electron opens no window for the superuser')
  const found = findElectron()
  if (found !== undefined) {
    if (found.isOld) say(`Electron ${found.version} gets no security updates any more: use it for tests only. Lethe's own is ${wantedVersion()}.`)
    return found
  }
  if (failedLately() && !args.includes('--fetch')) return none(`Electron ${wantedVersion()} could not be fetched today ("npm start -- --fetch" tries again, and ELECTRON_BIN may name one)`)
  const problem = await fetchElectron(node)
  return problem === undefined ? findElectron() : none(`Electron ${wantedVersion()} could not be fetched (${problem}; ELECTRON_BIN may name one)`)
}

/** The exit code, or undefined where this system cannot run it. */
async function showWindow(electron, node) {
  const command = electronCommand(electron, others, node)
  const { code, neverStarted } = await runElectron(electron.binary, command.args, command.env)
  return neverStarted === undefined ? code : none(`Electron does not start here (${neverStarted})`)
}

function serveLocalPage(node) {
  return runChild(node, [join(root, 'src-main/shells/cli/main.ts'), 'serve', ...others.filter(arg => arg !== '--no-sandbox')])
}

function none(why) {
  say(`${why}; opening the local page in the browser instead.`)
  return undefined
}
