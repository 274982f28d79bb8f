import { api, isWork, type ApiName, type Input, type KeepingCall, type Output } from '../contract/api.ts'
import type { EventData, EventName } from '../contract/events.ts'
import type { JobSummary } from '../contract/job.ts'
import type { ApiClient } from '../contract/reply.ts'
import type { Recovered } from '../contract/workspace.ts'
import { CoreError } from '../core/base/core-error.ts'
import type { HandedFiles } from '../core/base/handed-files.ts'
import { databaseError, openCore, openSessions, parseInput, whatRecovered, type Core, type CoreCall } from '../core/core.ts'
import { isOver } from '../core/jobs/job-state.ts'
import type { JobHost, Ports } from '../core/ports.ts'
import { eventHub } from './event-hub.ts'
import { jobRunner } from './job-runner.ts'
import type { KeyKeeper } from './key-keeper.ts'
import { logFile, readJobLog } from './log-file.ts'

/** Owns one workspace: answers calls, runs jobs in workers, tells events. */
export interface Engine extends ApiClient {
  readonly directory: string
  readonly files: HandedFiles
  /** Cancels what runs and gives the workspace free. What could not answer within a second is undone or finished at the next start. */
  close(): Promise<void>
}

export interface EngineOptions {
  readonly directory: string
  readonly ports: Ports & { readonly files: HandedFiles }
  readonly jobHost: JobHost
  /** Changes how the keys are kept; where absent, that cannot be changed here. */
  readonly keys?: KeyKeeper
}

/**
 * Opens the workspace in this folder, alone. What the last engine left half way is undone or finished by the first job; calls are
 * answered meanwhile. Throws what opening a workspace throws.
 */
