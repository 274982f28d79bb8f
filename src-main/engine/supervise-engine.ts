import type { ApiName, Input } from '../contract/api.ts'
import type { EventData } from '../contract/events.ts'
import type { ErrorData } from '../contract/job.ts'
import type { ApiClient } from '../contract/reply.ts'
import type { FileToken } from '../contract/shape.ts'
import { CoreError } from '../core/base/core-error.ts'
import { errorFrom } from '../core/base/error-data.ts'
import type { HandedFile } from '../core/base/handed-files.ts'
import type { ProcessChannel } from './channel.ts'
import type { EngineAnswer, OpenEngine } from './engine-messages.ts'
import { eventHub, tellAll } from './event-hub.ts'
import { relayWorkers } from './relayed-workers.ts'
import { remoteEngine, type RemoteEngine } from './remote-engine.ts'

export interface SuperviseOptions {
  spawnEngine(): ProcessChannel
  /** Starts a worker where the engine cannot; not called with `workers: 'fork'`. */
  spawnWorker(): ProcessChannel
  readonly open: OpenEngine['open']
  /** Milliseconds from some fixed start. */
  elapsed?(): number
  /** How long an engine may take to close, in milliseconds. */
  readonly closesWithinMs?: number
}

/** An engine process that is started again where it ends by itself. Calls made while it starts wait for it. */
export interface SupervisedEngine extends ApiClient {
  /** Resolves when the engine answers for the first time; rejects with its coded error where it could not open the workspace. */
  readonly opened: Promise<void>
  /** The engine's process now. */
  readonly pid: number | undefined
  handOut(use: 'read' | 'write', file: HandedFile): Promise<FileToken>
  /** Closes the workspace and ends the process; what runs is cancelled and undone or finished. One that hangs is ended by force. */
  stop(): Promise<void>
}

/** An engine that dies this often within this time has something wrong that starting again does not mend. */
const mostDeaths = 3
const withinMs = 60_000

export function superviseEngine({ spawnEngine, spawnWorker, open, elapsed = () => performance.now(), closesWithinMs = 10_000 }: SuperviseOptions): SupervisedEngine {
  const hub = eventHub()
  const deaths: number[] = []
  let stopping = false
  let stopped: ErrorData | undefined
  let { keys } = open
  let current = startOne()

  interface Running {
    readonly process: ProcessChannel
    /** The engine behind it once it has opened the workspace. */
    readonly ready: Promise<RemoteEngine>
    readonly gone: Promise<void>
  }

  function startOne(): Running {
    const process = spawnEngine()
    const killWorkers = relayWorkers(process, spawnWorker)
    const remote = remoteEngine(process)
    // Whether there is an engine is known here: one that ends may be started again.
    tellAll(remote.on, event => void (event.event !== 'engine.changed' && hub.tell(event.event, event.data as never)))
    const { promise: ready, resolve, reject } = Promise.withResolvers<RemoteEngine>()
    const { promise: gone, resolve: ended } = Promise.withResolvers<void>()
    ready.catch(() => {})
    process.onMessage(message => {
      const answer = message as EngineAnswer
      if ('keys' in answer) keys = answer.keys
      if ('opened' in answer) {
        resolve(remote)
        tellState('ready')
      }
      if ('notOpened' in answer) {
        stopped = answer.notOpened
        reject(errorFrom(answer.notOpened as never))
      }
    })
    process.onClose(() => {
      killWorkers()
      reject(new CoreError('engine/gone', {}))
      ended()
      if (!stopping) restart()
    })
    process.post({ open: { ...open, keys } } satisfies OpenEngine)
    return { process, ready, gone }
  }

  function restart(): void {
    const now = elapsed()
    deaths.push(now)
    if (stopped === undefined && deaths.filter(at => now - at < withinMs).length < mostDeaths) {
      tellState('restarting')
      current = startOne()
      return
    }
    stopped ??= { code: 'engine/gone', details: {} }
    tellState('stopped')
  }

  const tellState = (state: EventData<'engine.changed'>['state']) => hub.tell('engine.changed', { state })

  async function engine(): Promise<RemoteEngine> {
    if (stopped !== undefined) throw errorFrom(stopped as never)
    return current.ready
  }

  const opened = (async () => {
    await current.ready
  })()
  // Whoever does not ask hears of it by the calls that fail.
  opened.catch(() => {})

  return {
    opened,
    get pid() {
      return current.process.pid
    },
    call: async <N extends ApiName>(name: N, input: Input<N>, session?: string) => (await engine()).call(name, input, session),
    start: async (name, input, session) => (await engine()).start(name, input, session),
    on: (event, told) => hub.on(event, told),
    handOut: async (use, file) => (await engine()).handOut(use, file),
    async stop() {
      stopping = true
      const { process, ready, gone } = current
      const tooLate = setTimeout(() => process.kill(), closesWithinMs)
      try {
        (await ready).stop()
      } catch {
        process.kill()
      }
      await gone
      clearTimeout(tooLate)
    },
  }
}
