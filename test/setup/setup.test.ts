import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
let clone: string
let emptyPath: string

beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), 'lethe-clone-'))
  for (const part of ['src-main/setup', 'package.json', 'package-lock.json', 'test/golden/requirements.txt']) cpSync(join(root, part), join(clone, part), { recursive: true })
  emptyPath = join(clone, 'empty')
  mkdirSync(emptyPath)
  mkdirSync(join(clone, 'src-main/shells/cli'), { recursive: true })
  writeFileSync(join(clone, 'src-main/shells/cli/main.ts'), 'const words: string[] = process.argv.slice(2); console.log(words.join("|")); process.exitCode = 4')
})
afterAll(() => rmSync(clone, { recursive: true, force: true }))

function run(script: string, args: string[], env: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(clone, 'src-main/setup', script), ...args], { encoding: 'utf8', env: { ...process.env, XDG_CACHE_HOME: join(clone, 'cache'), ...env } })
  return { status, stdout, stderr }
}

describe('in a fresh clone', () => {
  test('a missing npm is named with the command that brings it', () => {
    const { status, stdout, stderr } = run('lethe.mjs', ['demo'], { PATH: emptyPath })
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(/^npm is not on the PATH, .*\. Install it with ".+"/)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })

  test('the tests name a missing Python before anything is fetched', () => {
    const { status, stderr } = run('run-tests.mjs', [], { PATH: emptyPath })
    expect(status).toBe(1)
    expect(stderr).toMatch(/^The tests need Python 3\.9 or newer, and there is no python3 on the PATH\. Install it with ".+"/)
  })

  test.each([
    ['3.8.18 False True', /^The tests need Python 3\.9 or newer, and .+ is 3\.8\.18\. /],
    ['3.11.2 True False', /^The tests need Python's "venv" and "pip", and .+ \(3\.11\.2\) comes without them\. /],
  ])('the tests say what is wrong with a Python that answers "%s"', (answer, sentence) => {
    const folder = mkdtempSync(join(clone, 'python-'))
    writeFileSync(join(folder, 'python3'), `#!/bin/sh\necho ${answer}\n`, { mode: 0o755 })
    expect(run('run-tests.mjs', [], { PATH: folder }).stderr).toMatch(sentence)
  })

  test('packages somebody installed by hand are taken as they are, and the command runs with its arguments and its exit code', () => {
    symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'))
    expect(run('lethe.mjs', ['import', 'a file.csv', '--json'], { PATH: emptyPath })).toEqual({ status: 4, stdout: 'import|a file.csv|--json\n', stderr: '' })
  })
})

function runInPlace(program: string) {
  const runChild = pathToFileURL(join(root, 'src-main/setup/run-child.mjs')).href
  const script = `import { runChild } from '${runChild}'; process.exitCode = await runChild(process.execPath, ['-e', ${JSON.stringify(program)}])`
  return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
}

describe('a program that runs in our place', () => {
  test('hands on its exit code', async () => {
    expect(await once(runInPlace('process.exit(3)'), 'close')).toEqual([3, null])
  })

  test('ends us by the signal that ended it', async () => {
    expect(await once(runInPlace('process.kill(process.pid, "SIGKILL")'), 'close')).toEqual([null, 'SIGKILL'])
  })

  test('gets our signals and may finish its work', async () => {
    const parent = runInPlace('process.on("SIGTERM", () => process.exit(7)); process.stdout.write("."); setInterval(() => {}, 1000)')
    await once(parent.stdout, 'data')
    parent.kill('SIGTERM')
    expect(await once(parent, 'close')).toEqual([7, null])
  })
})
