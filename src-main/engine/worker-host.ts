import type { FileToken } from '../contract/shape.ts'
import type { HandedFiles } from '../core/base/handed-files.ts'
import type { JobHost, Task, TaskEnd, ViewStore } from '../core/ports.ts'
import type { FromWorker, ToWorker } from '../worker/worker-messages.ts'
import type { ProcessChannel } from './channel.ts'
import type { KeyKeeping } from './engine-messages.ts'

export interface WorkerHostOptions {
  readonly directory: string
  /** How the keys are kept when a task begins. */
  readonly keys: () => KeyKeeping
  readonly files: HandedFiles
  readonly views: ViewStore
  /** Starts a worker process; `onErrorOutput` is told what it writes as it dies, where that can be had. */
  spawn(onErrorOutput: (text: string) => void): ProcessChannel
  /** This process, where workers are its children; null where a shell starts them for it. */
  readonly enginePid: number | null
}

/** How long a task that was asked to stop may take to answer, and one that has answered to end, in milliseconds, before its process is ended. */
const graceMs = 1000

/**
 * Runs each task in a process of its own (resources/docs/decisions/2026-11-25-workers.md says why not in threads). One process
 * more is started ahead, so that a task does not wait for it.
 */
export function workerHost({ directory, keys, files, views, spawn, enginePid }: WorkerHostOptions): JobHost {
  const alive = new Set<Worker>()
  let spare: Worker | undefined
  let closed = false

  interface Worker {
    readonly channel: ProcessChannel
    errorOutput: string
    dead: boolean
    onDeath: () => void
    /** No exit code tells that a process was ended on purpose (Electron says 0), so whoever ended it is remembered. */
    stopped: boolean
  }

  /** Throws where the system has no process left to give. */
  function newWorker(): Worker {
    const worker: Worker = { channel: spawn(text => (worker.errorOutput = (worker.errorOutput + text).slice(-4000))), errorOutput: '', dead: false, stopped: false, onDeath: () => {} }
    alive.add(worker)
    worker.channel.onClose(() => {
      worker.dead = true
      alive.delete(worker)
      if (spare === worker) spare = undefined
      worker.onDeath()
    })
    return worker
  }

  function startSpare(): void {
    if (closed || spare !== undefined) return
    try {
      spare = newWorker()
    } catch {
      // Without one ahead the next task starts its own.
    }
  }

  function filesNamed(input: unknown): Exclude<ToWorker, { stop: true }>['files'] {
    return Object.values(input as object).flatMap(value => {
      const found = typeof value === 'string' ? files.find(value) : undefined
      return found === undefined ? [] : [{ token: value as FileToken, ...found }]
    })
  }

  return {
    start(task: Task, signs) {
      const died = () => signs.ended({ kind: 'died', outOfMemory: false })
      let worker: Worker
      try {
        worker = spare !== undefined && !spare.dead ? spare : newWorker()
      } catch {
        queueMicrotask(died)
        return { stop: () => {} }
      }
      const wasSpare = worker === spare
      spare = undefined
      let answer: TaskEnd | undefined
      let begun = false
      let grace: NodeJS.Timeout | undefined

      function give(): void {
        worker.channel.onMessage(message => {
          const told = message as FromWorker
          begun = true
          if ('progress' in told) signs.progress(...told.progress)
          else if ('view' in told) views.put(told.view)
          else if (!('begun' in told)) {
            answer = 'answer' in told ? { kind: 'answered', output: told.answer } : { kind: 'refused', error: told.refusal }
            worker.channel.close()
            // It has closed the database; one that still does not end would keep the queue waiting for ever.
            grace ??= setTimeout(() => worker.channel.kill(), graceMs)
          }
        })
        // The answer counts once the process is gone: until then it may hold the database.
        worker.onDeath = () => {
          clearTimeout(grace)
          signs.ended(answer ?? (worker.stopped ? { kind: 'stopped' } : { kind: 'died', outOfMemory: /out of memory|allocation failed/i.test(worker.errorOutput) }))
        }
        worker.channel.post({ task, directory, keys: keys(), files: filesNamed(task.input), enginePid } satisfies ToWorker)
      }

      give()
      const { onDeath } = worker
      // One that was waiting may have been dead already, or dying: another one takes the task it never began.
      if (wasSpare) worker.onDeath = () => {
        if (begun || worker.stopped || closed) return onDeath()
        try {
          worker = newWorker()
        } catch {
          return died()
        }
        give()
      }
      setImmediate(startSpare)
      return {
        stop() {
          if (worker.stopped) return
          worker.stopped = true
          worker.channel.post({ stop: true } satisfies ToWorker)
          grace ??= setTimeout(() => worker.channel.kill(), graceMs)
        },
      }
    },
    async close() {
      closed = true
      const left = [...alive]
      const gone = Promise.all(left.map(worker => new Promise<void>(resolve => {
        const told = worker.onDeath
        worker.onDeath = () => {
          told()
          resolve()
        }
      })))
      for (const worker of left) worker.channel.kill()
      await gone
    },
  }
}
