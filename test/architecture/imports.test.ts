import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importProblems, nameProblems, offlineProblems, readImports, sourceProblems } from './import-rules.ts'
import type { Import } from './import-rules.ts'
import { filesBelow, root } from './source-files.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const importsOf = (path: string) => readImports(path, read(path))

describe('the tree', () => {
  const files = ['src-main', 'src-renderer'].filter(folder => existsSync(join(root, folder))).flatMap(folder => filesBelow(folder, ['.ts']))
  const learners = readdirSync(join(root, 'src-main/core/learners'), { withFileTypes: true }).filter(entry => entry.isDirectory()).map(entry => entry.name)

  test('was found', () => {
    expect(files.length).toBeGreaterThan(20)
    expect(learners).toContain('logistic-regression')
  })

  test('imports only what its folder may touch', () => {
    expect(files.flatMap(path => importProblems(path, importsOf(path)))).toEqual([])
  })

  test('reads no clock, no chance and no environment in the core, prints in the command line only, and names learners in learners/ only', () => {
    expect(files.flatMap(path => sourceProblems(path, read(path), learners))).toEqual([])
  })

  const offline = ['src-main/core/records/check-record.ts', 'src-main/core/ledger/find-break.ts']
  test.each(offline.filter(path => existsSync(join(root, path))))('lets an auditor run %s without a database or a package', path => {
    expect(offlineProblems(path, importsOf)).toEqual([])
  })

  test('has file names that say what is inside', () => {
    expect(['src-main', 'test', 'resources'].flatMap(folder => filesBelow(folder, ['.ts', '.mts', '.mjs'])).flatMap(nameProblems)).toEqual([])
  })
})

const problemsOf = (path: string, target: string, typeOnly = false) => importProblems(path, [{ target, typeOnly }])

