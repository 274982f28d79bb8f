import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ask, folderForTest, lethe, sampleImport } from './lethe.ts'

/** Runs what follows on a terminal of its own; standard output and error come out as one. */
const onTerminal = ['python3', '-c', 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))']
const newLine = '\r\u001b[2K'

/** A file that takes a moment to import. */
function longFile(folder: string): string {
  const file = join(folder, 'long.csv')
  writeFileSync(file, `id,size,label\n${Array.from({ length: 120_000 }, (_, i) => `person-${i},${i % 97},${i % 2 ? 'yes' : 'no'}`).join('\n')}\n`)
  return file
}

/** Resolves when the program has written this. */
function said(child: ChildProcess, words: string): Promise<void> {
  let text = ''
  return new Promise(resolve => child.stdout!.on('data', chunk => {
    text += String(chunk)
    if (text.includes(words)) resolve()
  }))
}

describe.skipIf(process.platform === 'win32')('on a terminal', () => {
  test('a long task shows what it does and how far it is on one changing line, which is gone when the answer comes', async () => {
    const folder = folderForTest()
    const { stdout, status } = await lethe(['import', longFile(folder), '--name', 'long', '--workspace', join(folder, 'w')], { through: onTerminal })
    expect(status).toBe(0)
    const shown = stdout.split(newLine)
    expect(shown).toContainEqual(expect.stringMatching(/^Looking at the file: \d+ %/))
    expect(shown).toContainEqual(expect.stringMatching(/^Storing rows: \d+ %/))
    expect(shown.at(-1)).toMatch(/^Imported 120,000 rows as "long"/)
  })

  test('Ctrl-C says that it was heard, and that another one is safe', async () => {
    const folder = folderForTest()
    const words = ['import', longFile(folder), '--name', 'long', '--workspace', join(folder, 'w')]
    const { stdout, status } = await lethe(words, { through: onTerminal, input: null, meanwhile: child => void said(child, 'Storing rows').then(() => child.stdin!.end('\u0003')) })
    expect(stdout).toContain('Stopping (Ctrl-C again ends it at once, which is safe too)')
    expect(stdout).toContain('Cancelled. Nothing was left half done.')
    expect(status).toBe(1)
    expect(await ask(join(folder, 'w'), ['dataset', 'list'])).toEqual({ datasets: [] })
  })

  test('with --json nothing but the object is written', async () => {
    const folder = folderForTest()
    const { stdout } = await lethe(['import', longFile(folder), '--name', 'long', '--json', '--workspace', join(folder, 'w')], { through: onTerminal })
    expect(JSON.parse(stdout)).toMatchObject({ rows: 120_000 })
  })
})

describe('in a pipe', () => {
  test('a long task shows no progress', async () => {
    const folder = folderForTest()
    const { stdout, stderr } = await lethe(['import', longFile(folder), '--name', 'long', '--workspace', join(folder, 'w')])
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^Imported 120,000 rows as "long"/)
  })

  test('what would steer a terminal is escaped in JSON too, and reads as it was', async () => {
    const workspace = join(folderForTest(), 'w')
    const name = 'na\u009b31mme \u202ex'
    await ask(workspace, [...sampleImport.slice(0, 3), name])
    const { stdout } = await lethe(['dataset', 'list', '--json', '--workspace', workspace])
    expect(stdout).not.toMatch(/[\u009b\u202e]/)
    expect(JSON.parse(stdout)).toMatchObject({ datasets: [{ name }] })
  })
})

test.skipIf(process.platform === 'win32')('a second after it was heard, another Ctrl-C ends the process at once, also in a step that never lets go', async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'cancel-slowly.ts')], { stdio: ['ignore', 'pipe', 'inherit'] })
  await said(child, 'ready')
  child.kill('SIGINT')
  await said(child, 'busy')
  child.kill('SIGINT')
  expect(await once(child, 'close')).toEqual([null, 'SIGINT'])
})
