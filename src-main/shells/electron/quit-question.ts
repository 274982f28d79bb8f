import type { JobSummary } from '../../contract/job.ts'
import { jobWords } from './notices.ts'

export interface Question {
  readonly message: string
  readonly detail: string
  /** The safe answer first. */
  readonly buttons: [stay: string, leave: string]
}

/** What is asked before Lethe closes while jobs wait or run; undefined where nothing does. It says what will happen to them. */
export function quitQuestion(jobs: readonly JobSummary[]): Question | undefined {
  const running = jobs.find(({ state }) => state.kind === 'running')
  const queued = jobs.filter(({ state }) => state.kind === 'queued').length
  if (running === undefined && queued === 0) return undefined
  const sentences = []
  if (running?.state.kind === 'running') {
    sentences.push(running.state.cancellable
      ? 'If you quit, it is cancelled and undone; nothing of it stays.'
      : 'Its rows are erased already. If you quit, it is finished when Lethe starts again.')
  }
  if (queued > 0) sentences.push(queued === 1 ? 'The job that waits is not carried out.' : `The ${queued} jobs that wait are not carried out.`)
  const word = running === undefined ? undefined : jobWords.get(running.call) ?? 'job'
  return {
    message: word === undefined ? 'Jobs are waiting.' : `${/^[aeiou]/.test(word) ? 'An' : 'A'} ${word} is running.`,
    detail: sentences.join(' '),
    buttons: ['Keep working', 'Quit'],
  }
}

/** What is asked where a person closes the window again while that is still being waited for. */
export const stillClosing: Question = {
  message: 'Lethe is still closing.',
  detail: 'What ran is being stopped. If you quit now, it is undone or finished when Lethe starts again.',
  buttons: ['Wait', 'Quit now'],
}
