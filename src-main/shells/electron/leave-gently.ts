import type { JobSummary } from '../../contract/job.ts'
import { type Question, quitQuestion, stillClosing } from './quit-question.ts'

export interface LeaveOptions {
  /** What waits or runs now. */
  jobs(): readonly JobSummary[]
  /** True where the person chose to leave. */
  ask(question: Question): Promise<boolean>
  /** Closes the workspace; resolves when what ran has stopped. */
  stop(): Promise<void>
  /** Ends the program. */
  leave(): void
}

export interface Leaving {
  /** True from the moment the program is being ended. */
  readonly left: boolean
  /** The person wants to leave. */
  request(): Promise<void>
  /** The system wants the program to end: nobody is asked. */
  demand(): Promise<void>
}

/**
 * Ends the program once, and only when the workspace is closed; asks first where a job waits or runs. Whoever asks again meanwhile
 * may choose not to wait.
 */
export function leaveGently({ jobs, ask, stop, leave }: LeaveOptions): Leaving {
  let asking = false
  let stopping = false
  let left = false
  const stopAndEnd = async () => {
    if (!stopping) {
      stopping = true
      await stop()
    }
    if (left) return
    left = true
    leave()
  }
  return {
    get left() {
      return left
    },
    async request() {
      if (asking || left) return
      asking = true
      const question = stopping ? stillClosing : quitQuestion(jobs())
      const agreed = question === undefined || await ask(question)
      asking = false
      if (agreed) await stopAndEnd()
    },
    demand: stopAndEnd,
  }
}
