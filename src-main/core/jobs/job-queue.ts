/**
 * Which jobs may run now. What changes the workspace, or measures on a quiet machine, takes its turn: one at a time, in the order
 * asked for, so that no model is trained on rows an erasure is just taking away. What only looks runs beside it, except beside what
 * takes the whole workspace: that waits in its turn until nothing runs, and nothing starts before it is over.
 */
export interface JobQueue {
  add(jobId: string, lane: Lane): void
  /** The next jobs to start; each is counted as running from now on. */
  take(): string[]
  /** A job ended, or one that had not begun was taken out. */
  remove(jobId: string): void
}

export type Lane = 'turn' | 'beside' | 'alone'

/** Two look at once: a third waits for one of them. */
const most: Readonly<Record<Exclude<Lane, 'alone'>, number>> = { turn: 1, beside: 2 }

export function jobQueue(): JobQueue {
  const waiting: { readonly jobId: string; readonly lane: Lane }[] = []
  const running = new Map<string, Lane>()
  const runningIn = (lane: Lane) => [...running.values()].filter(other => other === lane).length
  return {
    add: (jobId, lane) => void waiting.push({ jobId, lane }),
    take() {
      const taken: string[] = []
      for (let at = 0; at < waiting.length && runningIn('alone') === 0;) {
        const job = waiting[at]!
        // It is its turn, and only what looks is in its way: nobody may overtake it now.
        if (job.lane === 'alone' && runningIn('turn') === 0 && running.size > 0) break
        if (job.lane === 'alone' ? running.size > 0 : runningIn(job.lane) >= most[job.lane]) {
          at += 1
          continue
        }
        waiting.splice(at, 1)
        running.set(job.jobId, job.lane)
        taken.push(job.jobId)
      }
      return taken
    },
    remove(jobId) {
      running.delete(jobId)
      const at = waiting.findIndex(job => job.jobId === jobId)
      if (at !== -1) waiting.splice(at, 1)
    },
  }
}
