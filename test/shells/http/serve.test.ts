import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { filesIn, ticketIn } from '../../support/page-server.ts'
import { ask, lethe, root, sampleImport } from '../cli/lethe.ts'

interface Serving {
  readonly child: ChildProcess
  readonly directory: string
  readonly outside: string
  stdout(): string
  stderr(): string
  /** The first line of its output, as an object. */
  readonly started: Promise<{ readonly origin: string; readonly openFile: string }>
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>
}

interface ServingOptions {
  readonly words?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** True: as a person runs it, not a program. */
  readonly inWords?: boolean
  readonly withoutWindow?: boolean
  /** A program and its arguments to start it through. */
  readonly through?: readonly string[]
  /** A workspace of its own by default. */
  readonly workspace?: string
}

/** `lethe serve` of this checkout in a process of its own, with a small window in place of the built one. Killed and removed when the test ends. */
function serving({ words = [], env = {}, inWords = false, withoutWindow = false, workspace, through = [] }: ServingOptions = {}): Serving {
  const outside = mkdtempSync(join(tmpdir(), 'lethe-serve-'))
  const product = join(outside, 'product')
  mkdirSync(join(product, 'out/renderer'), { recursive: true })
  for (const name of ['package.json', 'resources', 'node_modules', 'src-main']) symlinkSync(join(root, name), join(product, name))
  if (!withoutWindow) writeFileSync(join(product, 'out/renderer/index.html'), '<!doctype html><title>Window</title>')
  const directory = workspace ?? join(outside, 'workspace')
  const [program, ...args] = [
    ...through, process.execPath, '--preserve-symlinks', '--preserve-symlinks-main', join(product, 'src-main/shells/cli/main.ts'), 'serve', '--workspace', directory, ...(inWords ? [] : ['--json']), ...words,
  ]
  const child = spawn(program!, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, DISPLAY: undefined, WAYLAND_DISPLAY: undefined, ...env } })
  let [out, problems] = ['', '']
  child.stdout!.setEncoding('utf8').on('data', chunk => (out += chunk))
  child.stderr!.setEncoding('utf8').on('data', chunk => (problems += chunk))
  const ended = once(child, 'close').then(([code, signal]) => ({ code: code as number | null, signal: signal as NodeJS.Signals | null }))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
    rmSync(outside, { recursive: true, force: true })
  })
  const firstLine = async () => {
    while (!out.includes('\n')) {
      if (child.exitCode !== null) throw new Error(`ended: ${problems}`)
      await Promise.race([once(child.stdout!, 'data'), ended])
    }
    return out.split('\n')[0]!
  }
  const started = firstLine().then(line => (inWords ? { origin: line, openFile: '' } : JSON.parse(line) as { origin: string; openFile: string }))
  started.catch(() => {})
  return { child, directory, outside, stdout: () => out, stderr: () => problems, started, ended }
}

