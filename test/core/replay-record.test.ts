import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { ErasureOutcome, ModelOutcome, RecordReport } from '../../src-main/contract/record.ts'
import { sha256 } from '../../src-main/core/base/hash.ts'
import type { Run } from '../../src-main/core/ports.ts'
import { replayRecord } from '../../src-main/core/workflows/replay-record.ts'
import { openWorkspace } from '../../src-main/core/workflows/workspace.ts'
import { coreWith, type TestCore } from '../support/core-with.ts'
import { personFile } from '../support/person-file.ts'
import { changePolicy } from '../support/settings.ts'

const { csv, people } = personFile(300, 51)

/** A workspace with one model and one erasure, and the record of that. */
async function erased(options: Parameters<TestCore['erase']>[1] = {}): Promise<{ lethe: TestCore; requestId: string; outcome: ErasureOutcome; record: string; model: string }> {
  const lethe = await coreWith({ csv })
  const { modelId } = await lethe.train({ lambda: '0.5', seed: '7' })
  await changePolicy(lethe, { guarantee: 'none' })
  const { requestId, outcome } = await lethe.erase({ subject: people[8]!.id }, options)
  return { lethe, requestId, outcome, record: await exported(lethe, requestId), model: modelId }
}

async function exported(lethe: TestCore, requestId: string): Promise<string> {
  const file = join(lethe.outside, `${requestId}.zip`)
  await lethe.core.call('record.export', { requestId, file: lethe.toWrite(file) }, lethe.run)
  return file
}

const replay = ({ core, run, toRead }: TestCore, record: string, given: Run = run): Promise<RecordReport> => core.call('record.check', { file: toRead(record), replay: true }, given)

/** Changes the database by another connection than Lethe's. */
function tamper({ directory }: TestCore, sql: string, ...values: unknown[]): void {
  const db = new Database(join(directory, 'lethe.db'))
  try {
    db.prepare(sql).run(...values)
  } finally {
    db.close()
  }
}

test('an honest record is replayed to the same bits, whichever exact method made it', async () => {
  for (const method of ['auto', 'retrain']) {
    const { lethe, record, model } = await erased({ method })
    const stages: [string, number, number][] = []
    const told: Run = { signal: new AbortController().signal, progress: (stage, done, total) => void stages.push([stage, done, total]) }
    expect(await replay(lethe, record, told)).toMatchObject({ intact: true, problems: [], replay: [{ model, outcome: 'same-bits' }] })
    expect(stages[0]).toEqual(['replay', 0, 1])
    expect(stages.some(([stage]) => stage === 'optimise')).toBe(true)
    expect((await lethe.core.call('record.check', { file: lethe.toRead(record) }, lethe.run)).replay).toBeUndefined()
  }
})

test('a request on rows, two models at once, and one that no model learned from', async () => {
  const lethe = await coreWith({ csv })
  const first = await lethe.erase({ rows: [3] })
  expect((await replay(lethe, await exported(lethe, first.requestId))).replay).toEqual([])
  const models = [await lethe.train({ lambda: '1' }), await lethe.train({ lambda: '0.1', seed: '3' })].map(({ modelId }) => modelId)
  const second = await lethe.erase({ rows: [10, 11] })
  expect((await replay(lethe, await exported(lethe, second.requestId))).replay).toEqual(models.map(model => ({ model, outcome: 'same-bits' })))
})

test('another salt than the one committed with is told', async () => {
  const { lethe, record, model } = await erased()
  tamper(lethe, 'UPDATE model_content SET salt = zeroblob(32)')
  expect((await replay(lethe, record)).replay).toEqual([{ model, outcome: 'different' }])
})

test('kept rows that were changed since are told', async () => {
  const { lethe, record, model } = await erased()
  // The ages of four people.
  tamper(lethe, 'UPDATE dataset_rows_1 SET c4 = c4 + 1 WHERE row IN (1, 2, 3, 4)')
  expect((await replay(lethe, record)).replay).toEqual([{ model, outcome: 'different' }])
})

