import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { findProgram } from './find-program.mjs'
import { oneAtATime } from './one-at-a-time.mjs'
import { root } from './prepare.mjs'
import { runWithProgress } from './run-with-progress.mjs'
import { SetupProblem, say } from './setup-problem.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge', 'msedge']

const usualPlaces = {
  darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].filter(Boolean).map(folder => join(folder, 'Google/Chrome/Application/chrome.exe')),
}

/**
 * The Chromium that drives the tests of the window: CHROMIUM, else Playwright's own, else the system's, else Playwright's is
 * fetched. A SetupProblem names what brings one.
 */
export async function findBrowser(node) {
  const chosen = process.env.CHROMIUM
  if (chosen) {
    if (!existsSync(chosen)) throw new SetupProblem(`CHROMIUM names ${chosen}, which is not there. Correct it, or unset it.`)
    return chosen
  }
  return playwrightsOwn() ?? systemBrowser() ?? await fetchBrowser(node)
}

function playwrightsOwn() {
  try {
    const path = createRequire(join(root, 'package.json'))('@playwright/test').chromium.executablePath()
    return existsSync(path) ? path : undefined
  } catch {
    return undefined // Playwright has none for this system
  }
}

function systemBrowser() {
  for (const name of names) {
    const found = findProgram(name)
    if (found !== undefined) return found
  }
  return (usualPlaces[process.platform] ?? []).find(existsSync)
}

async function fetchBrowser(node) {
  const problem = await oneAtATime('browser', holder => {
    say('The tests of the window need a Chromium, and there is none: fetching the one that goes with Playwright (about 180 MB).')
    return runWithProgress({ command: node, args: [join(root, 'node_modules/@playwright/test/cli.js'), 'install', 'chromium'], cwd: root, env: process.env, onStart: pid => holder.addProcess(pid) })
  })
  const found = problem === undefined ? playwrightsOwn() : undefined
  if (found !== undefined) return found
  throw new SetupProblem(`The tests of the window need a Chromium, and it could not be fetched (${problem ?? 'it is not there afterwards'}). Install one with ${hint()}, or name one in CHROMIUM.`)
}

function hint() {
  if (process.platform === 'darwin') return '"brew install --cask chromium"'
  return process.platform === 'win32' ? '"winget install Google.Chrome"' : '"apt-get install chromium" (or your system\'s package of that name)'
}
