import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildProgram } from './build-program.mjs'
import { findElectron } from './electron-runtime.mjs'
import { findBrowser } from './find-browser.mjs'
import { findProgram } from './find-program.mjs'
import { root } from './prepare.mjs'
import { runChild } from './run-child.mjs'
import { SetupProblem } from './setup-problem.mjs'

/**
 * Runs the specs of the window on every shell there is: the local page and the stand-in for Electron always, Electron itself where
 * one is given or was fetched. Resolves to the names that passed and failed, how many were skipped, and what could not be run at all.
 */
export async function runWindowTests(node, args) {
  const outcome = { passed: [], failed: [], skipped: 0, notRun: [] }
  const folder = mkdtempSync(join(tmpdir(), 'lethe-window-tests-'))
  const resultsFile = join(folder, 'results.json')
  try {
    const browser = await findBrowser(node)
    const { electron, wrapper } = electronHere(outcome.notRun)
    await buildProgram(node, { forOldElectron: electron?.isOld })
    const [command, ...words] = [...wrapper, node, join(root, 'node_modules/@playwright/test/cli.js'), 'test', '--config', join(root, 'test/e2e'), '--reporter=list,json', ...args]
    const code = await runChild(command, words, {
      cwd: root,
      env: {
        ...process.env, CHROMIUM: browser, LETHE_SHELLS: ['browser', 'stand-in', ...(electron === undefined ? [] : ['electron'])].join(','), PLAYWRIGHT_JSON_OUTPUT_FILE: resultsFile,
        // Playwright's own word for it, which it hands on to everything it starts.
        NO_COLOR: undefined, ...(process.stdout.isTTY ? {} : { FORCE_COLOR: '0' }),
      },
    })
    count(outcome, readResults(resultsFile), code)
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error
    process.stdout.write(`${error.message}\n`)
    outcome.failed.push(`window: ${error.message}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return outcome
}

/** The Electron to test, and what it has to be run under; says in `notRun` why there is none. */
function electronHere(notRun) {
  const electron = findElectron()
  if (electron === undefined) {
    notRun.push('the window in Electron: none is installed ("npm start" fetches it, ELECTRON_BIN names one)')
    return { wrapper: [] }
  }
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return { electron, wrapper: [] }
  const wrapper = findProgram('xvfb-run')
  if (wrapper !== undefined) return { electron, wrapper: [wrapper, '-a'] }
  notRun.push(`the window in Electron ${electron.version}: there is no display, and no xvfb-run to make one ("apt-get install xvfb")`)
  return { wrapper: [] }
}

function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** Playwright's exit code has the last word: a crash after the last test must not read as success. */
function count(outcome, results, code) {
  if (results === undefined) {
    outcome.failed.push(`window: Playwright ended with exit code ${code} and left no results`)
    return
  }
  for (const { message } of results.errors) outcome.failed.push(`window: ${String(message).split('\n')[0]}`)
  for (const suite of results.suites) countSuite(outcome, suite, [])
  if (outcome.failed.length > 0) return
  if (outcome.passed.length === 0) outcome.failed.push('window: no test ran')
  else if (code !== 0) outcome.failed.push(`window: Playwright ended with exit code ${code} although no test failed`)
}

function countSuite(outcome, suite, titles) {
  for (const spec of suite.specs ?? []) {
    for (const test of spec.tests) {
      const name = `${test.projectName}: ${[...titles, spec.title].join(' ')}`
      if (test.status === 'expected') outcome.passed.push(name)
      else if (test.status === 'skipped') outcome.skipped += 1
      else outcome.failed.push(`test/e2e/specs/${spec.file.split('/').at(-1)} in ${name}`)
    }
  }
  // The outermost title is the file's name.
  for (const inner of suite.suites ?? []) countSuite(outcome, inner, [...titles, inner.title])
}
