import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { openCore } from '../../src-main/core/core.ts'
import { nodePorts } from '../../src-main/shells/node-ports.ts'
import { quietRun } from './core-with.ts'
import type { EngineProcess } from './engine-process.ts'

export const samplePath = fileURLToPath(new URL('../../resources/samples/clinic-visits.csv', import.meta.url))

export const importInput = { name: 'visits', subject: 'patient_id', label: 'no_show', ignore: ['email'], features: [], text: [], dryRun: false }

export const trainInput = { dataset: 'visits', learner: 'logistic-regression', settings: {} }

/** A workspace with a model and an approved request for one person, to be copied for every kill. */
export interface KillableWorkspace {
  readonly directory: string
  readonly requestId: string
  readonly modelId: string
  /** Digest of the model as it is, and as retraining without the person makes it. */
  readonly digest: string
  readonly keptDigest: string
  readonly rows: number
  readonly personRows: number
  /** A value only that person's row has. */
  readonly email: string
  cleanUp(): void
}

export async function killableWorkspace(): Promise<KillableWorkspace> {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-killable-'))
  const directory = join(folder, 'workspace')
  const run = quietRun()
  const ports = nodePorts(directory)
  const core = openCore(directory, ports)
  const { rows } = await core.call('dataset.import', { ...importInput, file: ports.files.handOut(samplePath, 'read') }, run)
  const model = await core.call('model.train', trainInput, run)
  const [header, first] = readFileSync(samplePath, 'utf8').split('\n').slice(0, 2).map(line => line.split(','))
  const firstOf = (name: string) => first![header!.indexOf(name)]!
  const { requestId, matchedRows } = await core.call('request.open', { dataset: 'visits', who: { subject: firstOf('patient_id') }, law: 'gdpr' }, run)
  await core.call('request.verify', { requestId }, run)
  await core.call('request.approve', { requestId }, run)
  const compared = await core.call('model.compare', { modelId: model.modelId, erased: { requestId }, methods: [] }, run)
  core.close()
  return {
    directory, requestId, modelId: model.modelId, digest: model.publishedSha256, keptDigest: compared.methods[0]!.publishedSha256, rows, personRows: matchedRows, email: firstOf('email'),
    cleanUp: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export const sampleToken = (lethe: EngineProcess) => lethe.engine.handOut('read', { path: samplePath, name: basename(samplePath), mayReplace: false })

/** Either all of the erasure or nothing of it: request, rows, model, bytes on disk, ledger. Returns which. */
export async function expectWholeErasure({ engine }: EngineProcess, before: KillableWorkspace): Promise<'finished' | 'undone'> {
  const { state } = await engine.call('request.show', { requestId: before.requestId })
  const [model] = await engine.call('model.list', {})
  const [dataset] = await engine.call('dataset.list', {})
  const finished = state === 'completed'
  expect(['completed', 'approved']).toContain(state)
  expect({ digest: model!.publishedSha256, rows: dataset!.rows }).toEqual(finished ? { digest: before.keptDigest, rows: before.rows - before.personRows } : { digest: before.digest, rows: before.rows })
  expect((await engine.call('workspace.scan', { value: before.email })).found.length > 0).toBe(!finished)
  expect(await engine.call('ledger.check', {})).toMatchObject({ ok: true })
  return finished ? 'finished' : 'undone'
}