export function openEngine({ directory, ports, jobHost, keys }: EngineOptions): Engine {
  // A change that meets a worker's write is tried again below, without keeping anyone waiting for an answer meanwhile.
  // Whoever is signed in stays so while a backup is put in place, as long as it has them with the same passphrase.
  const sessions = openSessions(ports)
  const open = (options: { readonly keepTemporary?: boolean } = {}) => openCore(directory, ports, { busyTimeoutMs: 0, sessions, ...options })
  let core = open()
  let recovered: readonly Recovered[] = []
  let restoring: Promise<void> | undefined
  /** True where the core was let go of for a restore and could not be opened again yet: another process was in the workspace just then. */
  let isAway = false
  /** Whether nobody signed in when the core was let go of. */
  let wasAlone = false
  let closed = false
  const hub = eventHub()
  const log = logFile(directory, ports.clock.now)
  const jobs = jobRunner({
    clock: ports.clock, randomBytes: ports.randomBytes, host: jobHost, table: () => core.jobs,
    told(job) {
      // Positions in a view mean nothing once rows are gone, and row numbers of erased people are forgotten with them, however it ended.
      if (isOver(job.state) && (job.call === 'erasure.run' || job.call === 'dataset.erase') && job.about.datasetId !== null) ports.views.dropOf(job.about.datasetId)
      if (isOver(job.state) && job.call === 'erasure.run-together') ports.views.dropAll()
      log.follow(job)
      hub.tell('job.changed', job)
    },
    needsRecovery: () => core.needsRecovery(),
    recovered: list => {
      recovered = [...recovered, ...list.map(whatRecovered)]
      hub.tell('workspace.changed', { parts: ['datasets', 'models', 'requests', 'records', 'ledger'] })
    },
    done: ({ call }) => changed(call),
  })
  try {
    begin()
  } catch (error) {
    core.close()
    throw databaseError(error)
  }
  log.write('opened')

  /** Calls what was under way when this workspace was last open interrupted, and has it undone or finished. */
  function begin(): void {
    for (const { call, about } of jobs.recoverFirst()) {
      // Its worker, left alone, came to the end by itself before this engine could begin.
      if (call === 'erasure.run' && about.requestId !== null && core.isCompleted(about.requestId)) recovered = [...recovered, { requestId: about.requestId, how: 'finished' }]
      if (call === 'dataset.erase' && about.datasetId !== null && core.isErased(about.datasetId)) recovered = [...recovered, { datasetId: about.datasetId, how: 'finished' }]
    }
    try {
      if (!core.needsRecovery()) core.expireSuppressions()
    } catch {
      // Where a key cannot be read it is told when it is wanted; the next start tries again.
    }
  }

  function changed(call: string): void {
    const parts = Object.hasOwn(api, call) ? api[call as ApiName].touches : []
    if (parts.length > 0) hub.tell('workspace.changed', { parts })
  }

  async function start<N extends ApiName>(name: N, input: Input<N>, session?: string): Promise<JobSummary> {
    if (!isWork(name)) throw new CoreError('job/not-a-job', { call: name })
    return startParsed(name, parseInput(name, input), session)
  }

  async function startParsed<N extends ApiName>(name: N, parsed: Input<N>, session: string | undefined): Promise<JobSummary> {
    return withCore(({ aboutOf, admit }) => {
      const actor = admit(name, parsed, { session })
      return jobs.start(name, parsed, aboutOf(parsed), actor, name === 'workspace.restore' ? aroundRestore : undefined)
    })
  }

  /** Restoring puts another database in the place of this one: the core lets go of it for that long. */
  async function aroundRestore(work: () => Promise<void>): Promise<void> {
    wasAlone = core.isAlone()
    core.close()
    isAway = true
    restoring = work().finally(() => {
      restoring = undefined
      ports.views.dropAll()
    })
    await restoring
    try {
      comeBack()
    } catch {
      // The next call tries again, and tells why where it still cannot.
    }
  }

  function comeBack(): void {
    // The local page keeps files that were picked there.
    core = open({ keepTemporary: true })
    isAway = false
    // The backup was made while it was itself a running job.
    begin()
  }

  /** Waits while the workspace is being restored. What is done with the core begins at once: nothing can take it away in between. */
  async function withCore<T>(use: (core: Core) => T | Promise<T>): Promise<T> {
    for (let pending = restoring; pending !== undefined; pending = restoring) await pending
    if (closed) throw new CoreError('engine/gone', {})
    if (isAway) comeBack()
    return use(core)
  }

  async function call<N extends ApiName>(name: N, input: Input<N>, session?: string): Promise<Output<N>> {
    const parsed = parseInput(name, input)
    if (isWork(name)) return await jobs.outputOf((await startParsed(name, parsed, session)).jobId) as Output<N>
    if (name.startsWith('job.')) admitToJobs(name, parsed, session)
    const own = jobCall(name, parsed)
    if (own !== undefined) return own as Output<N>
    if (name === 'key.protect' || name === 'key.unprotect') return await keepKeys(name, parsed as Input<KeepingCall>, session) as Output<N>
    const answer = () => withCore(core => core.call(name as CoreCall, parsed as never, quietRun, { session }))
    const output = await (api[name].kind === 'change' ? patiently(answer) : answer())
    if (api[name].kind === 'change') changed(name)
    return (name === 'workspace.overview' ? { ...output as Output<'workspace.overview'>, recovered } : output) as Output<N>
  }

  /** In one go, so that no job begins meanwhile: a worker would go on with the keys as they were. Cut short before the entry, the next one that is written says it first. */
  async function keepKeys(name: KeepingCall, input: Input<KeepingCall>, session: string | undefined): Promise<Output<KeepingCall>> {
    const kept = await withCore(({ admit, readyKeys, noteKeyProtection }) => {
      const actor = admit(name, input, { session })
      if (keys === undefined) throw new CoreError('key/workspace-open', {})
      if (jobs.list().some(job => !isOver(job.state))) throw new CoreError('key/jobs-running', {})
      readyKeys()
      if (name === 'key.unprotect') keys.unprotect((input as Input<'key.unprotect'>).current)
      else keys.protect((input as Input<'key.protect'>).passphrase, input.current)
      noteKeyProtection(actor)
      return { protection: ports.secrets.protection }
    })
    changed(name)
    return kept
  }

  /** Jobs are told about also while a backup is put in place and nobody's roles can be read. */
  function admitToJobs(name: ApiName, parsed: unknown, session: string | undefined): void {
    if (closed) throw new CoreError('engine/gone', {})
    if (!isAway) return void core.admit(name, parsed, { session })
    if (!wasAlone && !sessions.knows(session)) throw new CoreError('people/sign-in-needed', {})
  }

  function jobCall(name: ApiName, input: unknown): unknown {
    const { jobId } = input as { readonly jobId: string }
    switch (name) {
      case 'job.list': return jobs.list()
      case 'job.show': return jobs.find(jobId)
      case 'job.result': return jobs.result(jobId)
      case 'job.log': return readJobLog(directory, jobs.find(jobId).jobId)
      case 'job.cancel': return jobs.cancel(jobId)
      default: return undefined
    }
  }

  return {
    directory,
    files: ports.files,
    call, start,
    on: <E extends EventName>(event: E, told: (data: EventData<E>) => void) => hub.on(event, told),
    async close() {
      await jobs.close()
      await restoring
      closed = true
      core.close()
      log.write('closed')
      hub.tell('engine.changed', { state: 'stopped' })
    },
  }
}

const quietRun = { signal: new AbortController().signal, progress: () => {} }

/** How long a change waits for the write of a worker: an import of a million rows holds it for a quarter of a minute. */
const patienceMs = 120_000

/** Tries again while a worker writes. A change that found the database busy has not begun. */
async function patiently<T>(change: () => Promise<T>): Promise<T> {
  for (let waited = 0, pause = 10; ; waited += pause, pause = Math.min(250, pause * 2)) {
    try {
      return await change()
    } catch (error) {
      if (!(error instanceof CoreError) || error.code !== 'workspace/in-use' || waited > patienceMs) throw error
      await new Promise(resolve => setTimeout(resolve, pause))
    }
  }
}
