import type { ApiName, Output } from '../../../contract/api.ts'
import type { JobResult, JobSummary } from '../../../contract/job.ts'
import { errorFrom } from '../../../core/base/error-data.ts'
import type { Command } from '../command.ts'
import { printable, table } from '../terminal.ts'
import { compareLines } from './compare.ts'
import { erasedDatasetLines } from './dataset-erase.ts'
import { eraseLines } from './erase.ts'
import { importLines } from './import.ts'
import { trainLines } from './train.ts'

const jobArgument = [{ name: 'JOB', about: 'id of the job' }]

export const jobListCommand: Command = {
  name: 'job list',
  arguments: [],
  options: {},
  about: 'List the long tasks of the engine that keeps this workspace, the newest first',
  examples: ['lethe job list'],
  async run({ call }) {
    const jobs = await call('job.list', {})
    return {
      json: { jobs },
      lines: jobs.length === 0
        ? ['No job. Jobs are what an engine runs, for the window or for "lethe serve"; a command on its own does its work itself.']
        : table([['job', 'task', 'created', 'about', 'state'], ...jobs.map(job => [job.jobId, job.call, job.createdAt, aboutWords(job), stateWords(job)])]),
    }
  },
}

export const jobShowCommand: Command = {
  name: 'job show',
  arguments: jobArgument,
  options: {},
  about: 'Show where one job stands',
  examples: ['lethe job show j-4f0c9b7a21d3'],
  async run({ call, arguments: args }) {
    const job = await call('job.show', { jobId: args['JOB']! })
    return { json: job, lines: jobLines(job) }
  },
}

export const jobCancelCommand: Command = {
  name: 'job cancel',
  arguments: jobArgument,
  options: {},
  about: 'Cancel a job; what it had begun is undone',
  examples: ['lethe job cancel j-4f0c9b7a21d3'],
  async run({ call, arguments: args }) {
    const job = await call('job.cancel', { jobId: args['JOB']! })
    return { json: job, lines: [job.state.kind === 'running' ? `Job ${job.jobId} stops as soon as its present step lets go. "lethe job show ${job.jobId}" tells when it has.` : `Job ${job.jobId} is ${job.state.kind}.`] }
  },
}

export const jobResultCommand: Command = {
  name: 'job result',
  arguments: jobArgument,
  options: {},
  about: 'Show what a finished job answered; kept until the engine ends',
  examples: ['lethe job result j-4f0c9b7a21d3 --json'],
  async run({ call, arguments: args }) {
    const result = await call('job.result', { jobId: args['JOB']! })
    return { json: result, lines: [...jobLines(result.job), ...resultLines(result)] }
  },
}

export const jobLogCommand: Command = {
  name: 'job log',
  arguments: jobArgument,
  options: {},
  about: 'Show what the engine wrote down about a job: its stages and how it ended, nothing about anybody',
  examples: ['lethe job log j-4f0c9b7a21d3'],
  async run({ call, arguments: args }) {
    const log = await call('job.log', { jobId: args['JOB']! })
    return {
      json: { log },
      lines: log.length === 0 ? ['The log has nothing about this job: it keeps the last two megabytes.'] : table([['when', 'what', 'error'], ...log.map(({ at, state, stage, code }) => [at, stage ?? state, code ?? ''])]),
    }
  },
}

const jobLines = (job: JobSummary): string[] => table([['job', job.jobId], ['task', job.call], ['created', job.createdAt], ['about', aboutWords(job)], ['state', stateWords(job)]])

const aboutWords = ({ about: { datasetId, modelId, requestId } }: JobSummary): string => [requestId, modelId, datasetId].filter(id => id !== null).join(' ') || 'the workspace'

function stateWords({ state }: JobSummary): string {
  switch (state.kind) {
    case 'queued': return 'queued'
    case 'running': return `running since ${state.startedAt}: ${state.stage}${state.total > 1 ? ` ${Math.min(100, Math.round((100 * state.done) / state.total))} %` : ''}`
    case 'failed': return `failed ${state.finishedAt}: ${errorFrom(state.error as Parameters<typeof errorFrom>[0]).message}`
    default: return `${state.kind} ${state.finishedAt}`
  }
}

/** What the command that does the same says; of other tasks the plain answer. */
function resultLines({ job, output }: JobResult): string[] {
  switch (job.call as ApiName) {
    case 'dataset.import': return importLines(output as Output<'dataset.import'>)
    case 'model.train': return trainLines(output as Output<'model.train'>)
    case 'model.compare': return compareLines(output as Output<'model.compare'>)
    case 'erasure.run': return eraseLines(output as Output<'erasure.run'>)
    case 'dataset.erase': return erasedDatasetLines(output as Output<'dataset.erase'>)
    default: return JSON.stringify(output, null, 2).split('\n').map(printable)
  }
}
