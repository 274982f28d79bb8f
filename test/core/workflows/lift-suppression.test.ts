import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openCore, restoreWorkspace } from '../../../src-main/core/core.ts'
import { openDatabase } from '../../../src-main/core/database/open-database.ts'
import { readReapplyList } from '../../../src-main/core/requests/suppression.ts'
import { nodePorts } from '../../../src-main/shells/node-ports.ts'
import { coreWith, type TestCore } from '../../support/core-with.ts'
import { personFile } from '../../support/person-file.ts'

const { csv, people } = personFile(60, 77)
const anna = people[3]!

async function withErased(): Promise<TestCore & { readonly requestId: string }> {
  const lethe = await coreWith({ csv })
  const { requestId } = await lethe.core.call('request.open', { who: { identifiers: [{ kind: 'e-mail', value: anna.email }] }, law: 'gdpr' }, lethe.run)
  await lethe.core.call('erasure.run', { requestId, method: 'auto', compare: false }, lethe.run)
  return { ...lethe, requestId }
}

const importAgain = async (lethe: TestCore, name: string) =>
  (await lethe.core.call('dataset.import', { file: lethe.toRead(lethe.write(`${name}.csv`, csv)), name, ignore: [], features: [], text: [], dryRun: false }, lethe.run)).rows

const listOf = ({ directory, ports }: TestCore) => readReapplyList(readFileSync(join(directory, 'records', 'erased.list')), ports.secrets.read('sealing-key')!).map(({ scope }) => scope).sort()

test('a lifted person may come back, and the ledger says so; the rows stay on the list for restores', async () => {
  const lethe = await withErased()
  const { core, run, requestId } = lethe
  expect(await core.call('suppression.list', {}, run)).toMatchObject([{ requestId, identifiers: 2, rows: 1, until: null }])
  expect(await importAgain(lethe, 'before')).toBe(59)
  expect(listOf(lethe)).toEqual(['person', 'person', 'row'])
  expect(await core.call('suppression.lift', { requestId }, run)).toEqual([])
  expect((await core.call('ledger.list', { limit: 1 }, run)).entries[0]).toMatchObject({ kind: 'suppression-lifted', request: requestId, hashes: 2 })
  expect(listOf(lethe)).toEqual(['lifted', 'row'])
  expect(await importAgain(lethe, 'after')).toBe(60)
  await expect(core.call('suppression.lift', { requestId }, run)).rejects.toMatchObject({ code: 'suppression/none' })
  await expect(core.call('suppression.lift', { requestId: 'rq-000000000000' }, run)).rejects.toMatchObject({ code: 'request/not-found' })
  expect(await core.call('ledger.check', {}, run)).toMatchObject({ ok: true })
})

test('whoever came back and is erased again belongs to the newer request', async () => {
  const lethe = await withErased()
  const { core, run, requestId } = lethe
  await core.call('suppression.lift', { requestId }, run)
  await importAgain(lethe, 'after')
  const again = await core.call('request.open', { who: { identifiers: [{ kind: 'e-mail', value: anna.email }] }, law: 'gdpr' }, run)
  await core.call('erasure.run', { requestId: again.requestId, method: 'auto', compare: false }, run)
  expect(await core.call('suppression.list', {}, run)).toMatchObject([{ requestId: again.requestId, identifiers: 2 }])
  await expect(core.call('suppression.lift', { requestId }, run)).rejects.toMatchObject({ code: 'suppression/none' })
})

test('restoring a backup made before the lift, or before the erasure, does not keep the person out again; the rows are erased again', async () => {
  const lethe = await coreWith({ csv })
  const { core, run, toWrite, toRead, outside, directory, ports } = lethe
  const passphrase = 'a long enough passphrase'
  const early = join(outside, 'early.backup')
  const late = join(outside, 'late.backup')
  await core.call('workspace.backup', { file: toWrite(early), passphrase }, run)
  const { requestId } = await core.call('request.open', { who: { identifiers: [{ kind: 'e-mail', value: anna.email }] }, law: 'gdpr' }, run)
  await core.call('erasure.run', { requestId, method: 'auto', compare: false }, run)
  await core.call('workspace.backup', { file: toWrite(late), passphrase }, run)
  await core.call('suppression.lift', { requestId }, run)
  core.close()
  for (const file of [late, early]) {
    await restoreWorkspace(directory, ports, { file: toRead(file), passphrase }, run)
    const restored = openCore(directory, nodePorts(directory))
    try {
      restored.recover(run)
      expect(await restored.call('suppression.list', {}, run)).toEqual([])
      expect((await restored.call('dataset.list', {}, run))[0]!.rows).toBe(59)
    } finally {
      restored.close()
    }
  }
})

test('what the settings keep no longer is destroyed when the workspace is next opened, and the ledger says so', async () => {
  const lethe = await withErased()
  const { core, run, directory, requestId } = lethe
  const settings = await core.call('settings.show', {}, run)
  await core.call('settings.change', { ...settings, matching: { ...settings.matching, suppressionYears: 2 } }, run)
  const [suppressed] = await core.call('suppression.list', {}, run)
  expect(Number(suppressed!.until!.slice(0, 4))).toBe(Number(suppressed!.erasedAt.slice(0, 4)) + 2)
  core.expireSuppressions()
  expect(await core.call('suppression.list', {}, run)).toHaveLength(1)
  const db = openDatabase(join(directory, 'lethe.db'))
  db.prepare(`UPDATE suppression SET at = '2020-01-01T00:00:00.000Z'`).run()
  db.close()
  core.expireSuppressions()
  expect(await core.call('suppression.list', {}, run)).toEqual([])
  expect((await core.call('ledger.list', { limit: 1 }, run)).entries[0]).toMatchObject({ kind: 'suppressions-expired', requests: 1, hashes: 2 })
  expect(await importAgain(lethe, 'after')).toBe(60)
  await expect(core.call('suppression.lift', { requestId }, run)).rejects.toMatchObject({ code: 'suppression/none' })
})
