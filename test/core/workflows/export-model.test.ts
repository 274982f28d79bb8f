import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sha256 } from '../../../src-main/core/base/hash.ts'
import { openCore, restoreWorkspace } from '../../../src-main/core/core.ts'
import { answer } from '../../support/answer.ts'
import { coreWith, type TestCore } from '../../support/core-with.ts'
import { runOnnx } from '../../support/run-onnx.ts'
import { changePolicy } from '../../support/settings.ts'

const csv = ['who,age,town,left', ...Array.from({ length: 60 }, (_, i) => `p${100 + i},${20 + (i * 7) % 40},${['Köln', 'Ulm', ''][i % 3]},${i % 4 === 0 ? 'yes' : 'no'}`)].join('\n')

/** A dataset of sixty people with one row each and a model that learned from all of them. */
async function prepared(): Promise<TestCore & { modelId: string }> {
  const lethe = await coreWith()
  await lethe.import(lethe.write('people.csv', csv), { subject: 'who', label: 'left', positive: 'yes' })
  return { ...lethe, modelId: (await lethe.train({ 'test-share': '0' })).modelId }
}

let next = 0
const exportTo = (lethe: TestCore, modelId: string, more: object = {}, file = join(lethe.outside, `model-${next++}.onnx`)) =>
  lethe.core.call('model.export', { modelId, file: lethe.toWrite(file), ...more }, lethe.run)
const copies = (lethe: TestCore) => answer(lethe, 'export.list', {})
const lastEntry = async (lethe: TestCore) => (await answer(lethe, 'ledger.list', { limit: 1 })).entries[0]!

