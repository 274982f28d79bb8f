import { createHash, generateKeyPairSync } from 'node:crypto'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api, isWork, type ApiName, type Input, type Output } from '../../src-main/contract/api.ts'
import { events } from '../../src-main/contract/events.ts'
import type { JobSummary } from '../../src-main/contract/job.ts'
import { workspaceBytes } from '../support/workspace-bytes.ts'
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

  async function call<N extends ApiName>(name: N, input: Input<N>, session?: string): Promise<Output<N>> {
    called.add(name)
    return answered(lethe, name, input, session)
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

    const exported = await call('model.export', { modelId: model.modelId, file: await lethe.toWrite(join(lethe.directory, '..', 'model.onnx')), recipient: 'Clinic Süd' })
    expect(exported).toMatchObject({ file: 'model.onnx', version: 1, warning: null, sha256: createHash('sha256').update(readFileSync(join(lethe.directory, '..', 'model.onnx'))).digest('hex') })
    expect(await call('export.list', {})).toMatchObject([{ exportId: exported.exportId, recipient: 'Clinic Süd', state: 'present' }])

    const { requestId } = await call('request.open', { dataset: 'visits', who: { rows: rows.slice(0, 2) }, law: 'gdpr' })
    expect(await call('request.rows', { requestId, offset: 0, limit: 500 })).toMatchObject({ columns: dataset!.columns, total: 2, rows: rows.slice(0, 2).sort((a, b) => a - b).map(row => ({ row, pending: 'named' })) })
    expect(await call('request.plan', { requestId })).toMatchObject({ rows: 2, models: [{ modelId: model.modelId, method: 'refined', methods: [{ method: 'retrain', allowed: true }, { method: 'refined', allowed: true }, { method: 'influence', allowed: false }] }] })
    expect(await call('erasure.show', { requestId })).toBeNull()
    expect(await call('law.list', {})).toMatchObject([{ law: 'gdpr', calendar: null }, { law: 'uk-gdpr' }, { law: 'ccpa' }])
    expect(await call('law.due', { law: 'gdpr', receivedAt: '2026-11-09T12:00:00Z' })).toMatchObject({ dueAt: '2026-12-09' })
    expect(await call('request.extend', { requestId, reason: 'complexity' })).toMatchObject({ extension: { reason: 'complexity' } })
    await call('request.verify', { requestId })
    await call('request.approve', { requestId })
    expect(await call('request.show', { requestId })).toMatchObject({ state: 'approved' })
    expect((await call('dataset.page', { dataset: 'visits', viewId: view.viewId, offset: 0, limit: 1 })).rows).toMatchObject([{ pending: 'restricted' }])
    await expect(lethe.client.call('erasure.run', { requestId, method: 'influence', compare: false })).rejects.toMatchObject({ code: 'erase/policy-forbids' })
    const erased = await call('erasure.run', { requestId, method: 'auto', compare: true })
    expect(erased).toMatchObject({ erasedRows: 2, residueFound: 0, models: [{ retrained: { sameBits: true } }] })
    expect(await call('request.list', {})).toMatchObject([{ requestId, state: 'completed' }])
    expect(await call('request.rows', { requestId, offset: 0, limit: 500 })).toMatchObject({ columns: [], total: 0, rows: [] })
    expect(await call('erasure.show', { requestId })).toEqual({ outcome: erased.outcome, models: [{ modelId: model.modelId, publishedSha256: erased.models[0]!.publishedSha256 }] })
    expect(erased.outcome.organisation).toEqual(organisation)
    expect(await call('model.export-replaced', { exportId: exported.exportId })).toMatchObject({ state: 'replaced', modelExists: true })
    expect((await call('dataset.history', { dataset: 'visits' })).map(({ what, rows: about }) => [what, about])).toEqual([['rows-erased', 2], ['request-opened', 2], ['model-trained', model.trainRows], ['imported', dataset!.rows]])
    await expect(lethe.client.call('dataset.page', { dataset: 'visits', viewId: view.viewId, offset: 0, limit: 5 })).rejects.toMatchObject({ code: 'dataset/view-gone' })

    const record = join(lethe.directory, '..', 'record.zip')
    const { key } = await call('record.export', { requestId, file: await lethe.toWrite(record) })
    await call('record.opening', { requestId, file: await lethe.toWrite(join(lethe.directory, '..', 'opening.json')) })
    expect(await call('record.check', { file: await lethe.toRead(record), key })).toMatchObject({ ok: true })
    expect(await call('record.check', { file: await lethe.toRead(record), key, replay: true })).toMatchObject({ ok: true, replay: [{ model: model.modelId, outcome: 'same-bits' }] })
    expect(await call('record.list', {})).toMatchObject([{ requestId, exports: 1 }])
    expect(await call('record.replay', { requestId })).toEqual([{ model: model.modelId, outcome: 'same-bits' }])
    expect(await call('record.preview', { requestId })).toMatchObject({ key, exports: 1, pages: { blocks: { 0: { kind: 'heading', text: 'Record of an erasure' } } } })
    expect(await call('record.check-own', { requestId })).toMatchObject({ key, report: { ok: true } })
    expect(await call('ledger.check', { against: await lethe.toRead(record) })).toMatchObject({ ok: true })
    expect((await call('ledger.list', { limit: 3 })).entries[0]).toMatchObject({ kind: 'opening-exported' })
    expect(await call('ledger.list', { limit: 3, kinds: ['requests'], about: requestId })).toMatchObject({ found: 5, entries: [{ kind: 'notice-confirmed' }, { kind: 'request-approved' }, { kind: 'request-verified' }] })
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
    expect(await call('key.protect', { passphrase: 'four words taken at random' })).toEqual({ protection: 'passphrase' })
    expect(await call('key.unprotect', { current: 'four words taken at random' })).toEqual({ protection: 'not-protected' })

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

    const { recipientId } = await call('recipient.add', { name: 'Mailer', contact: 'post@mailer.example', datasets: ['visits'] })
    expect(await call('recipient.change', { recipientId, name: 'Mailer Ltd', contact: 'post@mailer.example', datasets: ['visits'] })).toEqual((await call('recipient.list', {}))[0])
    const noticeId = (await call('notice.list', { requestId })).find(notice => notice.recipientId === recipientId)!.noticeId
    expect((await call('notice.letter', { noticeId })).text).toContain('Mailer Ltd')
    expect(await call('notice.export', { recipientId, file: await lethe.toWrite(join(lethe.directory, '..', 'notices.csv')) })).toMatchObject({ notices: 1 })
    expect(await call('notice.note-all', { recipientId, what: 'sent' })).toEqual({ noted: 1 })
    expect(await call('notice.note', { noticeId, what: 'confirmed' })).toMatchObject({ state: 'confirmed' })
    expect(await call('recipient.remove', { recipientId })).toEqual([])
    expect(await call('request.answer-to', { requestId, name: 'Alex Moor', address: '' })).toEqual(await call('request.identifiers', { requestId }))
    expect(await call('letter.change-template', { law: 'gdpr', kind: 'completed', text: 'Done, {name}.' })).toMatchObject({ ours: false })
    expect(await call('letter.draft', { requestId, kind: 'completed' })).toMatchObject({ text: 'Done, Alex Moor.\n', saved: false })
    expect(await call('letter.save', { requestId, kind: 'completed', text: 'All done, on 1 May.' })).toMatchObject({ saved: true })
    expect((await call('letter.templates', { law: 'gdpr' })).templates.filter(({ ours }) => !ours)).toHaveLength(1)
    await call('letter.export', { requestId, kind: 'completed', format: 'pdf', file: await lethe.toWrite(join(lethe.directory, '..', 'letter.pdf')) })
    expect([...workspaceBytes(lethe.directory)].filter(([, bytes]) => bytes.includes('Alex Moor') || bytes.includes('mailer.example')).map(([name]) => name)).toEqual([])
    expect((await call('letter.sent', { requestId, kind: 'completed' })).map(({ kind, state }) => [kind, state])).toContainEqual(['completed', 'sent'])
    expect((await call('letter.list', { requestId })).find(({ answer }) => answer)).toMatchObject({ state: 'sent' })
    expect(await call('report.export', { report: 'accountability', format: 'csv', file: await lethe.toWrite(join(lethe.directory, '..', 'log.csv')) })).toMatchObject({ report: 'accountability' })

    const backup = join(lethe.directory, '..', 'workspace.backup')
    const passphrase = 'a long enough passphrase'
    await call('workspace.backup', { file: await lethe.toWrite(backup), passphrase })
    expect(await call('workspace.restore', { file: await lethe.toRead(backup), passphrase })).toMatchObject({ datasets: 1, models: 1 })
    expect(await call('model.list', {})).toMatchObject([{ publishedSha256: erased.models[0]!.publishedSha256 }])
    await otherEnds()
    expect(await call('dataset.erase', { dataset: 'visits' })).toMatchObject({ erasedRows: dataset!.rows - 3, models: [model.modelId], residue: { found: 0 } })
    expect(await call('workspace.overview', {})).toMatchObject({ datasets: 0, models: 0, requests: { completed: 2, answersOwed: 4 } })
    await expect(lethe.client.call('model.show', { modelId: model.modelId })).rejects.toMatchObject({ code: 'model/gone' })

    const [alone] = await call('people.list', {})
    expect(await call('people.current', {})).toEqual({ signsIn: false, colleague: alone, idleMinutes: 30 })
    const { colleague, first } = await call('people.add', { name: 'Bo', roles: ['auditor'], passphrase: 'bo reads on mondays', first: { name: 'Ada', passphrase: 'ada does all the rest' } })
    await expect(lethe.client.call('dataset.list', {})).rejects.toMatchObject({ code: 'people/sign-in-needed' })
    const { session } = await call('people.sign-in', { name: 'bo', passphrase: 'bo reads on mondays' })
    expect((await call('workspace.scan', { value: 'no such value anywhere' }, session)).found).toEqual([])
    await expect(lethe.client.call('workspace.backup', { file: await lethe.toWrite(join(lethe.directory, '..', 'second.backup')), passphrase }, session)).rejects.toMatchObject({ code: 'people/role-missing', details: { roles: 'administrator' } })
    expect(await call('people.set-passphrase', { current: 'bo reads on mondays', passphrase: 'and on tuesdays' }, session)).toEqual(colleague)
    expect(await call('people.rename', { name: 'Bo Lind' }, session)).toEqual({ ...colleague, name: 'Bo Lind' })
    expect(await call('people.sign-out', {}, session)).toMatchObject({ signsIn: true, colleague: null })
    expect(await call('people.set-idle', { minutes: 10 }, first!.session)).toMatchObject({ idleMinutes: 10, colleague: first!.colleague })
    expect(await call('people.change', { id: colleague.id, roles: ['officer'] }, first!.session)).toMatchObject({ roles: ['officer'] })
    expect(await call('people.remove', { id: colleague.id }, first!.session)).toEqual([first!.colleague])
    for (const stop of quiet) stop()

    const stages = new Set(told.filter(job => job.call === 'erasure.run').map(({ state }) => (state.kind === 'running' ? state.stage : state.kind)))
    expect([...stages]).toEqual(expect.arrayContaining(['queued', 'start', 'intend', 'compute', 'adopt', 'succeeded']))
    expect([...parts].sort()).toEqual(['datasets', 'jobs', 'ledger', 'models', 'people', 'records', 'requests', 'settings'])
    expect(Object.keys(api).filter(name => !called.has(name as ApiName))).toEqual([])
  })

  /** People looked for, a list of them, and statements. */
  async function listed(carriedOut: string): Promise<void> {
    const identifiers = [{ kind: 'exact' as const, value: 'nobody else of this name' }]
    expect(await call('request.preview', { identifiers, law: 'gdpr' })).toMatchObject({ rows: 0, duplicates: [], erasedBefore: false })
    const list = join(lethe.directory, '..', 'list.csv')
    writeFileSync(list, 'id\nnobody else of this name\n')
    const { listId } = await call('request.load-list', { file: await lethe.toRead(list), kind: 'csv', columns: { identifiers: [{ column: 'id', kind: 'exact' }] }, law: 'gdpr', dryRun: false })
    expect(await call('list.list', {})).toMatchObject([{ listId, opened: 1, notFound: 1, open: 1 }])
    const { requestId } = (await call('request.list', {})).find(({ channel }) => channel === 'list')!
    await call('request.verify', { requestId })
    expect(await call('request.match', { requestId })).toMatchObject({ matchedRows: 0 })
    await call('request.withdraw', { requestId })
    called.add('list.export-answer').add('suppression.lift')
    await expect(lethe.client.call('list.export-answer', { listId: listId!, file: await lethe.toWrite(join(lethe.directory, '..', 'answer.csv')) })).rejects.toMatchObject({ code: 'list/not-of-drop' })
    await expect(lethe.client.call('suppression.lift', { requestId: carriedOut })).rejects.toMatchObject({ code: 'suppression/none' })
    expect(await call('suppression.list', {})).toEqual([])
    expect(await call('record.export-statements', { requestIds: [carriedOut], file: await lethe.toWrite(join(lethe.directory, '..', 'statements.jsonl')) })).toMatchObject({ statements: 1 })
  }

  /** Requests that end otherwise, with every call there is for that. */
  async function otherEnds(): Promise<void> {
    const open = async (row: number) => (await call('request.open', { dataset: 'visits', who: { rows: [row] }, law: 'gdpr' })).requestId
    const from = (await call('dataset.rows', { dataset: 'visits', offset: 100, limit: 4 }))
    const [kept, withdrawn, denied, expired] = [await open(from[0]!), await open(from[1]!), await open(from[2]!), await open(from[3]!)]
    expect((await call('reason.list', { law: 'gdpr' }))[0]).toMatchObject({ code: 'gdpr.17-1.no-ground', givenFor: 'keep' })
    await call('request.verify', { requestId: kept, how: 'document' })
    const { holds } = await call('request.hold', { requestId: kept, rows: { dataset: 'visits', rows: [from[0]!] } })
    await call('request.lift-hold', { requestId: kept, hold: holds[0]!.holdId })
    await call('request.decide', { requestId: kept, dataset: 'visits', rows: 'all', decision: { keep: 'gdpr.17-3-b' } })
    expect(await call('request.decide', { requestId: kept, dataset: 'visits', rows: 'all', decision: 'erase' })).toMatchObject({ state: 'matching', keptRows: 0 })
    expect(await call('request.submit', { requestId: kept })).toMatchObject({ state: 'awaiting-approval' })
    await call('request.approve', { requestId: kept })
    called.add('request.undo-approval')
    await expect(lethe.client.call('request.undo-approval', { requestId: kept })).rejects.toMatchObject({ code: 'request/approval-final' })
    expect(await call('erasure.run-together', { requestIds: [kept], method: 'auto', compare: false })).toMatchObject({ erasedRows: 1, late: [] })
    expect(await call('request.withdraw', { requestId: withdrawn })).toMatchObject({ state: 'withdrawn' })
    expect(await call('request.deny', { requestId: denied, reason: 'gdpr.12-5-b' })).toMatchObject({ state: 'denied' })
    await call('request.ask-identity', { requestId: expired })
    called.add('request.expire')
    await expect(lethe.client.call('request.expire', { requestId: expired })).rejects.toMatchObject({ code: 'request/expire-early' })
    const today = (await call('request.timeline', { requestId: expired })).at(-1)!['on'] as string
    await call('request.note', { requestId: expired, what: 'identity-received', on: today })
    await call('request.deny', { requestId: expired, reason: 'gdpr.12-6' })
    const { requestId } = await call('request.open', { who: { identifiers: [{ kind: 'exact', value: 'nobody of this name' }] }, law: 'gdpr' })
    expect(await call('request.close-not-found', { requestId })).toMatchObject({ state: 'not-found' })
    expect(await call('request.counts', { law: 'gdpr' })).toMatchObject({ total: 6, states: { completed: 2, withdrawn: 1, denied: 2, 'not-found': 1 } })
    await listed(kept)
  }

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
async function answered<N extends ApiName>(lethe: ReachedEngine, name: N, input: Input<N>, session: string | undefined): Promise<Output<N>> {
  const output = await lethe.client.call(name, input, session)
  expect(api[name].output.safeParse(output).error, `${name} answers as the contract says`).toBeUndefined()
  return output
}

