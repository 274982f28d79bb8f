import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Input } from '../../src-main/contract/api.ts'
import type { FileToken } from '../../src-main/contract/shape.ts'
import type { DatasetSummary } from '../../src-main/contract/dataset.ts'
import type { TrainReport } from '../../src-main/contract/model.ts'
import type { EraseReport } from '../../src-main/contract/record.ts'
import type { HandedFiles } from '../../src-main/core/base/handed-files.ts'
import { openCore, type Core } from '../../src-main/core/core.ts'
import type { Ports, Run } from '../../src-main/core/ports.ts'
import { nodePorts } from '../../src-main/shells/node-ports.ts'

/** The whole product on a workspace in a temporary folder: real SQLite, real keys, real files. */
export interface TestCore {
  readonly core: Core
  /** The workspace. */
  readonly directory: string
  /** Beside the workspace, for files that come in and go out; removed with it. */
  readonly outside: string
  readonly ports: Ports & { readonly files: HandedFiles }
  readonly run: Run
  /** Writes a file outside the workspace and returns its path. */
  write(name: string, content: string | Uint8Array): string
  /** A token for a file to read, or to write. */
  toRead(file: string): FileToken
  toWrite(file: string): FileToken
  /** Imports a file as dataset `people`, or as named. */
  import(file: string, options?: Partial<Omit<Input<'dataset.import'>, 'file'>>): Promise<DatasetSummary>
  /** Trains logistic regression, with settings as typed, on dataset `people`, or as named. */
  train(settings?: Record<string, string>, dataset?: string): Promise<TrainReport>
  /** Opens a request for a person or for rows of dataset `people`, or as named, and runs it with retraining beside. */
  erase(who: Input<'request.open'>['who'], options?: Partial<Input<'erasure.run'>> & { readonly dataset?: string }): Promise<EraseReport>
  /** The database and its write-ahead log, as they are on disk. */
  databaseFiles(): string[]
  cleanUp(): void
}

/** A run nobody watches or cancels. */
export const quietRun = (): Run => ({ signal: new AbortController().signal, progress: () => {} })

const dataset = 'people'

/** Opens the product for the whole of a file's tests: the caller calls `cleanUp` in `afterAll`. */
export function openTestCore(changes: Partial<Omit<Ports, 'files'>> = {}): TestCore {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-core-'))
  const directory = join(folder, 'workspace')
  const ports = { ...nodePorts(directory), ...changes }
  const run = quietRun()
  const core = openCore(directory, ports)
  core.recover(run)
  const toRead = (file: string) => ports.files.handOut(file, 'read')
  return {
    core, directory, outside: folder, ports, run, toRead,
    toWrite: file => ports.files.handOut(file, 'write'),
    write(name, content) {
      const file = join(folder, name)
      writeFileSync(file, content)
      return file
    },
    async import(file, options = {}) {
      const report = await core.call('dataset.import', { file: toRead(file), name: dataset, ignore: [], features: [], text: [], dryRun: false, ...options }, run)
      if (report.dataset === undefined) throw new Error('A dry run imports nothing')
      return report.dataset
    },
    train: (settings = {}, name = dataset) => core.call('model.train', { dataset: name, learner: 'logistic-regression', settings }, run),
    async erase(who, { dataset: name = dataset, ...options } = {}) {
      const { requestId } = await core.call('request.open', { dataset: name, who, law: 'gdpr' }, run)
      return core.call('erasure.run', { requestId, method: 'auto', compare: true, ...options }, run)
    },
    databaseFiles: () => readdirSync(directory).filter(name => name.startsWith('lethe.db')).map(name => join(directory, name)),
    cleanUp() {
      core.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Opens the product for one test; closed and removed when it ends. With `csv`, that text is imported as dataset `people`. */
export async function coreWith(options: { readonly csv?: string; readonly ports?: Partial<Omit<Ports, 'files'>> } = {}): Promise<TestCore> {
  const made = openTestCore(options.ports)
  onTestFinished(() => made.cleanUp())
  if (options.csv !== undefined) await made.import(made.write('people.csv', options.csv))
  return made
}
