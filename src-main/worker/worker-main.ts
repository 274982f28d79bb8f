import { errorData } from '../core/base/error-data.ts'
import { CoreError } from '../core/base/core-error.ts'
import { joinCore, restoreWorkspace, type CoreCall } from '../core/core.ts'
import type { Ports, Run, Task, ViewStore } from '../core/ports.ts'
import { parentChannel } from '../engine/parent-channel.ts'
import { portsOf } from '../shells/node-ports.ts'
import type { FromWorker, ToWorker } from './worker-messages.ts'

/**
 * A process that carries out one task and ends: what it read of people's rows ends with its memory. It is started before there is
 * a task, so that none waits for it, and dies with the engine: at once where it listens, else at its next sign of life.
 */
process.umask(0o077)
const parent = parentChannel()
const stopping = new AbortController()
const say = (message: FromWorker) => parent.post(message)

parent.onClose(() => process.exit(0))
parent.onMessage(message => {
  const told = message as ToWorker
  if ('stop' in told) stopping.abort(new CoreError('run/cancelled', {}))
  else void begin(told)
})

async function begin({ task, directory, keys, files, enginePid }: Exclude<ToWorker, { stop: true }>): Promise<void> {
  const engineAlive = () => enginePid === null || process.ppid === enginePid
  const run: Run = {
    signal: stopping.signal,
    progress(stage, done, total) {
      if (!engineAlive()) process.exit(0)
      say({ progress: [stage, done, total] })
    },
  }
  say({ begun: true })
  try {
    const ports = { ...portsOf(directory, keys), views: viewsOfEngine }
    for (const { token, use, file } of files) ports.files.accept(token, use, file)
    say({ answer: await carryOut(task, directory, ports, run, engineAlive) })
  } catch (error) {
    say({ refusal: errorData(error) })
  }
  parent.close()
}

async function carryOut({ call, input, actor }: Task, directory: string, ports: Ports, run: Run, engineAlive: () => boolean): Promise<unknown> {
  if (call === 'workspace.restore') return restoreWorkspace(directory, ports, input as never, run, actor)
  const core = joinCore(directory, ports, engineAlive)
  try {
    return call === 'workspace.recover' ? core.recover(run) : await core.call(call as CoreCall, input as never, run, actor === null ? {} : { actor })
  } finally {
    core.close()
  }
}

/** A view is made here and kept by the engine, which answers the pages. */
const viewsOfEngine: ViewStore = {
  put: view => say({ view }),
  get: () => undefined,
  dropOf: () => {},
  dropAll: () => {},
}
