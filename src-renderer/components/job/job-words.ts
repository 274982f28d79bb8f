import type { JobSummary } from '../../../src-main/contract/job.ts'
import { useText } from '../../text.ts'
import { jobStages } from './job-stages.ts'

/** How jobs are spoken of, everywhere the same. */
export function useJobWords() {
  const { t, counted, named } = useText()

  /** "about 9 s left", without more precision than an estimate has. */
  function timeLeft(seconds: number): string {
    if (seconds < 1.5) return t('jobs.momentLeft')
    if (seconds < 60) return counted('jobs.secondsLeft', Math.ceil(seconds < 10 ? seconds : seconds / 5) * (seconds < 10 ? 1 : 5))
    if (seconds < 5400) return counted('jobs.minutesLeft', Math.ceil(seconds / 60))
    return counted('jobs.hoursLeft', Math.ceil(seconds / 3600))
  }

  const stage = (job: JobSummary): string => {
    if (job.state.kind !== 'running') return t(`terms.jobState.${job.state.kind}`)
    const { keys, at } = jobStages(job)
    return named('terms.stage', keys[at] ?? job.state.stage)
  }

  return {
    title(job: JobSummary): string {
      // A dot would lead a level deeper into the messages.
      const call = named('terms.call', job.call.replace('.', '-'))
      return job.about.requestId === null ? call : t('jobs.about', { call, what: job.about.requestId })
    },
    stage,
    /** Stage and time left of a running job, the word for its state otherwise. */
    standing(job: JobSummary): string {
      if (job.state.kind !== 'running') return stage(job)
      return job.state.secondsLeft === null ? stage(job) : t('jobs.stageWithTime', { stage: stage(job), time: timeLeft(job.state.secondsLeft) })
    },
    timeLeft: (job: JobSummary): string => (job.state.kind === 'running' && job.state.secondsLeft !== null ? timeLeft(job.state.secondsLeft) : t('jobs.noEstimate')),
    share: (job: JobSummary): number | null => jobStages(job).share,
    stages: (job: JobSummary) => jobStages(job).keys.map(key => ({ key, label: named('terms.stage', key) })),
  }
}
