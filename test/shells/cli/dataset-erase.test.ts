import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, copyForTest, expectRefusal, lethe, sampleImport, sampleRecords } from './lethe.ts'

const rows = sampleRecords.length
let folder: string
let prepared: string
let datasetId: string
let modelId: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-dataset-erase-'))
  prepared = join(folder, 'workspace')
  datasetId = (await ask<{ datasetId: string }>(prepared, sampleImport)).datasetId
  modelId = (await ask<{ modelId: string }>(prepared, ['train', 'visits'])).modelId
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const onTerminal = ['python3', '-c', 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))']

/** Answers the question on a terminal. */
function answering(workspace: string, typed: string) {
  return lethe(['dataset', 'erase', 'visits', '--workspace', workspace], { through: onTerminal, input: null, meanwhile: child => {
    let said = ''
    let answered = false
    child.stdout!.on('data', chunk => {
      said += String(chunk)
      if (answered || !said.includes('to go on: ')) return
      answered = true
      child.stdin!.end(`${typed}\n`)
    })
  } })
}

test('a script says --yes; without it nothing is erased', async () => {
  const workspace = copyForTest(prepared)
  expectRefusal(await lethe(['dataset', 'erase', 'visits', '--workspace', workspace, '--json']), 'usage/missing-option', 2)
  expect(await ask(workspace, ['dataset', 'list'])).toMatchObject({ datasets: [{ rows }] })
  expect(await ask(workspace, ['dataset', 'erase', 'VISITS', '--yes'])).toMatchObject({ datasetId, erasedRows: rows, models: [modelId], residue: { found: 0 } })
  expect(await ask(workspace, ['dataset', 'list'])).toEqual({ datasets: [] })
  expect(await ask(workspace, ['workspace', 'scan', '--for', sampleRecords[3]![0]!])).toEqual({ found: [], notSearchable: 0 })
  expectRefusal(await lethe(['dataset', 'show', datasetId, '--workspace', workspace, '--json']), 'dataset/erased', 2)
  expectRefusal(await lethe(['model', 'show', modelId, '--workspace', workspace, '--json']), 'model/gone', 2)
})

test('an open request is named, and how many there are', async () => {
  const workspace = copyForTest(prepared)
  const { requestId } = await ask<{ requestId: string }>(workspace, ['request', 'open', 'visits', '--rows', '-', '--law', 'gdpr'], { input: '1\n' })
  const refused = await lethe(['dataset', 'erase', 'visits', '--yes', '--workspace', workspace, '--json'])
  expectRefusal(refused, 'dataset/open-requests', 2)
  expect(refused.stderr).toContain(requestId)
})

describe.skipIf(process.platform === 'win32')('on a terminal', () => {
  test('other words than those asked for leave everything as it was', async () => {
    const workspace = copyForTest(prepared)
    const { stdout, status } = await answering(workspace, 'yes')
    expect(stdout).toContain(`This erases ${rows.toLocaleString('en')} rows of "visits" and 1 model that learned from them, for good.`)
    expect(stdout).toContain('Cancelled. Nothing was left half done.')
    expect(status).toBe(1)
    expect(await ask(workspace, ['dataset', 'list'])).toMatchObject({ datasets: [{ rows }] })
  })

  test('the words typed erase it, and what was done is said', async () => {
    const workspace = copyForTest(prepared)
    const { stdout, status } = await answering(workspace, 'erase visits')
    expect(status).toBe(0)
    expect(stdout).toContain(`Erased the dataset ${datasetId} with ${rows.toLocaleString('en')} rows in `)
    expect(stdout).toContain(`Erased 1 model that had learned from it: ${modelId}.`)
    expect(stdout).toMatch(/Searched \d+ files \([\d.]+ MB\) for [\d,]+ traces of the erased values: none is left\./)
    expect(stdout).not.toMatch(/undefined|NaN|\[object/)
  })
})

test('killed after the rows were gone, the next command finishes it and says so; erasing it again by its id answers with the report', async () => {
  for (const [words, expected] of [[['status'], `(${datasetId}) was interrupted after its rows were gone: it has been finished now.`], [['dataset', 'erase', datasetId, '--yes'], `Erased the dataset ${datasetId}`]] as const) {
    const workspace = copyForTest(prepared)
    expect(spawnSync(process.execPath, [join(import.meta.dirname, '../../support/die-at.ts'), workspace, datasetId, 'overwrite']).signal).toBe('SIGKILL')
    const { stdout, status } = await lethe([...words, '--workspace', workspace])
    expect(stdout).toContain(expected)
    expect(status).toBe(0)
    expect(await ask(workspace, ['ledger', 'check'])).toMatchObject({ ok: true })
  }
})
