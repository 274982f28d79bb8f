import { resolve } from 'node:path'
import type { ApiName, Input, JobCall, Output } from '../../contract/api.ts'
import type { JobLogLine, JobSummary } from '../../contract/job.ts'
import { CoreError } from '../../core/base/core-error.ts'
import { countPeople, openCore, parseInput, restoreWorkspace, whatRecovered, type Core, type CoreCall, type Recovered } from '../../core/core.ts'
import type { Run } from '../../core/ports.ts'
import { readJobLog } from '../../engine/log-file.ts'
import type { KeyKeeping } from '../../engine/engine-messages.ts'
import { nodePorts, portsOf } from '../node-ports.ts'
import { unlockableSecrets } from '../unlockable-secrets.ts'
import type { Lethe } from './lethe.ts'
import { signsIn, type SignInAs } from './sign-in-as.ts'

export interface InlineLethe extends Lethe {
  /** Opens the workspace, which the first call would do else. Throws 'workspace/in-use' where another process has it open. */
  open(): Promise<void>
}

/** Gets the passphrase of a workspace's keys from the person, and opens them. */
export type AskKeys = (directory: string) => Promise<KeyKeeping>

const refuseKeys: AskKeys = async () => {
  throw new CoreError('workspace/passphrase-needed', {})
}

/** Works on the workspace in this process: no other process, nothing to wait for, and Ctrl-C is `run`'s. */
export function inlineLethe(directory: string, run: Run, tellRecovered: (recovered: readonly Recovered[]) => void, askKeys: AskKeys = refuseKeys, as?: SignInAs): InlineLethe {
  const files = nodePorts(directory)
  const { secrets, use } = unlockableSecrets(files.secrets)
  const ports = { ...files, secrets }
  let core: Core | undefined
  let recovered: readonly Recovered[] = []
  const opened = (): Core => {
    if (core !== undefined) return core
    core = openCore(directory, ports)
    recovered = core.recover(run)
    tellRecovered(recovered)
    return core
  }
  /** Asks for the passphrase where keys are wanted that are behind one, and does it again: what was begun without them is undone. */
  async function withKeys<T>(work: () => T | Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof CoreError && error.code === 'workspace/passphrase-needed')) throw error
      use(portsOf(directory, await askKeys(directory)).secrets)
      return await work()
    }
  }
  const close = () => {
    core?.close()
    core = undefined
  }
  // The session ends with this process.
  const signedIn = signsIn(as, (name, input) => opened().call(name, input, run))
  /** Who restores a backup over a workspace of several people; null over one of a single person, and over what nobody can read any more. */
  async function restorer(input: Input<'workspace.restore'>): Promise<string | null> {
    if (countPeople(directory) < 2) return null
    const { admit } = await withKeys(opened)
    return admit('workspace.restore', input, { session: await signedIn.session('workspace.restore') })
  }
  return {
    open: () => withKeys(() => void opened()),
    close,
    get recovered() {
      return recovered
    },
    toRead: async path => ports.files.handOut(resolve(path), 'read'),
    toWrite: async path => ports.files.handOut(resolve(path), 'write'),
    async call<N extends ApiName>(name: N, input: Input<N>, given?: string): Promise<Output<N>> {
      if (name === 'workspace.restore') {
        const parsed = parseInput('workspace.restore', input)
        const actor = await restorer(parsed)
        close()
        return await withKeys(() => restoreWorkspace(directory, ports, parsed, run, actor)) as Output<N>
      }
      const { jobs, call, admit } = await withKeys(opened)
      const session = given ?? await signedIn.session(name)
      if (isJobCall(name)) admit(name, input, { session })
      if (isJobCall(name)) return jobAnswer(directory, jobs, name, parseInput(name, input)) as Output<N>
      const output = await withKeys(() => call(name as CoreCall, input as Input<CoreCall>, run, { session })) as Output<N>
      return name === 'workspace.overview' ? { ...output as Output<'workspace.overview'>, recovered: recovered.map(whatRecovered) } as Output<N> : output
    },
  }
}

/** As many as an engine lists. */
const mostListed = 200
const mostSearched = 10_000

const isJobCall = (name: ApiName): name is JobCall => name.startsWith('job.')

/** Jobs run in an engine. None keeps this workspace now, so all there is to know is how the jobs of earlier ones ended. */
function jobAnswer<N extends JobCall>(directory: string, jobs: Core['jobs'], name: N, input: Input<N>): readonly JobSummary[] | readonly JobLogLine[] | JobSummary {
  if (name === 'job.list') return jobs.newest(mostListed)
  const { jobId } = input as Input<'job.show'>
  const job = jobs.newest(mostSearched).find(one => one.jobId === jobId)
  if (job === undefined) throw new CoreError('job/not-found', { job: jobId })
  if (name === 'job.log') return readJobLog(directory, jobId)
  if (name === 'job.result') throw new CoreError('job/no-result', { job: jobId })
  if (name === 'job.cancel') throw new CoreError('job/cannot-be-cancelled', { job: jobId, state: job.state.kind })
  return job
}
