import { setImmediate } from 'node:timers/promises'
import type { Run } from '../ports.ts'

/** Lets signals and messages in between two long synchronous steps; throws where the run was cancelled meanwhile. */
export async function breathe(run: Run): Promise<void> {
  // The first comes before the loop polls for signals and messages, the second after.
  await setImmediate()
  await setImmediate()
  run.signal.throwIfAborted()
}
