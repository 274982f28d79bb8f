import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Role } from '../../src-main/contract/people.ts'
import { openEngine, type Engine } from '../../src-main/engine/engine.ts'
import { connectToEngine, listenLocally } from '../../src-main/engine/local-socket.ts'
import { nodeJobHost } from '../../src-main/engine/node-job-host.ts'
import { nodePorts } from '../../src-main/shells/node-ports.ts'
import { coreWith } from '../support/core-with.ts'
import { adasPassphrase, bosPassphrase, twoPeople } from '../support/people.ts'

// Every passphrase that is chosen or tried takes half a second of a processor, by design.
vi.setConfig({ testTimeout: 120_000 })

const csv = `id,a,label\n${Array.from({ length: 4000 }, (_, i) => `p${i},${i % 97},${i % 3 === 0 ? 'yes' : 'no'}`).join('\n')}\n`
const importInput = { name: 'people', subject: 'id', label: 'label', ignore: [], features: [], text: [], dryRun: false }

function folder(): { readonly directory: string; readonly outside: string } {
  const outside = mkdtempSync(join(tmpdir(), 'lethe-people-'))
  onTestFinished(() => rmSync(outside, { recursive: true, force: true }))
  writeFileSync(join(outside, 'people.csv'), csv)
  return { directory: join(outside, 'workspace'), outside }
}

async function engineIn<T>(directory: string, use: (engine: Engine) => Promise<T>): Promise<T> {
  const ports = nodePorts(directory)
  const engine = openEngine({ directory, ports, jobHost: nodeJobHost({ directory, files: ports.files, views: ports.views }) })
  try {
    return await use(engine)
  } finally {
    await engine.close()
  }
}

async function addBo(engine: Engine, roles: readonly Role[]): Promise<{ readonly asAda: string; readonly asBo: string; readonly ada: string; readonly bo: string }> {
  const { colleague, first } = await engine.call('people.add', { name: 'Bo', roles, passphrase: bosPassphrase, first: { name: 'Ada', passphrase: adasPassphrase } })
  const { session } = await engine.call('people.sign-in', { name: 'Bo', passphrase: bosPassphrase })
  return { asAda: first!.session, asBo: session, ada: first!.colleague.id, bo: colleague.id }
}

test('a job is by whoever started it, in the list and in the ledger, and goes on when they sign out meanwhile', async () => {
  const { directory, outside } = folder()
  await engineIn(directory, async engine => {
    const { asAda, asBo, bo } = await addBo(engine, ['engineer'])
    const file = engine.files.handOut(join(outside, 'people.csv'), 'read')
    const { jobId } = await engine.start('dataset.import', { ...importInput, file }, asBo)
    const over = new Promise<void>(resolve => void engine.on('job.changed', job => {
      if (job.jobId === jobId && job.state.kind === 'succeeded') resolve()
    }))
    await engine.call('people.sign-out', {}, asBo)
    await expect(engine.call('job.show', { jobId }, asBo)).rejects.toMatchObject({ code: 'people/sign-in-needed' })
    await over
    expect(await engine.call('job.show', { jobId }, asAda)).toMatchObject({ actor: bo, state: { kind: 'succeeded' } })
    expect((await engine.call('ledger.list', { limit: 1 }, asAda)).entries).toMatchObject([{ kind: 'dataset-imported', actor: bo }])
  })
  // Written down, so that it is known after the engine ended.
  await engineIn(directory, async engine => {
    const { session } = await engine.call('people.sign-in', { name: 'ada', passphrase: adasPassphrase })
    expect(await engine.call('job.list', {}, session)).toMatchObject([{ call: 'dataset.import', actor: expect.stringMatching(/^p-/) }])
  })
})

test('a job of someone without the role does not begin, and one of nobody neither', async () => {
  const { directory, outside } = folder()
  await engineIn(directory, async engine => {
    const { asAda, asBo } = await addBo(engine, ['auditor'])
    const input = { ...importInput, file: engine.files.handOut(join(outside, 'people.csv'), 'read') }
    for (const how of ['call', 'start'] as const) {
      await expect(engine[how]('dataset.import', input, asBo)).rejects.toMatchObject({ code: 'people/role-missing', details: { call: 'dataset.import', roles: 'engineer' } })
      await expect(engine[how]('dataset.import', input)).rejects.toMatchObject({ code: 'people/sign-in-needed' })
    }
    await expect(engine.call('job.list', {})).rejects.toMatchObject({ code: 'people/sign-in-needed' })
    expect(await engine.call('job.list', {}, asAda)).toEqual([])
  })
})

