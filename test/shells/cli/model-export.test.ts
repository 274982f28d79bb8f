import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ExportedCopy, ExportedModel } from '../../../src-main/contract/model.ts'
import { sha256 } from '../../../src-main/core/base/hash.ts'
import { ask, copyForTest, expectRefusal, folderForTest, lethe, sampleImport } from './lethe.ts'

let folder: string
let prepared: string
let model: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-exports-'))
  prepared = join(folder, 'workspace')
  await ask(prepared, sampleImport)
  model = (await ask<{ modelId: string }>(prepared, ['train', 'visits', '--set', 'test-share=0'])).modelId
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function say(workspace: string, words: readonly string[]): Promise<string> {
  const { status, stderr, stdout } = await lethe([...words, '--workspace', workspace])
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).not.toMatch(/undefined|NaN|\[object/)
  return stdout
}

const copiesIn = async (workspace: string) => (await ask<{ exports: ExportedCopy[] }>(workspace, ['model', 'exports'])).exports

test('a model is exported, its copy is to be replaced when it forgets, and that is confirmed', async () => {
  const here = copyForTest(prepared)
  const out = join(folderForTest(), 'visits.onnx')
  expect(await say(here, ['model', 'exports'])).toBe('No copy of a model has left. "lethe model export MODEL --out FILE.onnx" writes one.\n')
  const exported = await ask<ExportedModel>(here, ['model', 'export', model, '--out', out, '--recipient', 'Clinic Süd \u001b[31m'])
  expect(exported).toMatchObject({ modelId: model, version: 1, file: out, sha256: sha256(readFileSync(out)).toString('hex'), warning: null })
  expect(await say(here, ['model', 'exports', '--model', model])).toMatch(new RegExp(`^copy +model +version +exported +state +recipient\\n${exported.exportId} +${model} +1 +\\S+ +of the model as it is +Clinic Süd`))
  expect(await say(here, ['model', 'exports'])).not.toContain('\u001b')

  const { requestId } = await ask<{ requestId: string }>(here, ['request', 'open', 'visits', '--rows', '-'], { input: '7\n' })
  await ask(here, ['erase', requestId])
  expect(await say(here, ['model', 'exports'])).toContain('to be replaced')
  expect(await say(here, ['status'])).toContain('1 exported copy of models to be replaced: "lethe model exports" lists them.')
  expect(await ask(here, ['status'])).toMatchObject({ copiesToReplace: 1 })
  expect(await say(here, ['record', 'show', requestId])).toContain(`- whoever has the exported copy of the model ${model}: it holds what the model has forgotten, and has to be replaced`)

  const second = join(folderForTest(), 'second.onnx')
  expectRefusal(await lethe(['model', 'export', model, '--out', second, '--workspace', here, '--json']), 'model/small-batch', 2)
  expect(existsSync(second)).toBe(false)
  expect(await say(here, ['model', 'export', model, '--out', second, '--accept-small-batch'])).toMatch(/\nAccepted: whoever also has an earlier copy can work out what the rows of 1 person held \(the policy asks for 10\)\. The ledger says so\.\n$/)

  const today = new Date()
  const day = [today.getFullYear(), String(today.getMonth() + 1).padStart(2, '0'), String(today.getDate()).padStart(2, '0')].join('-')
  expect(await ask(here, ['model', 'replaced', exported.exportId, '--on', day])).toMatchObject({ exportId: exported.exportId, state: 'replaced' })
  expect(await say(here, ['model', 'exports'])).toMatch(/replaced \d{4}-/)
  expectRefusal(await lethe(['model', 'replaced', exported.exportId, '--workspace', here, '--json']), 'export/already-replaced', 2)
  expect((await copiesIn(here)).map(({ state }) => state)).toEqual(['present', 'replaced'])
  expect(await ask(here, ['ledger', 'check'])).toMatchObject({ ok: true })
  expect(await say(here, ['ledger', 'list', '--kind', 'models'])).toMatch(/export-replaced/)
}, 180_000)

const target = () => join(folderForTest(), 'model.onnx')

describe('refuses', () => {
  test.each<[string, string, 1 | 2, (here: string) => string[]]>([
    ['no file', 'usage/missing-option', 2, () => ['model', 'export', model]],
    ['no model', 'usage/missing-argument', 2, () => ['model', 'export', '--out', target()]],
    ['a model there is not', 'model/not-found', 2, () => ['model', 'export', 'm-000000000000', '--out', target()]],
    ['a folder there is not', 'export/cannot-write', 1, () => ['model', 'export', model, '--out', join(folderForTest(), 'nowhere', 'x.onnx')]],
    ['a place in the workspace', 'export/inside-workspace', 2, here => ['model', 'export', model, '--out', join(here, 'x.onnx')]],
    ['a recipient too long', 'usage/bad-input', 2, () => ['model', 'export', model, '--out', target(), '--recipient', 'x'.repeat(501)]],
    ['copies of a model there is not', 'model/not-found', 2, () => ['model', 'exports', '--model', 'm-000000000000']],
    ['a copy there is not', 'export/not-found', 2, () => ['model', 'replaced', 'cp-000000000000']],
    ['a day there is not', 'usage/bad-option-value', 2, () => ['model', 'replaced', 'cp-000000000000', '--on', '2026-02-30']],
    ['words for a day', 'usage/bad-option-value', 2, () => ['model', 'replaced', 'cp-000000000000', '--on', 'yesterday']],
  ])('%s', async (_, code, status, words) => {
    const here = copyForTest(prepared)
    expectRefusal(await lethe([...words(here), '--workspace', here, '--json']), code, status)
    expect(await copiesIn(here)).toEqual([])
  })

  test('to write over a file, to name a copy of the present model as replaced, and days that cannot be', async () => {
    const here = copyForTest(prepared)
    const file = target()
    writeFileSync(file, 'mine')
    expectRefusal(await lethe(['model', 'export', model, '--out', file, '--workspace', here, '--json']), 'export/file-exists', 2)
    expect(readFileSync(file, 'utf8')).toBe('mine')
    const { exportId } = await ask<ExportedModel>(here, ['model', 'export', model, '--out', target()])
    expectRefusal(await lethe(['model', 'replaced', exportId, '--workspace', here, '--json']), 'export/not-superseded', 2)
    const { requestId } = await ask<{ requestId: string }>(here, ['request', 'open', 'visits', '--rows', '-'], { input: '7\n' })
    await ask(here, ['erase', requestId])
    expectRefusal(await lethe(['model', 'replaced', exportId, '--on', '2999-01-01', '--workspace', here, '--json']), 'export/replaced-later', 2)
    expectRefusal(await lethe(['model', 'replaced', exportId, '--on', '2020-01-01', '--workspace', here, '--json']), 'export/replaced-too-early', 2)
    expect(await copiesIn(here)).toMatchObject([{ state: 'to-be-replaced', replacedAt: null }])
  }, 180_000)
})