const linkIn = (openFile: string): string => /url=([^"]+)"/.exec(readFileSync(openFile, 'utf8'))![1]!

const post = async (origin: string, path: string, content: unknown, token?: string): Promise<{ ok: boolean; value: Record<string, unknown> }> => (await fetch(origin + path, {
  method: 'POST', headers: { origin, 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) }, body: JSON.stringify(content),
})).json() as Promise<{ ok: boolean; value: Record<string, unknown> }>

const letIn = async (origin: string, openFile: string): Promise<string> => (await post(origin, '/ticket', { ticket: ticketIn(linkIn(openFile)) })).value['token'] as string

/** Nobody listens there any more, and nothing of the page lies about. */
async function expectNothingLeft({ directory }: Serving, origin: string): Promise<void> {
  await expect(fetch(origin)).rejects.toThrow('fetch failed')
  expect(filesIn(join(directory, 'temporary'))).toEqual([])
  expect(existsSync(join(directory, 'engine.json'))).toBe(false)
}

test.each(['SIGINT', 'SIGTERM'] as const)('it serves until %s, and leaves nothing running and no file', async signal => {
  const run = serving()
  const { origin, openFile } = await run.started
  expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect((statSync(openFile).mode & 0o777).toString(8)).toBe('600')
  expect(await (await fetch(origin)).text()).toContain('Window')
  const token = await letIn(origin, openFile)
  expect(await post(origin, '/api/workspace.scan', { value: 'nothing like it' }, token)).toMatchObject({ ok: true })
  const workers = childrenOf(run.child.pid!)
  run.child.kill(signal)
  expect(await run.ended).toEqual({ code: 0, signal: null })
  expect(run.stdout().trim().split('\n').map(line => JSON.parse(line) as object)).toEqual([{ origin, openFile }, { origin, stopped: true }])
  await expectNothingLeft(run, origin)
  expect(workers.filter(isAlive)).toEqual([])
})

/** Processes it has started, where the system says so. */
function childrenOf(pid: number): number[] {
  const list = `/proc/${pid}/task/${pid}/children`
  return existsSync(list) ? readFileSync(list, 'utf8').trim().split(' ').filter(text => text !== '').map(Number) : []
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('a page can end it', async () => {
  const run = serving()
  const { origin, openFile } = await run.started
  await post(origin, '/stop', {}, await letIn(origin, openFile))
  expect(await run.ended).toEqual({ code: 0, signal: null })
  await expectNothingLeft(run, origin)
})

test('a command on the same workspace works through it meanwhile', async () => {
  const run = serving()
  const { origin, openFile } = await run.started
  const token = await letIn(origin, openFile)
  writeFileSync(join(run.outside, 'people.csv'), 'id,age,late\nP-1001,30,yes\nP-1002,40,no\n')
  const imported = await lethe(['import', join(run.outside, 'people.csv'), '--name', 'people', '--json', '--workspace', run.directory])
  expect([imported.stderr, imported.status]).toEqual(['', 0])
  expect((await post(origin, '/api/dataset.list', {}, token)).value).toMatchObject([{ name: 'people', rows: 2 }])
})

test('killed, it leaves a workspace that opens again, without its files', async () => {
  const run = serving()
  const { openFile } = await run.started
  run.child.kill('SIGKILL')
  await run.ended
  expect(existsSync(openFile)).toBe(true)
  const listed = await lethe(['dataset', 'list', '--json', '--workspace', run.directory])
  expect([listed.stderr, listed.status]).toEqual(['', 0])
  expect(filesIn(join(run.directory, 'temporary'))).toEqual([])
})

test('the browser is asked to open the file: neither a command line nor the output ever holds the ticket', async () => {
  const bin = mkdtempSync(join(tmpdir(), 'lethe-bin-'))
  onTestFinished(() => rmSync(bin, { recursive: true, force: true }))
  writeFileSync(join(bin, 'xdg-open'), `#!/bin/sh\necho "$@" > ${join(bin, 'opened')}\ncat "$(printf %s "$1" | sed 's#^file://##')" > ${join(bin, 'content')}\n`)
  chmodSync(join(bin, 'xdg-open'), 0o755)
  const run = serving({ env: { DISPLAY: ':9', PATH: `${bin}${delimiter}${process.env['PATH']}` } })
  const { openFile } = await run.started
  expect(readFileSync(join(bin, 'opened'), 'utf8').trim()).toBe(`file://${openFile}`)
  const link = linkIn(openFile)
  expect(readFileSync(join(bin, 'content'), 'utf8')).toContain(link)
  const said = run.stdout() + run.stderr() + (existsSync(`/proc/${run.child.pid}/cmdline`) ? readFileSync(`/proc/${run.child.pid}/cmdline`, 'utf8') : '')
  expect(said).not.toContain(ticketIn(link))
})

test.each([[{ DISPLAY: ':9', PATH: '/nowhere' }, []], [{}, []], [{ DISPLAY: ':9' }, ['--no-open']]] as const)('where no browser opens (%j %j) it says which file to open, and no link into a pipe', async (env, words) => {
  const run = serving({ env, words, inWords: true })
  await run.started
  while (run.stdout().split('\n').length < 3) await once(run.child.stdout!, 'data')
  const [at, file] = run.stdout().split('\n')
  expect(at).toMatch(/^Lethe serves this computer at http:\/\/127\.0\.0\.1:\d+ until Ctrl-C\. Open this file in a browser, once, within ten minutes:$/)
  expect(existsSync(file!.trim())).toBe(true)
  expect(run.stdout()).not.toContain('ticket')
  run.child.kill('SIGINT')
  await run.ended
  expect(run.stdout().trim().split('\n').at(-1)).toBe('Stopped; nothing is left running.')
})

test('a port of its own is kept to, and one that is taken is an error', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }
  const refused = serving({ words: ['--port', String(port)] })
  expect(await refused.ended).toEqual({ code: 1, signal: null })
  expect(JSON.parse(refused.stderr())).toEqual({ code: 'serve/port-in-use', message: `Another program uses port ${port} of this computer. Choose another with --port, or leave --port out to get a free one.` })
  expect(filesIn(join(refused.directory, 'temporary'))).toEqual([])
  await new Promise(resolve => taken.close(resolve))
  const run = serving({ words: ['--port', String(port)] })
  expect((await run.started).origin).toBe(`http://127.0.0.1:${port}`)
})

