import type { Channel, ProcessChannel } from './channel.ts'
import type { WorkerNews, WorkerRelay } from './engine-messages.ts'

/**
 * Worker processes that the shell starts for an engine: in a packaged desktop program a utility process may not start Node itself.
 * Everything goes through the engine's own channel, one number a worker.
 */
export function relayedWorkers(shell: Channel): () => ProcessChannel {
  const workers = new Map<number, { message: ((message: unknown) => void)[]; close: ((code: number | null) => void)[] }>()
  let last = 0
  const post = (message: WorkerRelay) => shell.post(message)
  shell.onMessage(message => {
    const news = message as WorkerNews
    if (typeof news !== 'object' || news === null || !('worker' in news)) return
    const worker = workers.get(news.worker)
    if ('message' in news) for (const told of worker?.message ?? []) told(news.message)
    else {
      workers.delete(news.worker)
      for (const told of worker?.close ?? []) told(news.ended)
    }
  })
  // Whoever would tell that they ended is gone, and they with it.
  shell.onClose(() => {
    const left = [...workers.values()]
    workers.clear()
    for (const { close } of left) for (const told of close) told(null)
  })
  return () => {
    const worker = (last += 1)
    const listeners = { message: [] as ((message: unknown) => void)[], close: [] as ((code: number | null) => void)[] }
    workers.set(worker, listeners)
    post({ worker, do: 'spawn' })
    return {
      pid: undefined,
      post: message => post({ worker, do: 'post', message }),
      onMessage: told => void listeners.message.push(told),
      onClose: told => void listeners.close.push(told),
      close: () => post({ worker, do: 'kill' }),
      kill: () => post({ worker, do: 'kill' }),
    }
  }
}

/** The shell's side: starts what the engine asks for and passes on what is said. Returns what ends all of them. */
export function relayWorkers(engine: Channel, spawn: () => ProcessChannel): () => void {
  const workers = new Map<number, ProcessChannel>()
  const post = (news: WorkerNews) => engine.post(news)
  engine.onMessage(message => {
    const asked = message as WorkerRelay
    if (typeof asked !== 'object' || asked === null || !('worker' in asked)) return
    if (asked.do === 'post') workers.get(asked.worker)?.post(asked.message)
    else if (asked.do === 'kill') workers.get(asked.worker)?.kill()
    else if (asked.do === 'spawn') {
      let worker: ProcessChannel
      try {
        worker = spawn()
      } catch {
        return post({ worker: asked.worker, ended: null })
      }
      workers.set(asked.worker, worker)
      worker.onMessage(said => post({ worker: asked.worker, message: said }))
      worker.onClose(code => {
        workers.delete(asked.worker)
        post({ worker: asked.worker, ended: code })
      })
    }
  })
  return () => {
    for (const worker of workers.values()) worker.kill()
  }
}
