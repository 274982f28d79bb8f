import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ApiClient } from '../../src-main/contract/reply.ts'
import { childProcessChannel } from '../../src-main/engine/child-process-channel.ts'
import { superviseEngine, type SupervisedEngine } from '../../src-main/engine/supervise-engine.ts'
import { isOver } from '../../src-main/core/jobs/job-state.ts'

const engineProgram = fileURLToPath(new URL('../../src-main/engine/engine-main.ts', import.meta.url))
const hook = new URL('stage-hook.mjs', import.meta.url).href

export interface Grief {
  readonly stage: string
  readonly does: 'die' | 'orphan' | 'hang' | 'swell'
  /** The most a process may have of old objects, in megabytes. */
  readonly memory?: number
}

export interface EngineProcess {
  readonly engine: SupervisedEngine
  readonly directory: string
  /** Beside the workspace. */
  readonly outside: string
  cleanUp(): Promise<void>
}

/** A real engine process under its supervisor, on a copy of `from` or an empty workspace; one of its workers comes to grief as told. */
export async function engineProcess({ from, grief }: { readonly from?: string; readonly grief?: Grief } = {}): Promise<EngineProcess> {
  const outside = mkdtempSync(join(tmpdir(), 'lethe-engine-test-'))
  const directory = join(outside, 'workspace')
  if (from !== undefined) cpSync(from, directory, { recursive: true })
  const env = { NODE_OPTIONS: process.env['NODE_OPTIONS'], LETHE_TEST_AT: process.env['LETHE_TEST_AT'] }
  const engine = superviseEngine({
    spawnEngine() {
      if (grief !== undefined) {
        process.env['NODE_OPTIONS'] = `--import=${hook}${grief.memory === undefined ? '' : ` --max-old-space-size=${grief.memory}`}`
        process.env['LETHE_TEST_AT'] = JSON.stringify({ ...grief, marker: join(outside, 'came-to-grief') })
      }
      try {
        return childProcessChannel(engineProgram)
      } finally {
        restore(env)
      }
    },
    spawnWorker: () => { throw new Error('The engine starts its workers itself here') },
    open: { directory, keys: { kind: 'files' }, workers: 'fork' },
  })
  await engine.opened
  return {
    engine, directory, outside,
    async cleanUp() {
      await engine.stop()
      rmSync(outside, { recursive: true, force: true })
    },
  }
}

function restore(values: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
}

/** Resolves when no job is queued or running. */
export async function untilQuiet(client: ApiClient): Promise<void> {
  for (;;) {
    const changed = new Promise<void>(resolve => {
      const stop = client.on('job.changed', () => {
        stop()
        resolve()
      })
    })
    if ((await client.call('job.list', {})).every(job => isOver(job.state))) return
    await changed
  }
}
