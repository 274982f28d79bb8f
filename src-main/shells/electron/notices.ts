import type { JobSummary } from '../../contract/job.ts'
import type { WorkspaceOverview } from '../../contract/workspace.ts'

/** What each kind of job is called where there is little room. Calls that are not here end without a notice. */
export const jobWords: ReadonlyMap<string, string> = new Map([
  ['dataset.import', 'import'], ['model.train', 'training'], ['model.compare', 'comparison'], ['erasure.run', 'erasure'], ['dataset.erase', 'erasure'],
  ['workspace.backup', 'backup'], ['workspace.restore', 'restore'],
  ['request.load-list', 'loading of a list'], ['erasure.run-together', 'erasure'], ['report.export', 'report'], ['record.export-statements', 'export of statements'],
])

/** What is said when a job ends, or undefined. A notice can be read on a locked screen: no name of a dataset, no person, no number. */
export function jobNotice({ call, state }: JobSummary): string | undefined {
  const word = jobWords.get(call)
  if (word === undefined) return undefined
  if (state.kind === 'succeeded') return `The ${word} has finished.`
  if (state.kind === 'failed' || state.kind === 'interrupted') return `The ${word} did not finish. The window says why.`
  return undefined
}

/** What is said about deadlines, or undefined where none is near. */
export function deadlineNotice({ requests: { overdue, dueSoon } }: WorkspaceOverview): string | undefined {
  const parts = [overdue > 0 ? `${requests(overdue)} overdue` : '', dueSoon > 0 ? `${requests(dueSoon)} due soon` : ''].filter(part => part !== '')
  return parts.length === 0 ? undefined : `${parts.join(', ')}.`
}

const requests = (count: number): string => (count === 1 ? '1 erasure request is' : `${count} erasure requests are`)
