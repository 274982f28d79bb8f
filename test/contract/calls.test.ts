import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api, isWork, type ApiName, type Input, type Output } from '../../src-main/contract/api.ts'
import { events } from '../../src-main/contract/events.ts'
import type { JobSummary } from '../../src-main/contract/job.ts'
import { overHttp } from '../shells/http/reach-over-http.ts'
import { directly, overProcess, overSocket, type ReachedEngine } from './shells.ts'

const sample = fileURLToPath(new URL('../../resources/samples/clinic-visits.csv', import.meta.url))

/** Every way to the engine answers every call alike: the same suite on each. */
describe.each([['in this process', directly], ['over a process channel', overProcess], ['over the local socket', overSocket], ['over HTTP', overHttp]] as const)('%s', (_, reach) => {
  let lethe: ReachedEngine
  const called = new Set<ApiName>()

  beforeAll(async () => {
    lethe = await reach()
  })
  afterAll(() => lethe.stop())

  async function call<N extends ApiName>(name: N, input: Input<N>): Promise<Output<N>> {
    called.add(name)
    return answered(lethe, name, input)
  }

  test('the main job, with every call there is', { timeout: 180_000 }, async () => {
    const told: JobSummary[] = []
    const parts = new Set<string>()
    const quiet = [
      lethe.client.on('job.changed', job => told.push(events['job.changed'].parse(job))),
      lethe.client.on('workspace.changed', data => {
        for (const part of events['workspace.changed'].parse(data).parts) parts.add(part)
      }),
    ]
    expect(await call('workspace.overview', {})).toMatchObject({ datasets: 0, models: 0, ledger: { entries: 0, key: null } })

    const [shipped] = await call('sample.list', {})
    expect(shipped).toMatchObject({ name: 'clinic-visits.csv', sizeBytes: statSync(sample).size })
    const importInput = { file: shipped!.file, name: 'visits', subject: 'patient_id', label: 'no_show', ignore: ['email'], features: [], text: [] }
    const looked = await call('dataset.import', { ...importInput, dryRun: true })
    expect(looked.dataset).toBeUndefined()
    const { dataset } = await call('dataset.import', { ...importInput, dryRun: false })
    expect(await call('dataset.list', {})).toEqual([dataset])
    expect((await call('dataset.show', { dataset: 'visits' })).dataset).toEqual(dataset)

    const view = await call('dataset.view', { dataset: 'visits', order: [{ column: 'age', direction: 'down' }], conditions: [{ column: 'age', is: 'between', from: 30, to: 40 }], search: '' })
    const page = await call('dataset.page', { dataset: 'visits', viewId: view.viewId, offset: 0, limit: 5 })
    expect(page).toMatchObject({ total: view.rows })
    expect(page.rows).toHaveLength(5)
    const rows = await call('dataset.rows', { dataset: 'visits', viewId: view.viewId, offset: 0, limit: 5 })
    expect(rows).toEqual(page.rows.map(({ row }) => row))
    expect(await call('dataset.profile', { dataset: 'visits', column: 'age' })).toMatchObject({ rows: dataset!.rows })
    expect(await call('dataset.cell', { dataset: 'visits', row: rows[0]!, column: 'age' })).toBe(page.rows[0]!.cells[dataset!.columns.findIndex(({ name }) => name === 'age')])
    // The same token all session, also after it was used.
    expect(await call('sample.list', {})).toEqual([shipped])
    expect((await call('dataset.import', { ...importInput, name: 'again', dryRun: true })).rows).toBe(dataset!.rows)

    const settings = await call('settings.show', {})
    expect(settings).toMatchObject({ policy: { guarantee: 'same-bits' }, law: 'gdpr', timeZone: null })
    const organisation = { name: 'Clinic Nord', contact: 'privacy@clinic.example' }
    expect(await call('settings.change', { ...settings, organisation, timeZone: 'Europe/Berlin' })).toEqual({ ...settings, organisation, timeZone: 'Europe/Berlin' })

    const learners = await call('learner.list', {})
    const learner = learners[0]!.learner
    const model = await call('model.train', { dataset: 'visits', learner, settings: {} })
    expect(await call('model.list', {})).toMatchObject([{ modelId: model.modelId, publishedSha256: model.publishedSha256 }])
    expect(await call('model.show', { modelId: model.modelId })).toMatchObject({ datasetName: 'visits', lineage: [{ version: 1, state: 'present' }] })
    expect((await call('model.compare', { modelId: model.modelId, erased: { rows: rows.slice(0, 2) }, methods: ['refined'] })).methods).toMatchObject([{ method: 'retrain' }, { method: 'refined', sameBits: true }])

    const { requestId } = await call('request.open', { dataset: 'visits', who: { rows: rows.slice(0, 2) }, law: 'gdpr' })
    expect(await call('request.rows', { requestId, offset: 0, limit: 500 })).toMatchObject({ columns: dataset!.columns, total: 2, rows: rows.slice(0, 2).sort((a, b) => a - b).map(row => ({ row, pending: 'named' })) })
    expect(await call('request.plan', { requestId })).toMatchObject({ rows: 2, models: [{ modelId: model.modelId, method: 'refined', methods: [{ method: 'retrain', allowed: true }, { method: 'refined', allowed: true }, { method: 'influence', allowed: false }] }] })
    expect(await call('erasure.show', { requestId })).toBeNull()
    expect(await call('law.list', {})).toMatchObject([{ law: 'gdpr', calendar: null }, { law: 'uk-gdpr' }, { law: 'ccpa' }])
    expect(await call('request.extend', { requestId, reason: 'complexity' })).toMatchObject({ extension: { reason: 'complexity' } })
    await call('request.verify', { requestId })
    await call('request.approve', { requestId })
    expect(await call('request.show', { requestId })).toMatchObject({ state: 'approved' })
    expect((await call('dataset.page', { dataset: 'visits', viewId: view.viewId, offset: 0, limit: 1 })).rows).toMatchObject([{ pending: 'restricted' }])
    await expect(lethe.client.call('erasure.run', { requestId, method: 'influence', compare: false })).rejects.toMatchObject({ code: 'erase/policy-forbids' })
    const erased = await call('erasure.run', { requestId, method: 'auto', compare: true })
    expect(erased).toMatchObject({ erasedRows: 2, residueFound: 0, models: [{ retrained: { sameBits: true } }] })
    expect(await call('request.list', {})).toMatchObject([{ requestId, state: 'completed' }])
    expect(await call('request.rows', { requestId, offset: 0, limit: 500 })).toEqual({ columns: [], total: 0, rows: [] })
    expect(await call('erasure.show', { requestId })).toEqual({ outcome: erased.outcome, models: [{ modelId: model.modelId, publishedSha256: erased.models[0]!.publishedSha256 }] })
    expect(erased.outcome.organisation).toEqual(organisation)
    expect((await call('dataset.history', { dataset: 'visits' })).map(({ what, rows: about }) => [what, about])).toEqual([['rows-erased', 2], ['request-opened', 2], ['model-trained', model.trainRows], ['imported', dataset!.rows]])
    await expect(lethe.client.call('dataset.page', { dataset: 'visits', viewId: view.viewId, offset: 0, limit: 5 })).rejects.toMatchObject({ code: 'dataset/view-gone' })

    const record = join(lethe.directory, '..', 'record.zip')
    const { key } = await call('record.export', { requestId, file: await lethe.toWrite(record) })
    await call('record.opening', { requestId, file: await lethe.toWrite(join(lethe.directory, '..', 'opening.json')) })
    expect(await call('record.check', { file: await lethe.toRead(record), key })).toMatchObject({ ok: true })
    expect(await call('record.check', { file: await lethe.toRead(record), key, replay: true })).toMatchObject({ ok: true, replay: [{ model: model.modelId, outcome: 'same-bits' }] })
    expect(await call('record.list', {})).toMatchObject([{ requestId, exports: 1 }])
    expect(await call('record.replay', { requestId })).toEqual([{ model: model.modelId, outcome: 'same-bits' }])
    expect(await call('record.preview', { requestId })).toMatchObject({ key, exports: 1, report: { ok: true }, pages: { blocks: { 0: { kind: 'heading', text: 'Record of an erasure' } } } })
    expect(await call('ledger.check', { against: await lethe.toRead(record) })).toMatchObject({ ok: true })
    expect((await call('ledger.list', { limit: 3 })).entries[0]).toMatchObject({ kind: 'opening-exported' })
    expect(await call('ledger.list', { limit: 3, kinds: ['requests'], about: requestId })).toMatchObject({ found: 4, entries: [{ kind: 'request-approved' }, { kind: 'request-verified' }, { kind: 'request-extended' }] })
    const proof = await call('ledger.proof', { seq: 1, against: 2 })
    expect(proof).toMatchObject({ seq: 1, key, earlier: { size: 2 } })
    const checkpoint = join(lethe.directory, '..', 'checkpoint.json')
    expect(await call('ledger.export', { file: await lethe.toWrite(checkpoint), entries: [2, 1, 2], against: 2 })).toMatchObject({ entries: 2, size: proof.size, root: proof.root, key })
    expect(await call('ledger.check', { against: await lethe.toRead(checkpoint) })).toMatchObject({ ok: true })
    expect((await call('workspace.scan', { value: 'no such value anywhere' })).found).toEqual([])

    const second = join(lethe.directory, '..', 'second.pem')
    writeFileSync(second, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'of the second person' }))
    const countersigned = await call('record.countersign', { requestId, key: await lethe.toRead(second), passphrase: 'of the second person' })
    const both = join(lethe.directory, '..', 'both.zip')
    await call('record.export', { requestId, file: await lethe.toWrite(both) })
    expect(await call('record.check', { file: await lethe.toRead(both), key: [countersigned.key, key] })).toMatchObject({ ok: true, signedBy: key, counterSignedBy: { key: countersigned.key, confirmed: true } })
    const rotated = await call('key.rotate', {})
    expect(rotated).toMatchObject({ before: key })
    expect(await call('key.list', {})).toMatchObject([{ fingerprint: key, ended: 'rotated' }, { fingerprint: rotated.key, current: true, held: true }])
    expect(await call('key.card', { file: await lethe.toWrite(join(lethe.directory, '..', 'key.pdf')) })).toMatchObject({ key: rotated.key })
    rmSync(join(lethe.directory, 'keys', 'signing-key'))
    expect(await call('key.declare-lost', { fingerprint: rotated.key })).toMatchObject({ before: rotated.key })
    expect(await call('ledger.check', { against: await lethe.toRead(both) })).toMatchObject({ ok: true, notes: [{ code: 'key-rotated' }, { code: 'key-lost' }] })

    const jobs = await call('job.list', {})
    const refused = jobs.filter(job => job.state.kind !== 'succeeded')
    expect(refused).toMatchObject([{ call: 'erasure.run', state: { kind: 'failed', error: { code: 'erase/policy-forbids' } } }])
    const erasing = jobs.find(job => job.call === 'erasure.run' && job.state.kind === 'succeeded')!
    expect(await call('job.show', { jobId: erasing.jobId })).toEqual(erasing)
    expect((await call('job.result', { jobId: erasing.jobId })).output).toEqual(erased)
    const log = await call('job.log', { jobId: erasing.jobId })
    expect(log.flatMap(({ stage }) => stage ?? [])).toEqual(expect.arrayContaining(['intend', 'compute', 'adopt', 'search']))
    expect(log.at(-1)).toMatchObject({ state: 'succeeded', stage: null, code: null })
    called.add('job.cancel')
    await expect(lethe.client.call('job.cancel', { jobId: erasing.jobId })).rejects.toMatchObject({ code: 'job/cannot-be-cancelled' })

    const backup = join(lethe.directory, '..', 'workspace.backup')
    const passphrase = 'a long enough passphrase'
    await call('workspace.backup', { file: await lethe.toWrite(backup), passphrase })
    expect(await call('workspace.restore', { file: await lethe.toRead(backup), passphrase })).toMatchObject({ datasets: 1, models: 1 })
    expect(await call('model.list', {})).toMatchObject([{ publishedSha256: erased.models[0]!.publishedSha256 }])
    expect(await call('dataset.erase', { dataset: 'visits' })).toMatchObject({ erasedRows: dataset!.rows - 2, models: [model.modelId], residue: { found: 0 } })
    expect(await call('workspace.overview', {})).toMatchObject({ datasets: 0, models: 0, requests: { completed: 1 } })
    await expect(lethe.client.call('model.show', { modelId: model.modelId })).rejects.toMatchObject({ code: 'model/gone' })
    for (const stop of quiet) stop()

    const stages = new Set(told.filter(job => job.call === 'erasure.run').map(({ state }) => (state.kind === 'running' ? state.stage : state.kind)))
    expect([...stages]).toEqual(expect.arrayContaining(['queued', 'start', 'intend', 'compute', 'adopt', 'succeeded']))
    expect([...parts].sort()).toEqual(['datasets', 'jobs', 'ledger', 'models', 'records', 'requests', 'settings'])
    expect(Object.keys(api).filter(name => !called.has(name as ApiName))).toEqual([])
  })

  test.each(Object.keys(api) as ApiName[])('%s refuses what is not its input', async name => {
    const hostile: unknown[] = [undefined, null, 7, 'text', [], true, { nobody: 'asked for this' }, { ...validInput(name), more: 1 }, JSON.parse('{"__proto__": {"admin": true}, "constructor": 1}')]
    for (const key of Object.keys(validInput(name))) {
      for (const value of [null, {}, [[]], -1, 1.5, Number.NaN, '', '\0', 'x'.repeat(20_000), '../../etc/passwd', '/etc/passwd']) {
        const input = { ...validInput(name), [key]: value }
        // As it arrives where the line is JSON: there NaN becomes null, which may be a fine input.
        const arriving: unknown = JSON.parse(JSON.stringify(input))
        if (![input, arriving].some(one => api[name].input.safeParse(one).success)) hostile.push(input)
      }
    }
    for (const input of hostile) {
      for (const how of isWork(name) ? ['call', 'start'] as const : ['call'] as const) {
        if (input !== null && typeof input === 'object' && api[name].input.safeParse(input).success) continue
        const reply = await lethe.raw(how, name, input)
        expect(reply, `${how} ${name} with ${JSON.stringify(input)?.slice(0, 100)}`).toMatchObject({ ok: false, error: { code: 'usage/bad-input' } })
      }
    }
  })

  test.each(['', 'no.such', '__proto__', 'constructor', 'toString', 'dataset.list ', 'DATASET.LIST', null, 5, ['dataset.list'], { name: 'dataset.list' }])('there is no call %j', async name => {
    expect(await lethe.raw('call', name, {})).toMatchObject({ ok: false, error: { code: 'usage/unknown-call' } })
  })

  test('a file is what a shell handed out for that use, and never a path', async () => {
    const secret = join(lethe.directory, '..', 'secret.csv')
    writeFileSync(secret, 'a,label\n1,yes\n2,no\n')
    const input = { name: 'stolen', ignore: [], features: [], text: [], dryRun: true }
    for (const file of [secret, `file://${secret}`, 'file-../../secret.csv']) expect(await lethe.raw('call', 'dataset.import', { ...input, file })).toMatchObject({ ok: false, error: { code: 'usage/bad-input' } })
    for (const file of [`file-${'0'.repeat(32)}`, await lethe.toWrite(secret)]) expect(await lethe.raw('call', 'dataset.import', { ...input, file })).toMatchObject({ ok: false, error: { code: 'file/unknown' } })
    expect(await lethe.raw('call', 'record.check', { file: await lethe.toRead(secret) })).toMatchObject({ ok: false, error: { code: 'record/not-a-record' } })
    expect(readFileSync(secret, 'utf8')).toBe('a,label\n1,yes\n2,no\n')
  })

  test('errors cross as data, with nothing of a row in them, and come out as errors again', async () => {
    await expect(lethe.client.call('model.show', { modelId: 'm-000000000000' })).rejects.toMatchObject({ code: 'model/not-found', details: { model: 'm-000000000000' } })
    await expect(lethe.client.start('dataset.list', {})).rejects.toMatchObject({ code: 'job/not-a-job' })
    await expect(lethe.client.start('model.train', { dataset: 'nowhere', learner: 'x', settings: {} })).rejects.toMatchObject({ code: expect.stringMatching(/^dataset\//) })
    await expect(lethe.client.call('job.show', { jobId: 'j-000000000000' })).rejects.toMatchObject({ code: 'job/not-found' })
  })
})

/** Calls, and holds the answer against the contract. */
async function answered<N extends ApiName>(lethe: ReachedEngine, name: N, input: Input<N>): Promise<Output<N>> {
  const output = await lethe.client.call(name, input)
  expect(api[name].output.safeParse(output).error, `${name} answers as the contract says`).toBeUndefined()
  return output
}

/** Something each call accepts in form, whatever it then says of its content. */
function validInput(name: ApiName): Record<string, unknown> {
  const file = `file-${'a'.repeat(32)}`
  const id = { requestId: 'rq-000000000000' }
  const inputs: Record<ApiName, Record<string, unknown>> = {
    'workspace.overview': {}, 'workspace.scan': { value: 'x' }, 'workspace.backup': { file, passphrase: 'p' }, 'workspace.restore': { file, passphrase: 'p' },
    'settings.show': {}, 'settings.change': { organisation: { name: '', contact: '' }, policy: { guarantee: 'none', accuracyFloor: null, batchDays: 7 }, law: 'gdpr', dueSoonDays: 7, timeZone: null, calendars: {}, readings: {} }, 'sample.list': {},
    'dataset.import': { file, name: 'n', ignore: [], features: [], text: [], dryRun: true },
    'dataset.list': {}, 'dataset.show': { dataset: 'd' }, 'dataset.view': { dataset: 'd', order: [], conditions: [] },
    'dataset.page': { dataset: 'd', offset: 0, limit: 10 }, 'dataset.rows': { dataset: 'd', offset: 0, limit: 10 }, 'dataset.profile': { dataset: 'd', column: 'c' },
    'dataset.erase': { dataset: 'd' }, 'dataset.cell': { dataset: 'd', row: 1, column: 'c' }, 'dataset.history': { dataset: 'd' },
    'learner.list': {}, 'model.train': { dataset: 'd', learner: 'l', settings: {} }, 'model.list': {}, 'model.show': { modelId: 'm' },
    'model.compare': { modelId: 'm', erased: { rows: [1] }, methods: [] },
    'request.open': { dataset: 'd', who: { rows: [1] }, law: 'gdpr' }, 'law.list': {}, 'request.extend': { ...id, reason: 'complexity' }, 'request.verify': id, 'request.approve': id, 'request.show': id, 'request.list': {},
    'request.rows': { ...id, offset: 0, limit: 10 }, 'request.plan': id,
    'erasure.run': { ...id, method: 'auto', compare: false, acceptBelowFloor: true }, 'erasure.show': id,
    'record.list': {}, 'record.preview': id, 'record.replay': id, 'record.export': { ...id, file }, 'record.opening': { ...id, file }, 'record.check': { file },
    'record.countersign': { ...id, key: file }, 'key.list': {}, 'key.card': { file }, 'key.rotate': {}, 'key.declare-lost': { fingerprint: 'a'.repeat(64) },
    'ledger.list': { limit: 10 }, 'ledger.proof': { seq: 1 }, 'ledger.export': { file, entries: [1] }, 'ledger.check': {},
    'job.list': {}, 'job.show': { jobId: 'j' }, 'job.result': { jobId: 'j' }, 'job.log': { jobId: 'j' }, 'job.cancel': { jobId: 'j' },
  }
  return inputs[name]
}
