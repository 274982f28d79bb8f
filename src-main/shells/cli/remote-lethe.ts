import { basename, resolve } from 'node:path'
import { api, isWork, type ApiName, type Input, type Output } from '../../contract/api.ts'
import { CoreError } from '../../core/base/core-error.ts'
import { errorFrom } from '../../core/base/error-data.ts'
import type { Run } from '../../core/ports.ts'
import type { RemoteEngine } from '../../engine/remote-engine.ts'
import type { Lethe } from './lethe.ts'
import { signsIn, type SignInAs } from './sign-in-as.ts'
import type { Terminal } from './terminal.ts'

/** Asks the engine that keeps the workspace. Its long tasks are shown here, and Ctrl-C cancels them there. */
export function remoteLethe(engine: RemoteEngine, run: Run, terminal: Terminal, as?: SignInAs): Lethe {
  const signedIn = signsIn(as, (name, input) => engine.call(name, input), (name, input, session) => engine.call(name, input, session))
  const handOut = (use: 'read' | 'write', path: string) => engine.handOut(use, { path: resolve(path), name: basename(path), mayReplace: false })
  return {
    recovered: [],
    async close() {
      await signedIn.end()
      engine.close()
    },
    toRead: path => handOut('read', path),
    toWrite: path => handOut('write', path),
    async call(name, input, given) {
      const session = given ?? await signedIn.session(name)
      if (isWork(name)) return carryOut(engine, name, input, session, run, terminal)
      const answer = engine.call(name, input, session)
      // A question may be dropped; a short change is waited for, since it happens all the same.
      return api[name].kind === 'query' ? Promise.race([answer, cancelled(run.signal)]) : answer
    },
  }
}

function cancelled(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason as Error)
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
}

/** An engine that died tells nothing; the next question to it says so. */
const askAgainMs = 1000

async function carryOut<N extends ApiName>(engine: RemoteEngine, name: N, input: Input<N>, session: string | undefined, { signal, progress }: Run, terminal: Terminal): Promise<Output<N>> {
  const { jobId } = await engine.start(name, input, session)
  let wake: (() => void) | undefined
  const quiet = engine.on('job.changed', job => {
    if (job.jobId === jobId) wake?.()
  })
  const cancel = () => void engine.call('job.cancel', { jobId }, session).catch(() => {
    // Too late, so it is finished instead; an engine that is gone is noticed below.
  })
  if (signal.aborted) cancel()
  signal.addEventListener('abort', cancel, { once: true })
  try {
    for (;;) {
      // Made before the question: what changes after its answer is not missed.
      const { promise: changed, resolve: change } = Promise.withResolvers<void>()
      wake = change
      const { state } = await engine.call('job.show', { jobId }, session)
      switch (state.kind) {
        case 'queued': terminal.progress('Waiting for the jobs before it …'); break
        case 'running': progress(state.stage, state.done, state.total); break
        case 'succeeded': return (await engine.call('job.result', { jobId }, session)).output as Output<N>
        case 'failed': throw errorFrom(state.error as Parameters<typeof errorFrom>[0])
        case 'cancelled': throw new CoreError('run/cancelled', {})
        case 'interrupted': throw new CoreError('engine/gone', {})
      }
      const timer = setTimeout(change, askAgainMs)
      await changed
      clearTimeout(timer)
    }
  } finally {
    quiet()
    signal.removeEventListener('abort', cancel)
  }
}
