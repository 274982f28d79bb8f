import { afterAll, beforeAll, expect, test } from 'vitest'
import { seededRandom } from '../../src-main/core/base/seeded-random.ts'
import { childrenOf } from '../support/children-of.ts'
import { engineProcess, untilQuiet, type EngineProcess } from '../support/engine-process.ts'
import { expectWholeErasure, importInput, killableWorkspace, sampleToken, type KillableWorkspace } from '../support/killable-workspace.ts'

/** LETHE_KILLS=200 runs as many as the last change to this part was tried with. */
const kills = Number(process.env['LETHE_KILLS'] ?? 12)

let before: KillableWorkspace
beforeAll(async () => {
  before = await killableWorkspace()
})
afterAll(() => before.cleanUp())

test(`kill -9 of engine or workers at ${kills} random times, while erasing and importing at once: each whole or undone`, { timeout: 60_000 + kills * 8000 }, async () => {
  const random = seededRandom(20_261_125)
  const ends = { finished: 0, undone: 0 }
  for (let kill = 0; kill < kills; kill += 1) {
    const lethe = await engineProcess({ from: before.directory })
    const { pid } = lethe.engine
    const file = await sampleToken(lethe)
    const calls = [
      lethe.engine.call('erasure.run', { requestId: before.requestId, method: 'auto', compare: kill % 2 === 0 }),
      lethe.engine.call('dataset.import', { ...importInput, name: 'second', ignore: ['email'], file }),
    ].map(call => call.catch(() => {}))
    await new Promise(resolve => setTimeout(resolve, random() * 1500))
    if (random() < 0.5) await killEngine(lethe, pid!)
    else for (const child of childrenOf(pid!)) killIfThere(child)
    await Promise.all(calls)
    await untilQuiet(lethe.engine)
    const second = (await lethe.engine.call('dataset.list', {})).find(({ name }) => name === 'second')
    expect([undefined, before.rows, before.rows - before.personRows]).toContain(second?.rows)
    expect(await lethe.engine.call('ledger.check', {})).toMatchObject({ ok: true })
    // The second import may have brought the person's values back; without it nothing of a finished erasure is left.
    if (second === undefined) ends[await expectWholeErasure(lethe, before)] += 1
    await lethe.cleanUp()
  }
  expect(ends.finished + ends.undone).toBeGreaterThan(0)
})

/** Ends the engine, and waits until its supervisor knows. */
async function killEngine({ engine }: EngineProcess, pid: number): Promise<void> {
  const noticed = new Promise<void>(resolve => {
    const stop = engine.on('engine.changed', () => {
      stop()
      resolve()
    })
  })
  process.kill(pid, 'SIGKILL')
  await noticed
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It had just ended by itself.
  }
}
