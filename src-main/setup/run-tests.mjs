// `npm test`: makes a fresh clone ready, then types, lint, every test and the window on every shell, with one total at the end.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { useCompileCache } from './compile-cache.mjs'
import { prepare, root } from './prepare.mjs'
import { pythonEnv } from './python-env.mjs'
import { runChild } from './run-child.mjs'
import { runWindowTests } from './run-window-tests.mjs'
import { SetupProblem, endWith } from './setup-problem.mjs'

const passed = []
const failed = []
let skipped = 0
const notRun = []

let node
try {
  node = await prepare({ forTests: true })
} catch (error) {
  endWith(error)
}
// The tests start hundreds of processes from our sources.
useCompileCache()
await prepareTools()
await check('types', 'typescript/bin/tsc', ['--noEmit'])
await check('types of the window', 'vue-tsc/bin/vue-tsc.js', ['--noEmit', '-p', 'src-renderer'])
await check('types of its tests', 'vue-tsc/bin/vue-tsc.js', ['--noEmit', '-p', 'test/renderer'])
// Away from a terminal one line per finding: oxlint's pictures are coloured even where NO_COLOR is set.
await check('lint', 'oxlint/bin/oxlint', ['--deny-warnings', ...(process.stdout.isTTY ? [] : ['--format=unix'])])
const asked = process.argv.slice(2)
const askedOfWindow = asked.filter(arg => arg.startsWith('test/e2e'))
const askedOfVitest = asked.filter(arg => !askedOfWindow.includes(arg))
if (asked.length === 0 || askedOfVitest.length > 0) await runVitest(askedOfVitest)
if (asked.length === 0 || askedOfWindow.length > 0) await testWindow(askedOfWindow)
printTotals()

/** Without the registry the tests that need Python fail by name, and the others still tell what they know. */
async function prepareTools() {
  const start = heading('tools')
  try {
    process.env.LETHE_PYTHON = await pythonEnv()
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error
    process.stdout.write(`${error.message}\n`)
    failed.push('tools: Python with the packages of test/golden/requirements.txt')
  }
  took(start)
}

async function check(name, program, args) {
  const start = heading(name)
  const code = await runNode(program, args)
  took(start)
  if (code === 0) passed.push(name)
  else failed.push(`${name}: ${program.split('/').at(-1)} ended with exit code ${code}`)
}

async function runVitest(args) {
  const start = heading('tests')
  const folder = mkdtempSync(join(tmpdir(), 'lethe-tests-'))
  const resultsFile = join(folder, 'results.json')
  try {
    const code = await runNode('vitest/vitest.mjs', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${resultsFile}`, ...args])
    count(readResults(resultsFile), code)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  took(start)
}

/** Vitest's exit code has the last word: a crash or a stray error after the last test must not read as success. */
function count(results, code) {
  if (results === undefined) {
    failed.push(`tests: vitest ended with exit code ${code} and left no results`)
    return
  }
  const failedBefore = failed.length
  let ran = 0
  for (const file of results.testResults) {
    const name = relative(root, file.name)
    const failuresInFile = file.assertionResults.filter(test => test.status === 'failed')
    for (const test of file.assertionResults) {
      if (test.status === 'passed') passed.push(test.fullName)
      else if (test.status === 'failed') failed.push(`${name}: ${test.fullName}`)
      else skipped += 1
    }
    ran += file.assertionResults.filter(test => test.status === 'passed' || test.status === 'failed').length
    if (file.status === 'failed' && failuresInFile.length === 0) failed.push(`${name}: the file could not be run`)
  }
  if (failed.length > failedBefore) return
  if (ran === 0) failed.push('tests: no test ran')
  else if (code !== 0) failed.push(`tests: vitest ended with exit code ${code} although no test failed`)
}

async function testWindow(args) {
  const start = heading('window')
  const outcome = await runWindowTests(node, args)
  passed.push(...outcome.passed)
  failed.push(...outcome.failed)
  notRun.push(...outcome.notRun)
  skipped += outcome.skipped
  took(start)
}

function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

function printTotals() {
  if (failed.length > 0) process.stdout.write(`\n== failed\n${failed.map(name => `  ${name}\n`).join('')}`)
  if (notRun.length > 0) process.stdout.write(`\n== not run\n${notRun.map(name => `  ${name}\n`).join('')}`)
  process.exitCode = failed.length === 0 ? 0 : 1
  process.stdout.write(`\n${passed.length} passed, ${failed.length} failed${skipped === 0 ? '' : `, ${skipped} skipped`}\n`)
}

function runNode(program, args) {
  const env = process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined } // a CI log shows colours as codes
  return runChild(node, [join(root, 'node_modules', program), ...args], { cwd: root, env })
}

function heading(name) {
  process.stdout.write(`\n== ${name}\n`)
  return Date.now()
}

function took(start) {
  process.stdout.write(`   ${((Date.now() - start) / 1000).toFixed(1)} s\n`)
}
