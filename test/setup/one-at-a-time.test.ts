import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'

const module = pathToFileURL(join(import.meta.dirname, '../../src-main/setup/one-at-a-time.mjs')).href
let folder: string

beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'lethe-lock-')) })
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Starts a process that writes "name begins", does `work` and writes "name ends", all inside the lock. */
function start(name: string, work: string) {
  const script = `
    import { appendFileSync } from 'node:fs'
    import { oneAtATime } from '${module}'
    const note = what => appendFileSync(process.env.NOTES, '${name} ' + what + '\\n')
    await oneAtATime('test', async () => { note('begins'); process.stdout.write('.'); ${work}; note('ends') })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { env: { ...process.env, XDG_CACHE_HOME: folder, NOTES: join(folder, 'notes') }, stdio: ['ignore', 'pipe', 'ignore'] })
  return { child, begun: once(child.stdout, 'data'), ended: once(child, 'close') }
}

const notes = () => readFileSync(join(folder, 'notes'), 'utf8').trim().split('\n')
const pause = 'await new Promise(resolve => setTimeout(resolve, 100))'

test('processes started together take turns, and leave no lock behind', async () => {
  const names = ['a', 'b', 'c', 'd']
  await Promise.all(names.map(name => start(name, pause).ended))
  const order = notes()
  expect(order.map(line => line.split(' ')[1])).toEqual(names.flatMap(() => ['begins', 'ends']))
  for (let i = 0; i < order.length; i += 2) expect(order[i]!.split(' ')[0]).toBe(order[i + 1]!.split(' ')[0])
  expect(readdirSync(join(folder, 'lethe'))).toEqual([])
})

test('the lock of a killed process is taken over', async () => {
  const killed = start('killed', 'await new Promise(resolve => setTimeout(resolve, 60_000))')
  await killed.begun
  killed.child.kill('SIGKILL')
  await killed.ended
  await start('next', '').ended
  expect(notes()).toEqual(['killed begins', 'next begins', 'next ends'])
})

test('a killed holder whose child still works keeps the others waiting until that child is done', async () => {
  const worker = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 700)'])
  const lock = join(folder, 'lethe', 'test.lock')
  mkdirSync(lock, { recursive: true })
  writeFileSync(join(lock, 'holder.json'), JSON.stringify({ token: 'killed', host: hostname(), pids: [deadProcess, worker.pid] }))
  const next = start('next', '')
  await next.begun
  expect(isRunning(worker.pid!)).toBe(false)
  await next.ended
})

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const deadProcess = 2 ** 22 + 1 // above the largest process id of Linux
