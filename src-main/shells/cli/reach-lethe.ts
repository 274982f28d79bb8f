import { CoreError } from '../../core/base/core-error.ts'
import type { Run } from '../../core/ports.ts'
import { connectToEngine } from '../../engine/local-socket.ts'
import { inlineLethe, type AskKeys } from './inline-lethe.ts'
import type { Lethe } from './lethe.ts'
import { recoveredLine } from './recovered-line.ts'
import { remoteLethe } from './remote-lethe.ts'
import type { SignInAs } from './sign-in-as.ts'
import type { Terminal } from './terminal.ts'

export interface ReachOptions {
  readonly run: Run
  readonly terminal: Terminal
  readonly replacesWorkspace: boolean
  /** Who signs in; nobody where absent. */
  readonly as: SignInAs | undefined
  readonly askKeys: AskKeys
}

/**
 * The workspace by the way that works now. The running engine is asked first: where there is none, that costs one look for a file,
 * while trying the lock first would cost its wait of a second whenever there is one. No moment falls between the two ways: an engine
 * answers only while it has the lock, so whoever answers is the one to ask; and one that opened the workspace after the look is
 * met at the lock and asked then.
 */
export async function reachLethe(directory: string, { run, terminal, replacesWorkspace, as, askKeys }: ReachOptions): Promise<Lethe> {
  const running = await runningEngine(directory)
  if (running !== undefined) return remoteLethe(running, run, terminal, as)
  const inline = inlineLethe(directory, run, recovered => recovered.forEach(one => terminal.line(recoveredLine(one))), askKeys, as)
  try {
    if (!replacesWorkspace) await inline.open()
    return inline
  } catch (error) {
    inline.close()
    const started = error instanceof CoreError && error.code === 'workspace/in-use' ? await runningEngine(directory) : undefined
    if (started === undefined) throw error
    return remoteLethe(started, run, terminal, as)
  }
}

/** Whatever is wrong with the address or behind it, nobody answers there; then the lock decides. */
const runningEngine = (directory: string) => connectToEngine(directory).catch(() => undefined)