describe('the import rule', () => {
  test.each([
    ['src-main/contract/api.ts', 'node:fs'],
    ['src-main/contract/api.ts', 'papaparse'],
    ['src-main/contract/api.ts', 'src-main/core/base/ids.ts'],
    ['src-main/core/base/ids.ts', 'src-main/core/database/open-database.ts'],
    ['src-main/core/base/ids.ts', 'src-main/core/datasets/cell.ts'],
    ['src-main/core/database/open-database.ts', 'papaparse'],
    ['src-main/core/database/open-database.ts', 'src-main/core/ledger/entry.ts'],
    ['src-main/core/datasets/row-table.ts', 'better-sqlite3'],
    ['src-main/core/datasets/row-table.ts', 'src-main/core/features/encode-rows.ts'],
    ['src-main/core/learners/learner.ts', 'src-main/core/unlearning/methods.ts'],
    ['src-main/core/ledger/entry.ts', 'src-main/core/records/statement.ts'],
    ['src-main/core/ledger/entry.ts', 'src-main/core/workflows/open-request.ts'],
    ['src-main/core/ledger/entry.ts', 'src-main/core/core.ts'],
    ['src-main/core/ledger/entry.ts', 'src-main/core/jobs/job-state.ts'],
    ['src-main/core/jobs/job-queue.ts', 'src-main/core/learners/learner.ts'],
    ['src-main/core/ledger/entry.ts', 'src-main/shells/cli/main.ts'],
    ['src-main/core/workflows/open-request.ts', 'src-main/shells/render-table.ts'],
    ['src-main/core/core.ts', 'src-main/shells/cli/main.ts'],
    ['src-main/core/core.ts', 'src-main/worker/worker-main.ts'],
    ['src-main/core/ledger/entry.ts', 'src-main/core/ports.ts'],
    ['src-main/shells/cli/main.ts', 'src-main/core/ledger/entry.ts'],
    ['src-main/shells/cli/main.ts', 'src-main/core/workflows/open-request.ts'],
    ['src-main/shells/cli/main.ts', 'src-main/shells/http/server.ts'],
    ['src-main/shells/cli/main.ts', 'src-main/core/ports.ts'],
    ['src-main/shells/cli/main.ts', 'better-sqlite3'],
    ['src-main/shells/cli/main.ts', 'node:http'],
    ['src-main/shells/http/server.ts', 'electron'],
    ['src-main/shells/http/server.ts', 'electron/main'],
    ['src-main/worker/worker-main.ts', 'src-main/core/workflows/run-erasure.ts'],
    ['src-main/worker/worker-main.ts', 'src-main/engine/engine.ts'],
    ['src-main/engine/engine.ts', 'src-main/core/workflows/run-erasure.ts'],
    ['src-main/engine/engine.ts', 'src-main/core/learners/learner.ts'],
    ['src-main/engine/engine.ts', 'src-main/shells/cli/main.ts'],
    ['src-main/engine/engine.ts', 'node:http'],
    ['src-main/core/workflows/run-erasure.ts', 'src-main/engine/engine.ts'],
    ['src-main/core/datasets/row-table.ts', 'test/support/core-with.ts'],
    ['src-main/shells/cli/main.ts', 'src-main/setup/python-env.mjs'],
    ['src-renderer/main.ts', 'src-main/core/base/ids.ts'],
    ['src-renderer/main.ts', 'node:fs'],
  ])('refuses that %s imports %s', (path, target) => {
    expect(problemsOf(path, target)).toHaveLength(1)
  })

  test.each([
    ['src-main/contract/api.ts', 'zod'],
    ['src-main/contract/api.ts', 'src-main/contract/model.ts'],
    ['src-main/core/base/canonical-json.ts', 'canonicalize'],
    ['src-main/core/database/open-database.ts', 'better-sqlite3'],
    ['src-main/core/datasets/read-csv.ts', 'papaparse'],
    ['src-main/core/features/encode-rows.ts', 'src-main/core/datasets/row-table.ts'],
    ['src-main/core/features/encode-rows.ts', 'src-main/core/features/split-rows.ts'],
    ['src-main/core/records/bundle.ts', 'src-main/core/ledger/entry.ts'],
    ['src-main/core/workflows/open-request.ts', 'src-main/core/records/bundle.ts'],
    ['src-main/core/core.ts', 'src-main/core/workflows/open-request.ts'],
    ['src-main/shells/cli/commands/import.ts', 'src-main/shells/cli/options.ts'],
    ['src-main/shells/cli/main.ts', 'src-main/shells/api-error.ts'],
    ['src-main/shells/cli/main.ts', 'src-main/core/core.ts'],
    ['src-main/shells/cli/main.ts', 'src-main/core/base/assert-never.ts'],
    ['src-main/shells/http/server.ts', 'node:http'],
    ['src-main/shells/electron/main.ts', 'electron'],
    ['src-main/worker/worker-main.ts', 'src-main/core/core.ts'],
    ['src-main/worker/worker-main.ts', 'src-main/engine/parent-channel.ts'],
    ['src-main/engine/engine.ts', 'src-main/core/core.ts'],
    ['src-main/engine/job-runner.ts', 'src-main/core/jobs/job-queue.ts'],
    ['src-main/engine/engine-main.ts', 'src-main/shells/node-ports.ts'],
    ['src-main/shells/cli/main.ts', 'src-main/engine/local-socket.ts'],
    ['src-main/shells/cli/commands/serve.ts', 'src-main/shells/http/serve.ts'],
  ])('allows that %s imports %s', (path, target) => {
    expect(problemsOf(path, target)).toEqual([])
  })

  test('allows the types of the ports, not the file, everywhere in the core and the shells', () => {
    for (const path of ['src-main/core/base/ids.ts', 'src-main/core/ledger/entry.ts', 'src-main/shells/cli/main.ts']) expect(problemsOf(path, 'src-main/core/ports.ts', true)).toEqual([])
  })

  test('sees every way to import', () => {
    const text = `
      import a from '../base/ids.ts'
      import type { B } from '../ports.ts'
      import { type C } from './entry.ts'
      export * from './merkle.ts'
      export type { D } from './digest.ts'
      import 'papaparse'
      import fs from 'fs'
      const later = () => import('../../shells/cli/main.ts')
      const old = require('electron')
      const inside = process.getBuiltinModule('node:http')
      type E = import('../records/bundle.ts').Bundle
      // import '../comment.ts'
      const text = "import '../string.ts'"`
    expect(readImports('src-main/core/ledger/tree.ts', text)).toEqual([
      { target: 'src-main/core/base/ids.ts', typeOnly: false },
      { target: 'src-main/core/ports.ts', typeOnly: true },
      { target: 'src-main/core/ledger/entry.ts', typeOnly: false }, // verbatimModuleSyntax keeps this import at run time
      { target: 'src-main/core/ledger/merkle.ts', typeOnly: false },
      { target: 'src-main/core/ledger/digest.ts', typeOnly: true },
      { target: 'papaparse', typeOnly: false },
      { target: 'node:fs', typeOnly: false },
      { target: 'src-main/shells/cli/main.ts', typeOnly: false },
      { target: 'electron', typeOnly: false },
      { target: 'node:http', typeOnly: false },
      { target: 'src-main/core/records/bundle.ts', typeOnly: true },
    ])
  })
})