test('a record superseded by a later erasure is no longer replayable, and that is no failure of the record', async () => {
  const { lethe, record, model } = await erased()
  const later = await lethe.erase({ rows: [20] })
  expect(await replay(lethe, record)).toMatchObject({ intact: true, problems: [], replay: [{ model, outcome: 'no-longer-replayable' }] })
  expect((await replay(lethe, await exported(lethe, later.requestId))).replay).toEqual([{ model, outcome: 'same-bits' }])
})

test('a record whose dataset was erased is no longer replayable', async () => {
  const { lethe, record, model } = await erased()
  await lethe.core.call('dataset.erase', { dataset: 'people' }, lethe.run)
  expect((await replay(lethe, record)).replay).toEqual([{ model, outcome: 'no-longer-replayable' }])
})

test('a method that promises nothing is not comparable with retraining', async () => {
  const { lethe, record, model } = await erased({ method: 'influence' })
  expect((await replay(lethe, record)).replay).toEqual([{ model, outcome: 'not-comparable' }])
})

test('a record that is not intact is not replayed', async () => {
  const { lethe, record, outcome } = await erased()
  const bytes = readFileSync(record)
  const at = bytes.indexOf(outcome.models[0]!.commitmentAfter!)
  bytes[at] = bytes[at] === 0x30 ? 0x31 : 0x30
  const forged = join(lethe.outside, 'forged.zip')
  writeFileSync(forged, bytes)
  const report = await replay(lethe, forged)
  expect(report.intact).toBe(false)
  expect(report).not.toHaveProperty('replay')
})

test('a record of another workspace is refused, and a cancelled replay changes nothing', async () => {
  const { record, lethe } = await erased()
  const other = await coreWith({ csv })
  await other.train()
  await expect(replay(other, record)).rejects.toMatchObject({ code: 'record/other-workspace' })
  const cancelled = new AbortController()
  cancelled.abort()
  await expect(replay(lethe, record, { signal: cancelled.signal, progress: () => {} })).rejects.toMatchObject({ code: 'run/cancelled' })
})

test('what a statement with another commitment, machine or rounding comes to', async () => {
  const { lethe, outcome, model } = await erased()
  lethe.core.close()
  const ws = openWorkspace(lethe.directory, lethe.ports)
  try {
    const stated = outcome.models[0]!
    const otherMachine = { ...outcome.machine, processor: 'another' }
    const come = async (changes: Partial<ModelOutcome>, machine = outcome.machine) => (await replayRecord(ws, { origin: ws.ledger.origin, outcome: { ...outcome, machine, models: [{ ...stated, ...changes }] } }, lethe.run)).map(one => one.outcome)
    expect(await come({})).toEqual(['same-bits'])
    expect(await come({}, otherMachine)).toEqual(['same-bits'])
    expect(await come({ commitmentAfter: 'f'.repeat(64) })).toEqual(['different'])
    expect(await come({ commitmentAfter: 'f'.repeat(64) }, otherMachine)).toEqual(['different'])
    expect(await come({ commitmentAfter: null })).toEqual([])
    expect(await come({ learner: 'oracle' })).toEqual(['not-comparable'])
    expect(await come({ version: stated.version + 1 })).toEqual(['no-longer-replayable'])
    expect(await come({ model: 'm-000000000000' })).toEqual(['no-longer-replayable'])

    // Published otherwise than retraining publishes it, and committed to: by one step of rounding, and by two.
    const { published, salt } = ws.db.prepare<[string], { published: Buffer; salt: Buffer }>('SELECT published, salt FROM model_content WHERE model_id = ?').get(model)!
    for (const [steps, withBoundary] of [[1, 'within-bound'], [2, 'different']] as const) {
      const moved = Buffer.from(published.toString().replace(/"constant":(-?\d+)/, (_, constant: string) => `"constant":${Number(constant) + steps}`))
      ws.db.prepare('UPDATE model_content SET published = ?').run(moved)
      const commitmentAfter = sha256(salt, sha256(moved)).toString('hex')
      expect(await come({ commitmentAfter, boundary: true })).toEqual([withBoundary])
      expect(await come({ commitmentAfter })).toEqual(['different'])
      expect(await come({ commitmentAfter }, otherMachine)).toEqual(['not-comparable'])
    }
  } finally {
    ws.close()
  }
})