test('a session is in the memory of the engine alone: after a restart everyone signs in again', async () => {
  const { directory } = folder()
  const { asAda } = await engineIn(directory, engine => addBo(engine, ['officer']))
  await engineIn(directory, async engine => {
    await expect(engine.call('dataset.list', {}, asAda)).rejects.toMatchObject({ code: 'people/sign-in-needed' })
    const { session } = await engine.call('people.sign-in', { name: 'Ada', passphrase: adasPassphrase })
    expect(session).not.toBe(asAda)
    expect(await engine.call('dataset.list', {}, session)).toEqual([])
  })
})

test('a restored backup brings its own people: who came since then is not let in, and the ledger says who restored it', async () => {
  const { directory, outside } = folder()
  await engineIn(directory, async engine => {
    const file = engine.files.handOut(join(outside, 'people.csv'), 'read')
    await engine.call('dataset.import', { ...importInput, file })
    const { asAda, asBo, ada } = await addBo(engine, ['administrator'])
    const backup = join(outside, 'lethe.age')
    await engine.call('workspace.backup', { file: engine.files.handOut(backup, 'write'), passphrase: 'a long enough passphrase' }, asAda)
    const { colleague: cy } = await engine.call('people.add', { name: 'Cy', roles: ['administrator'], passphrase: 'cy is new in here' }, asBo)
    const { session: asCy } = await engine.call('people.sign-in', { name: 'Cy', passphrase: 'cy is new in here' })
    await engine.call('people.set-passphrase', { current: bosPassphrase, passphrase: 'bo has another one' }, asBo)
    await engine.call('workspace.restore', { file: engine.files.handOut(backup, 'read'), passphrase: 'a long enough passphrase' }, asCy)
    await expect(engine.call('people.list', {}, asCy)).rejects.toMatchObject({ code: 'people/sign-in-needed' })
    // Bo's passphrase is the old one again, so the session that began with it and then changed has ended.
    await expect(engine.call('people.list', {}, asBo)).rejects.toMatchObject({ code: 'people/sign-in-needed' })
    expect((await engine.call('people.list', {}, asAda)).map(({ name }) => name)).toEqual(['Ada', 'Bo'])
    const { entries } = await engine.call('ledger.list', { limit: 10 }, asAda)
    expect(entries.find(({ kind }) => kind === 'workspace-restored')).toMatchObject({ actor: cy.id })
    expect(entries.find(({ kind }) => kind === 'dataset-imported')).toMatchObject({ actor: ada })
  })
})

test('over the socket a session travels with each call, and what is no session is nobody', async () => {
  const { directory } = folder()
  await engineIn(directory, async engine => {
    const { asBo, bo } = await addBo(engine, ['officer'])
    const stopListening = await listenLocally(engine, directory)
    try {
      const remote = (await connectToEngine(directory))!
      expect(await remote.call('people.current', {}, asBo)).toMatchObject({ colleague: { id: bo } })
      for (const session of [undefined, '', 'x'.repeat(43), asBo.toUpperCase(), `${asBo} `, { toString: () => asBo }, [asBo]]) {
        await expect(remote.call('people.list', {}, session as string), `${JSON.stringify(session)}`).rejects.toMatchObject({ code: 'people/sign-in-needed' })
      }
      remote.close()
    } finally {
      await stopListening()
    }
  })
})

test('what a crash left is finished for whoever began it, whoever opens the workspace next', async () => {
  const lethe = await coreWith({ csv: 'id,a,label\nx1,1,yes\nx2,2,no\nx3,3,yes\n' })
  const { asAda, asBo, bo } = await twoPeople(lethe, ['engineer'])
  const dies = { signal: lethe.run.signal, progress(stage: string) {
    if (stage === 'overwrite') throw new Error('The power is gone')
  } }
  await expect(lethe.core.call('dataset.erase', { dataset: 'people' }, dies, { session: asBo })).rejects.toThrow('The power is gone')
  expect(lethe.core.needsRecovery()).toBe(true)
  expect(lethe.core.recover(lethe.run)).toMatchObject([{ how: 'finished' }])
  const { entries } = await lethe.core.call('ledger.list', { limit: 3 }, lethe.run, { session: asAda })
  expect(entries).toMatchObject([{ kind: 'dataset-erasure-completed', actor: bo.id }, { kind: 'dataset-erased', actor: bo.id }, { kind: 'dataset-erasure-intended', actor: bo.id }])
})