describe('exporting a model', () => {
  test('writes a file that predicts, registers the copy, and tells the ledger a commitment and no digest', async () => {
    const lethe = await prepared()
    const file = join(lethe.outside, 'model.onnx')
    const exported = await exportTo(lethe, lethe.modelId, { recipient: 'Clinic Nord' }, file)
    const bytes = readFileSync(file)
    expect(exported).toEqual({ exportId: expect.stringMatching(/^cp-/), modelId: lethe.modelId, version: 1, file: 'model.onnx', sizeBytes: bytes.length, sha256: sha256(bytes).toString('hex'), warning: null })
    const { probability } = await runOnnx(bytes, { age: [30, Number.NaN], town: ['Köln', ''] })
    expect(probability!.every(value => (value as number) > 0 && (value as number) < 1)).toBe(true)
    expect(await copies(lethe)).toEqual([{
      exportId: exported.exportId, modelId: lethe.modelId, version: 1, exportedAt: expect.any(String), sizeBytes: bytes.length, recipient: 'Clinic Nord', smallBatch: false,
      state: 'present', supersededAt: null, replacedAt: null, modelExists: true,
    }])
    const entry = await lastEntry(lethe)
    expect(entry).toEqual({ seq: expect.any(Number), at: expect.any(String), actor: expect.any(String), kind: 'model-exported', model: lethe.modelId, version: 1, copy: exported.exportId, commitment: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(JSON.stringify(entry)).not.toContain(exported.sha256)
    // Who has it is nowhere as plain text.
    for (const name of lethe.databaseFiles()) expect(readFileSync(name).includes('Clinic Nord')).toBe(false)
  })

  test('gives the same bytes again, whoever gets them', async () => {
    const lethe = await prepared()
    const [one, two] = [await exportTo(lethe, lethe.modelId), await exportTo(lethe, lethe.modelId, { recipient: 'B' })]
    expect(two.sha256).toBe(one.sha256)
    expect(two.exportId).not.toBe(one.exportId)
    expect((await copies(lethe)).map(({ state }) => state)).toEqual(['present', 'present'])
  })

  test.each([
    ['model/not-found', { modelId: 'm-000000000000' }],
    ['file/unknown', { file: `file-${'0'.repeat(32)}` }],
    ['model/superseded', { version: 2 }],
    ['usage/bad-input', { recipient: 'x'.repeat(501) }],
  ])('is refused with %s, and registers nothing', async (code, wrong) => {
    const lethe = await prepared()
    const entries = (await answer(lethe, 'ledger.list', { limit: 1 })).total
    await expect(exportTo(lethe, lethe.modelId, wrong)).rejects.toMatchObject({ code })
    expect(await copies(lethe)).toEqual([])
    expect((await answer(lethe, 'ledger.list', { limit: 1 })).total).toBe(entries)
  })

  test('writes over no file, into no folder that is not there, and not into the workspace', async () => {
    const lethe = await prepared()
    const taken = lethe.write('taken.onnx', 'mine')
    await expect(exportTo(lethe, lethe.modelId, {}, taken)).rejects.toMatchObject({ code: 'export/file-exists', details: { file: 'taken.onnx' } })
    expect(readFileSync(taken, 'utf8')).toBe('mine')
    await expect(exportTo(lethe, lethe.modelId, {}, join(lethe.outside, 'nowhere', 'model.onnx'))).rejects.toMatchObject({ code: 'export/cannot-write' })
    await expect(exportTo(lethe, lethe.modelId, {}, join(lethe.directory, 'records', 'model.onnx'))).rejects.toMatchObject({ code: 'export/inside-workspace' })
    mkdirSync(join(lethe.outside, 'folder.onnx'))
    await expect(exportTo(lethe, lethe.modelId, {}, join(lethe.outside, 'folder.onnx'))).rejects.toMatchObject({ code: 'export/file-exists' })
    expect(await copies(lethe)).toEqual([])
  })

  test.skipIf(!existsSync('/dev/full'))('registers nothing where the disk is full', async () => {
    const lethe = await prepared()
    // The file beside the target, which is renamed when it is whole.
    const file = join(lethe.outside, 'full.onnx')
    symlinkSync('/dev/full', `${file}.partial`)
    await expect(exportTo(lethe, lethe.modelId, {}, file)).rejects.toMatchObject({ code: 'export/disk-full' })
    expect(existsSync(file)).toBe(false)
    expect(await copies(lethe)).toEqual([])
  })

  test('is refused for a model that is gone', async () => {
    const lethe = await prepared()
    await lethe.core.call('dataset.erase', { dataset: 'people' }, lethe.run)
    await expect(exportTo(lethe, lethe.modelId)).rejects.toMatchObject({ code: 'model/gone' })
  })
})

describe('an erasure', () => {
  test('makes every copy of what the model was one to be replaced, until that is confirmed with a day', async () => {
    const lethe = await prepared()
    const { exportId } = await exportTo(lethe, lethe.modelId)
    const { exportId: other } = await exportTo(lethe, lethe.modelId)
    await expect(answer(lethe, 'model.export-replaced', { exportId })).rejects.toMatchObject({ code: 'export/not-superseded' })
    const { outcome, requestId } = await lethe.erase({ subject: 'p103' })
    const owed = (await answer(lethe, 'record.preview', { requestId })).pages.blocks.flatMap(block => (block.kind === 'list' ? block.items : []))
    expect(owed).toContain(`whoever has one of the 2 exported copies of the model ${lethe.modelId}: it holds what the model has forgotten, and has to be replaced`)
    expect(outcome.models.map(({ model, copiesToReplace }) => [model, copiesToReplace])).toEqual([[lethe.modelId, 2]])
    expect((await copies(lethe)).map(({ state, supersededAt }) => [state, supersededAt === null])).toEqual([['to-be-replaced', false], ['to-be-replaced', false]])
    expect((await answer(lethe, 'workspace.overview', {})).copiesToReplace).toBe(2)

    const superseded = (await copies(lethe))[0]!.supersededAt!
    await expect(answer(lethe, 'model.export-replaced', { exportId, at: '2999-01-01T00:00:00Z' })).rejects.toMatchObject({ code: 'export/replaced-later' })
    await expect(answer(lethe, 'model.export-replaced', { exportId, at: '2020-01-01T00:00:00Z' })).rejects.toMatchObject({ code: 'export/replaced-too-early', details: { export: exportId, supersededAt: superseded } })
    await expect(answer(lethe, 'model.export-replaced', { exportId: 'cp-000000000000' })).rejects.toMatchObject({ code: 'export/not-found' })
    expect(await answer(lethe, 'model.export-replaced', { exportId, at: superseded })).toMatchObject({ exportId, state: 'replaced', replacedAt: superseded })
    // With the notice that was owed to whoever had it.
    const entries = (await answer(lethe, 'ledger.list', { limit: 3 })).entries
    expect(entries).toContainEqual(expect.objectContaining({ kind: 'export-replaced', model: lethe.modelId, copy: exportId, replacedAt: superseded }))
    expect(entries).toContainEqual(expect.objectContaining({ kind: 'notice-confirmed', request: requestId }))
    await expect(answer(lethe, 'model.export-replaced', { exportId })).rejects.toMatchObject({ code: 'export/already-replaced' })
    expect((await answer(lethe, 'workspace.overview', {})).copiesToReplace).toBe(1)
    expect(await answer(lethe, 'model.export-replaced', { exportId: other })).toMatchObject({ state: 'replaced' })
    expect((await answer(lethe, 'workspace.overview', {})).copiesToReplace).toBe(0)
  })

  test('leaves a copy as it is where the model published the same bits before and after', async () => {
    const lethe = await coreWith()
    await lethe.import(lethe.write('people.csv', csv), { subject: 'who', label: 'left', positive: 'yes' })
    const { modelId } = await lethe.train({ 'test-share': '0.5' })
    await exportTo(lethe, modelId)
    const seen: boolean[] = []
    for (let who = 100; who < 112; who += 1) {
      const before = (await copies(lethe))[0]!.state
      const { models } = await lethe.erase({ subject: `p${who}` })
      seen.push(models[0]!.unchanged!)
      // Whoever was held out only is in no copy.
      expect((await copies(lethe))[0]!.state).toBe(before === 'to-be-replaced' || !models[0]!.unchanged! ? 'to-be-replaced' : 'present')
    }
    expect(seen).toContain(true)
    expect(seen).toContain(false)
  })

  test('of a whole dataset leaves copies that nothing can replace', async () => {
    const lethe = await prepared()
    await exportTo(lethe, lethe.modelId)
    await lethe.core.call('dataset.erase', { dataset: 'people' }, lethe.run)
    expect(await copies(lethe)).toMatchObject([{ state: 'to-be-replaced', modelExists: false }])
    expect(await answer(lethe, 'export.list', { modelId: lethe.modelId })).toHaveLength(1)
  })
})

describe('a small batch', () => {
  test('is refused until it is accepted, and the ledger says so', async () => {
    const lethe = await prepared()
    await exportTo(lethe, lethe.modelId)
    await lethe.erase({ subject: 'p103' })
    await lethe.erase({ rows: [7, 8] })
    const file = join(lethe.outside, 'second.onnx')
    await expect(exportTo(lethe, lethe.modelId, {}, file)).rejects.toMatchObject({ code: 'model/small-batch', details: { model: lethe.modelId, people: 3, least: 10 } })
    expect(existsSync(file)).toBe(false)
    expect(await exportTo(lethe, lethe.modelId, { acceptSmallBatch: true }, file)).toMatchObject({ version: 3, warning: { people: 3, least: 10 } })
    expect(await lastEntry(lethe)).toMatchObject({ kind: 'model-exported', smallBatch: 'accepted' })
    expect((await copies(lethe)).map(({ smallBatch, state }) => [smallBatch, state])).toEqual([[true, 'present'], [false, 'to-be-replaced']])
  })

  test('is none from the policy’s number of people on, nor before anything was erased', async () => {
    const lethe = await prepared()
    await changePolicy(lethe, { smallBatch: 3 })
    await exportTo(lethe, lethe.modelId)
    await exportTo(lethe, lethe.modelId)
    await lethe.erase({ rows: [7, 8] })
    await expect(exportTo(lethe, lethe.modelId)).rejects.toMatchObject({ code: 'model/small-batch', details: { people: 2, least: 3 } })
    await lethe.erase({ subject: 'p120' })
    expect(await exportTo(lethe, lethe.modelId)).toMatchObject({ warning: null })
  })

  test('is one too where the copy that left is of another model of the dataset', async () => {
    const lethe = await prepared()
    await exportTo(lethe, lethe.modelId)
    await lethe.erase({ subject: 'p103' })
    const { modelId } = await lethe.train({ lambda: '2' })
    await expect(exportTo(lethe, modelId)).rejects.toMatchObject({ code: 'model/small-batch', details: { model: modelId, people: 1, least: 10 } })
  })
})

test('restoring a backup from before an export keeps the copy, and what became of it', async () => {
  const lethe = await prepared()
  await exportTo(lethe, lethe.modelId, { recipient: 'before' })
  const backup = join(lethe.outside, 'workspace.backup')
  await lethe.core.call('workspace.backup', { file: lethe.toWrite(backup), passphrase: 'seven red bicycles' }, lethe.run)
  await exportTo(lethe, lethe.modelId, { recipient: 'after' })
  const later = (await lethe.train({ lambda: '3' })).modelId
  await exportTo(lethe, later, { recipient: 'of a model that is not in the backup' })
  await lethe.erase({ subject: 'p103' })
  const [, second] = await copies(lethe)
  await answer(lethe, 'model.export-replaced', { exportId: second!.exportId })
  const before = await copies(lethe)
  lethe.core.close()
  await restoreWorkspace(lethe.directory, lethe.ports, { file: lethe.toRead(backup), passphrase: 'seven red bicycles' }, lethe.run)
  const again = openCore(lethe.directory, lethe.ports)
  try {
    expect(await again.call('export.list', {}, lethe.run)).toEqual(before.map(copy => (copy.modelId === later ? { ...copy, modelExists: false } : copy)))
  } finally {
    again.close()
  }
})
