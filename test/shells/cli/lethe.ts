import { spawn, type ChildProcess } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { workspaceBytes } from '../../support/workspace-bytes.ts'

export const root = join(import.meta.dirname, '../../..')
export const commandLine = join(root, 'src-main/shells/cli/main.ts')
export const sampleFile = join(root, 'resources/samples/clinic-visits.csv')
export const sampleImport = ['import', sampleFile, '--name', 'visits', '--subject', 'patient_id', '--label', 'no_show', '--ignore', 'email']

/** The sample's records as cells; it holds no quotes. */
export const sampleRecords: readonly (readonly string[])[] = readFileSync(sampleFile, 'utf8').trimEnd().split('\n').slice(1).map(line => line.split(','))

/** Compiled once for all the processes of these tests: half of their start. */
const compiled = join(tmpdir(), 'lethe-tests-compiled')

export interface Ended {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface LetheOptions {
  /** What is on its standard input; null leaves it open for `meanwhile`. */
  readonly input?: string | Uint8Array | null
  /** The program and arguments to start it with, in front of the command line's own. */
  readonly through?: readonly string[]
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  readonly uid?: number
  /** Called with the running process. */
  readonly meanwhile?: (child: ChildProcess) => void
}

/** Runs the real command line in a process of its own. */
export function lethe(words: readonly string[], { input, through = [], meanwhile, ...options }: LetheOptions = {}): Promise<Ended> {
  const [program, ...args] = [...through, process.execPath, commandLine, ...words]
  const child = spawn(program!, args, { stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'], ...options, env: { NODE_COMPILE_CACHE: compiled, ...process.env, ...options.env } })
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout!.on('data', chunk => out.push(chunk as Buffer))
  child.stderr!.on('data', chunk => err.push(chunk as Buffer))
  // A process that refuses its arguments ends without reading its input.
  child.stdin?.on('error', () => {})
  if (input !== null) child.stdin?.end(input)
  meanwhile?.(child)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status, signal) => resolve({ status, signal, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }))
  })
}

/** Runs it with --json, which must succeed, and gives the object. */
export async function ask<T = Record<string, unknown>>(workspace: string, words: readonly string[], options: LetheOptions = {}): Promise<T> {
  const ended = await lethe([...words, '--workspace', workspace, '--json'], options)
  expect(ended.stderr).toBe('')
  expect(ended.status).toBe(0)
  return JSON.parse(ended.stdout) as T
}

/** One object {code, message} on standard error, nothing on standard output, and a sentence that names no value of a person. */
export function expectRefusal(ended: Ended, code: string, status: 1 | 2, unsaid: readonly string[] = []): void {
  expect(ended.stdout).toBe('')
  const { code: found, message, ...rest } = JSON.parse(ended.stderr) as { code: string; message: string }
  expect({ code: found, status: ended.status, rest }).toEqual({ code, status, rest: {} })
  expect(message).toMatch(/^\S[^\n]*[.?]$/)
  expect(message).not.toContain('undefined')
  for (const value of unsaid) expect(message.toLowerCase()).not.toContain(value.toLowerCase())
}

/** The files of a folder as they are, without a database's log: opening writes nothing into it that stays. */
export const contentOf = (directory: string): [string, string][] =>
  [...workspaceBytes(directory)].filter(([name]) => !/(-wal|-shm|-journal)$/.test(name)).map(([name, bytes]): [string, string] => [name, bytes.toString('base64')])

/** A folder for one test, removed when it ends. */
export function folderForTest(): string {
  const made = mkdtempSync(join(tmpdir(), 'lethe-cli-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

/** A copy of a prepared workspace for one test. */
export function copyForTest(prepared: string): string {
  const workspace = join(folderForTest(), 'workspace')
  cpSync(prepared, workspace, { recursive: true })
  return workspace
}
