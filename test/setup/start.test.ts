import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// The real start and the real builder, in a checkout whose program is two lines long.

const root = join(import.meta.dirname, '../..')
let clone: string

beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), 'lethe-start-'))
  for (const part of ['src-main/setup', 'package.json', 'package-lock.json']) cpSync(join(root, part), join(clone, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'))
  mkdirSync(join(clone, 'src-main/shells/cli'), { recursive: true })
  writeFileSync(join(clone, 'src-main/shells/cli/main.ts'), `console.log('page', process.argv.slice(2).join(' '))`)
  writeFileSync(join(clone, 'src-main/window.ts'), `console.log('first')`)
  writeFileSync(join(clone, 'electron.vite.config.ts'), `export default { main: { build: { outDir: 'out/main', rolldownOptions: { input: 'src-main/window.ts' } } } }`)
})
afterAll(() => rmSync(clone, { recursive: true, force: true }))

interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** What a person sees, without the lines about building. */
function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(clone, 'src-main/setup/start.mjs'), ...args], {
    encoding: 'utf8', env: { ...process.env, XDG_CACHE_HOME: join(clone, 'cache'), DISPLAY: undefined, WAYLAND_DISPLAY: undefined, ELECTRON_BIN: undefined, ...env },
  })
  return { status, stdout, stderr: stderr.replaceAll(/^(Building .*| {2}\d+ s)\n/gm, '') }
}

/** A program that answers what Electron answers, and then does as told. */
function electronThat(does: string): NodeJS.ProcessEnv {
  const binary = join(clone, 'electron')
  writeFileSync(binary, `#!/bin/sh\nif [ "$1" = -p ]; then echo 45.4.1; exit; fi\n${does}\n`, { mode: 0o755 })
  return { DISPLAY: ':77', ELECTRON_BIN: binary }
}

describe.runIf(process.platform === 'linux')('npm start', () => {
  test('opens the local page where there is no display, and says so in one line', () => {
    expect(start(['--workspace', '/w', '--port', '7'])).toEqual({ status: 0, stdout: 'page serve --workspace /w --port 7\n', stderr: 'There is no display for a window; opening the local page in the browser instead.\n' })
  })

  test('opens the local page without a word where it is asked for', () => {
    expect(start(['--browser', '--port', '7'], electronThat('exit 9'))).toEqual({ status: 0, stdout: 'page serve --port 7\n', stderr: '' })
  })

  test('runs the Electron it is given on this checkout, with its arguments and its exit code', () => {
    expect(start(['--workspace', '/w', '--no-sandbox'], electronThat('echo "window $*"; exit 3'))).toEqual({ status: 3, stdout: `window ${clone} --workspace /w --no-sandbox\n`, stderr: '' })
  })

  test('keeps what Chromium says about itself from the terminal, and nothing else', () => {
    const { stderr } = start(['--no-sandbox'], electronThat('echo "[123:1125/031914.024105:ERROR:bus.cc(399)] Failed to connect to the bus" >&2; echo "a line of ours" >&2'))
    expect(stderr).toBe('a line of ours\n')
  })

  test.each([
    ['a library is missing', 'echo "electron: error while loading shared libraries: libnss3.so: cannot open shared object file" >&2; exit 127', 'electron: error while loading shared libraries: libnss3.so: cannot open shared object file'],
    ['there is no sandbox', 'echo "[99:1125/031914.2:FATAL:setuid_sandbox_host.cc(158)] The SUID sandbox helper binary was found, but is not configured correctly." >&2; kill -TRAP $$', 'The SUID sandbox helper binary was found, but is not configured correctly.'],
  ])('opens the local page where Electron does not start because %s', (_why, does, said) => {
    const { status, stdout, stderr } = start(['--no-sandbox', '--workspace', '/w'], electronThat(does))
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'page serve --workspace /w\n' })
    expect(stderr.trim().split('\n').at(-1)).toBe(`Electron does not start here (${said}); opening the local page in the browser instead.`)
  })

  test('stops at an ELECTRON_BIN that is none', () => {
    for (const ELECTRON_BIN of ['/none', '/bin/true']) {
      expect(start(['--no-sandbox'], { DISPLAY: ':77', ELECTRON_BIN })).toEqual({ status: 1, stdout: '', stderr: `ELECTRON_BIN names ${ELECTRON_BIN}, which is no Electron that runs. Correct it, or unset it.\n` })
    }
  })

  test.runIf(process.getuid?.() === 0)('does not try Electron as the superuser', () => {
    expect(start([], electronThat('exit 9')).stderr).toBe('Electron opens no window for the superuser; opening the local page in the browser instead.\n')
  })
})

function build(): { readonly status: number | null; readonly built: boolean; readonly stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, [join(clone, 'src-main/setup/run-build.mjs')], { encoding: 'utf8', env: { ...process.env, XDG_CACHE_HOME: join(clone, 'cache') } })
  return { status, built: stderr.startsWith('Building the window'), stderr }
}

describe('the build', () => {
  test('is made from the sources as they are, and only when one has changed', () => {
    build()
    expect(build()).toMatchObject({ status: 0, built: false })
    writeFileSync(join(clone, 'src-main/window.ts'), `console.log('second')`)
    expect(build()).toMatchObject({ status: 0, built: true })
    expect(build()).toMatchObject({ status: 0, built: false })
    rmSync(join(clone, 'out'), { recursive: true })
    expect(build()).toMatchObject({ status: 0, built: true })
  })

  test('that fails says why in the builder’s own words, and is not taken for done', () => {
    writeFileSync(join(clone, 'src-main/window.ts'), 'import { none } from "./none.ts"; none()')
    const first = build()
    expect(first).toMatchObject({ status: 1, built: true })
    expect(first.stderr).toMatch(/none\.ts/)
    expect(first.stderr).toMatch(/The window could not be built \(exit code 1; the builder's own words are above\)\.\n$/)
    expect(build()).toMatchObject({ status: 1, built: true })
  })
})