/** Something each call accepts in form, whatever it then says of its content. */
function validInput(name: ApiName): Record<string, unknown> {
  const file = `file-${'a'.repeat(32)}`
  const id = { requestId: 'rq-000000000000' }
  const inputs: Record<ApiName, Record<string, unknown>> = {
    'workspace.overview': {}, 'workspace.scan': { value: 'x' }, 'workspace.backup': { file, passphrase: 'p' }, 'workspace.restore': { file, passphrase: 'p' },
    'settings.show': {}, 'settings.change': { organisation: { name: '', contact: '' }, policy: { guarantee: 'none', accuracyFloor: null, batchDays: 7, smallBatch: 10 }, matching: { phoneCountry: null, suppressionYears: null }, requests: { graceHours: 0, duplicateDays: 30, identityDays: null }, law: 'gdpr', dueSoonDays: 7, timeZone: null, calendars: {}, readings: {} }, 'sample.list': {},
    'dataset.import': { file, name: 'n', ignore: [], features: [], text: [], dryRun: true },
    'dataset.list': {}, 'dataset.show': { dataset: 'd' }, 'dataset.view': { dataset: 'd', order: [], conditions: [] },
    'dataset.page': { dataset: 'd', offset: 0, limit: 10 }, 'dataset.rows': { dataset: 'd', offset: 0, limit: 10 }, 'dataset.profile': { dataset: 'd', column: 'c' },
    'dataset.erase': { dataset: 'd' }, 'dataset.cell': { dataset: 'd', row: 1, column: 'c' }, 'dataset.history': { dataset: 'd' },
    'learner.list': {}, 'model.train': { dataset: 'd', learner: 'l', settings: {} }, 'model.list': {}, 'model.show': { modelId: 'm' },
    'model.compare': { modelId: 'm', erased: { rows: [1] }, methods: [] },
    'model.export': { modelId: 'm', file, recipient: 'r', version: 1, acceptSmallBatch: false }, 'export.list': {}, 'model.export-replaced': { exportId: 'c', at: '2026-11-25T09:00:00Z' },
    'request.open': { dataset: 'd', who: { rows: [1] }, law: 'gdpr' }, 'law.list': {}, 'law.due': { law: 'gdpr', receivedAt: '2026-11-09T12:00:00Z' }, 'request.extend': { ...id, reason: 'complexity' }, 'request.verify': id, 'request.approve': id, 'request.show': id, 'request.list': {},
    'reason.list': { law: 'gdpr' }, 'request.ask-identity': id, 'request.note': { ...id, what: 'fee-asked', on: '2026-11-24' }, 'request.decide': { ...id, dataset: 'd', rows: [1], decision: 'erase' }, 'request.submit': id,
    'request.undo-approval': id, 'request.deny': { ...id, reason: 'r' }, 'request.withdraw': id, 'request.close-not-found': id, 'request.expire': id, 'request.hold': id, 'request.lift-hold': id,
    'request.counts': {}, 'request.timeline': id,
    'request.preview': { identifiers: [{ kind: 'e-mail', value: 'a@b.example' }], law: 'gdpr' }, 'request.match': id, 'request.load-list': { file, kind: 'csv', law: 'gdpr', dryRun: true },
    'list.list': {}, 'list.export-answer': { listId: 'l', file }, 'suppression.list': {}, 'suppression.lift': id, 'record.export-statements': { requestIds: ['rq-000000000000'], file },
    'request.rows': { ...id, offset: 0, limit: 10 }, 'request.plan': id,
    'erasure.run-together': { requestIds: ['rq-000000000000'], method: 'auto', compare: false }, 'erasure.run': { ...id, method: 'auto', compare: false, acceptBelowFloor: true }, 'erasure.show': id,
    'request.identifiers': id, 'request.answer-to': { ...id, name: 'n', address: 'a' },
    'letter.list': id, 'letter.draft': { ...id, kind: 'denied' }, 'letter.save': { ...id, kind: 'denied', text: 't' }, 'letter.export': { ...id, kind: 'denied', format: 'pdf', file }, 'letter.sent': { ...id, kind: 'denied', on: '2026-11-25' },
    'letter.templates': { law: 'gdpr' }, 'letter.change-template': { law: 'gdpr', kind: 'denied', text: 't' },
    'recipient.list': {}, 'recipient.add': { name: 'n', contact: 'c', datasets: ['d'] }, 'recipient.change': { recipientId: 'r', name: 'n', contact: 'c', datasets: ['d'] }, 'recipient.remove': { recipientId: 'r' },
    'notice.list': id, 'notice.letter': { noticeId: 'n' }, 'notice.note': { noticeId: 'n', what: 'sent', on: '2026-11-25' }, 'notice.note-all': { recipientId: 'r', what: 'sent' }, 'notice.export': { recipientId: 'r', file }, 'report.export': { report: 'ccpa-year', year: 2026, format: 'csv', file },
    'record.list': {}, 'record.preview': id, 'record.check-own': id, 'record.replay': id, 'record.export': { ...id, file }, 'record.opening': { ...id, file }, 'record.check': { file },
    'record.countersign': { ...id, key: file }, 'key.list': {}, 'key.card': { file }, 'key.rotate': {}, 'key.declare-lost': { fingerprint: 'a'.repeat(64) }, 'key.protect': { passphrase: 'p' }, 'key.unprotect': { current: 'p' },
    'ledger.list': { limit: 10 }, 'ledger.proof': { seq: 1 }, 'ledger.export': { file, entries: [1] }, 'ledger.check': {},
    'people.list': {}, 'people.current': {}, 'people.sign-out': {}, 'people.sign-in': { name: 'n', passphrase: 'p' }, 'people.set-idle': { minutes: 30 },
    'people.add': { name: 'n', roles: ['officer'], passphrase: 'p', first: { name: 'm', passphrase: 'q' } }, 'people.change': { id: 'p', roles: ['officer'] },
    'people.rename': { id: 'p', name: 'n' }, 'people.set-passphrase': { id: 'p', current: 'p', passphrase: 'q' }, 'people.remove': { id: 'p' },
    'job.list': {}, 'job.show': { jobId: 'j' }, 'job.result': { jobId: 'j' }, 'job.log': { jobId: 'j' }, 'job.cancel': { jobId: 'j' },
  }
  return inputs[name]
}