const inCore = (text: string) => sourceProblems('src-main/core/ledger/entry.ts', text, ['logistic-regression'])

describe('the source rule', () => {
  test.each([
    'Math.random()', "Math['random']()", 'const { random } = Math', 'Date.now()', 'const now = Date.now', 'new Date()', 'new Date', 'Date()', 'performance.now()', 'console.log(1)',
    'globalThis.console.log(1)', 'process.env.HOME', "process.env['HOME']", 'const { env } = process', "import { env } from 'node:process'", "import { performance } from 'node:perf_hooks'; performance.now()",
    "import { randomBytes } from 'node:crypto'", 'process.hrtime.bigint()', "const learner = 'logistic-regression'", "import { x } from '../learners/logistic-regression/train.ts'",
    'trainLogisticRegression(rows)', '`a ${b} logistic-regression`',
  ])('refuses in the core: %s', text => {
    expect(inCore(text)).toHaveLength(1)
  })

  test.each([
    'new Date(0)', 'new Date(clock.now())', 'clock.now()', 'Math.max(1, 2)', '// Math.random() and console.log and logistic-regression', "'Date.now'", 'randomBytes(8)', 'process.exitCode', 'type T = Date',
  ])('allows in the core: %s', text => {
    expect(inCore(text)).toEqual([])
  })

  test('lets the command line print, and learners be named where they live', () => {
    expect(sourceProblems('src-main/shells/cli/main.ts', "console.log('logistic-regression', process.env, Date.now())", ['logistic-regression'])).toEqual([])
    expect(sourceProblems('src-main/core/learners/catalogue.ts', "'logistic-regression'", ['logistic-regression'])).toEqual([])
    expect(sourceProblems('src-main/shells/http/server.ts', 'console.log(1)', [])).toEqual(['src-main/shells/http/server.ts:1 uses console: only shells/cli prints'])
  })
})

describe('the offline rule', () => {
  const check = 'src-main/core/records/check-record.ts'
  const merkle = 'src-main/core/ledger/merkle.ts'
  const problems = (imports: Record<string, Import[]>) => offlineProblems(check, path => imports[path] ?? [])

  test('finds a database or a package at any distance', () => {
    expect(problems({ [check]: [{ target: merkle, typeOnly: false }], [merkle]: [{ target: 'canonicalize', typeOnly: false }, { target: 'src-main/core/database/open-database.ts', typeOnly: false }] })).toEqual([
      `${check} reaches the package canonicalize through ${merkle}`,
      `${check} reaches the database (src-main/core/database/open-database.ts) through ${merkle}`,
    ])
  })

  test('does not mind types, Node or a circle', () => {
    expect(problems({
      [check]: [{ target: 'node:crypto', typeOnly: false }, { target: merkle, typeOnly: false }, { target: 'zod', typeOnly: true }],
      [merkle]: [{ target: check, typeOnly: false }],
    })).toEqual([])
  })
})

test('the name rule refuses names that say nothing, and other spellings than kebab-case', () => {
  const bad = ['src-main/core/utils/hash.ts', 'src-main/core/base/string-helpers.ts', 'src-main/core/common.ts', 'test/job-manager.test.ts', 'src-main/core/readCsv.ts', 'src-main/core/read_csv.ts', 'src-main/Core/read.ts']
  expect(bad.filter(path => nameProblems(path).length !== 1)).toEqual([])
  const good = ['src-main/core/database/migrations/0001-foundation.ts', 'test/bench/paired.test.ts', 'test/bench/retrain.bench.ts', 'src-main/setup/python-env.d.mts', 'src-main/core/unlearning/commoner.ts']
  expect(good.flatMap(nameProblems)).toEqual([])
})
