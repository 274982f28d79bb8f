import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCore } from '../../src-main/core/core.ts'
import { nodePorts } from '../../src-main/shells/node-ports.ts'
import { quietRun } from '../support/core-with.ts'
import { engineProcess, untilQuiet } from '../support/engine-process.ts'
import { importInput, samplePath, trainInput } from '../support/killable-workspace.ts'
import { workspaceBytes } from '../support/workspace-bytes.ts'

let folder: string
let directory: string
let datasetId: string
let modelId: string
let rows: number
/** Addresses that only the sample has. */
const header = readFileSync(samplePath, 'utf8').split('\n', 1)[0]!.split(',')
const emails = [...new Set(readFileSync(samplePath, 'utf8').trimEnd().split('\n').slice(1).map(line => line.split(',')[header.indexOf('email')]!))]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-killable-dataset-'))
  directory = join(folder, 'workspace')
  const ports = nodePorts(directory)
  const core = openCore(directory, ports)
  const run = quietRun()
  const { dataset } = await core.call('dataset.import', { ...importInput, file: ports.files.handOut(samplePath, 'read') }, run)
  datasetId = dataset!.datasetId
  rows = dataset!.rows
  modelId = (await core.call('model.train', trainInput, run)).modelId
  core.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const victims = [['the worker', 'die'], ['the engine, its worker left behind', 'orphan']] as const

describe.each(victims)('kill -9 of %s', (_, does) => {
  test.each(['intend', 'remove', 'overwrite', 'search', 'complete'])('while erasing a whole dataset, at "%s": undone or finished, and said', async stage => {
    const lethe = await engineProcess({ from: directory, grief: { stage, does } })
    const { engine } = lethe
    const erase = () => engine.call('dataset.erase', { dataset: 'visits' })
    const report = { datasetId, erasedRows: rows, models: [modelId], residue: { found: 0 } }
    const ended = await erase().then(output => ({ output }), error => ({ code: (error as { code: string }).code }))
    await untilQuiet(engine)
    expect(existsSync(join(lethe.outside, 'came-to-grief'))).toBe(true)

    const left = await engine.call('dataset.list', {})
    const how = left.length === 0 ? 'finished' : 'undone'
    // While the transaction is under way either may be.
    expect(how).toBe({ intend: 'undone', remove: how, overwrite: 'finished', search: 'finished', complete: 'finished' }[stage])
    expect((await engine.call('model.list', {})).length).toBe(left.length)
    expect(left.map(dataset => dataset.rows)).toEqual(how === 'finished' ? [] : [rows])
    expect(await engine.call('ledger.check', {})).toMatchObject({ ok: true })

    const { recovered } = await engine.call('workspace.overview', {})
    // Before the entry of intent there may be nothing to undo.
    expect(recovered).toEqual(stage === 'intend' && recovered.length === 0 ? [] : [{ datasetId, how }])
    expect(ended).toMatchObject(does === 'orphan' ? { code: 'engine/gone' } : how === 'finished' ? { output: report } : { code: 'job/worker-died' })
    expect(how === 'undone' ? await erase() : report).toMatchObject(report)
    await lethe.engine.stop()
    const everything = Buffer.concat([...workspaceBytes(lethe.directory).values()])
    expect(emails.filter(email => everything.includes(email))).toEqual([])
    await lethe.cleanUp()
  })
})
