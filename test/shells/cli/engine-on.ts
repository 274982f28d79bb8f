import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Keeps the workspace in a process of its own, as the window does, until the test ends. */
export async function engineOn(workspace: string): Promise<ChildProcess> {
  const engine = spawn(process.execPath, [join(import.meta.dirname, 'run-engine.ts'), workspace], { stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = once(engine, 'close')
  onTestFinished(async () => {
    engine.kill('SIGTERM')
    await closed
  })
  await Promise.race([once(engine.stdout!, 'data'), closed.then(() => { throw new Error('The engine did not start') })])
  return engine
}