test.each(['0', '-1', '65536', '80.5', 'http', '', '99999999999'])('"%s" is no port', async port => {
  const run = serving({ words: [`--port=${port}`] })
  expect(await run.ended).toEqual({ code: 2, signal: null })
  expect((JSON.parse(run.stderr()) as { code: string }).code).toBe('usage/bad-option-value')
})

test('two serve two workspaces at the same time, on two ports', async () => {
  const [one, other] = [await serving().started, await serving().started]
  expect(one.origin).not.toBe(other.origin)
})

test('a second one on the same workspace is refused', async () => {
  const run = serving()
  await run.started
  const second = serving({ workspace: run.directory })
  expect(await second.ended).toEqual({ code: 1, signal: null })
  expect((JSON.parse(second.stderr()) as { code: string }).code).toBe('workspace/in-use')
  expect((await fetch((await run.started).origin)).status).toBe(200)
})

test('without a built window it says how to build one', async () => {
  const run = serving({ withoutWindow: true })
  expect(await run.ended).toEqual({ code: 1, signal: null })
  expect(JSON.parse(run.stderr())).toEqual({ code: 'serve/window-not-built', message: 'The window has not been built yet. Run "npm start" once, which builds it, or "npx electron-vite build".' })
})

test('where the disk takes no more of a file, that is said, and nothing of it is kept', async () => {
  const run = serving({ through: ['bash', '-c', 'ulimit -f 2000; exec "$@"', 'bash'] })
  const { origin, openFile } = await run.started
  const token = await letIn(origin, openFile)
  const bytes = Buffer.alloc(8 * 1024 * 1024)
  const { value } = await post(origin, '/files/read', { name: 'people.csv', sizeBytes: bytes.length }, token)
  const answer = await fetch(`${origin}/files/read/${String(value['token'])}`, { method: 'POST', headers: { origin, authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' }, body: bytes })
  expect([answer.status, ((await answer.json()) as { error: unknown }).error]).toEqual([507, { code: 'file/no-space', details: { neededMebibytes: 8, freeMebibytes: 0 } }])
  expect(filesIn(join(run.directory, 'temporary'))).toEqual([])
})

test('a workspace whose folder other users may enter is given no page', async () => {
  const run = serving()
  const { openFile } = await run.started
  // What file systems without permissions look like: everything open to everybody.
  chmodSync(join(openFile, '..'), 0o755)
  const token = await letIn((await run.started).origin, openFile)
  expect(await post((await run.started).origin, '/files/read', { name: 'a.csv', sizeBytes: 1 }, token)).toMatchObject({ ok: false, error: { code: 'serve/not-private' } })
})

test('keys behind a passphrase are opened once, as it starts: its workers erase and sign with them', { timeout: 60_000 }, async () => {
  const outside = mkdtempSync(join(tmpdir(), 'lethe-serve-keys-'))
  onTestFinished(() => rmSync(outside, { recursive: true, force: true }))
  const file = (name: string, content: string) => {
    writeFileSync(join(outside, name), content)
    return join(outside, name)
  }
  const workspace = join(outside, 'workspace')
  const right = file('right.txt', 'four words taken at random\n')
  await ask(workspace, sampleImport)
  await ask(workspace, ['key', 'protect', '--passphrase-file', right])
  const { requestId } = await ask<{ requestId: string }>(workspace, ['request', 'open', 'visits', '--rows', file('rows.txt', '1\n'), '--passphrase-file', right])

  const refused = serving({ workspace, words: ['--no-open', '--passphrase-file', file('wrong.txt', 'four words taken at randon\n')] })
  expect(await refused.ended).toMatchObject({ code: 2 })
  expect(refused.stderr()).toContain('workspace/passphrase-wrong')

  const served = serving({ workspace, words: ['--no-open'], env: { LETHE_PASSPHRASE_FILE: right } })
  await served.started
  // No passphrase here: the engine that is running has the keys.
  await ask(workspace, ['erase', requestId])
  expect((await lethe(['ledger', 'check', '--workspace', workspace])).stdout).toContain('intact')
  expect(served.stdout() + served.stderr()).not.toContain('four words')
})
