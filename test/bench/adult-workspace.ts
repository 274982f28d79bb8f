import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCore } from '../../src-main/core/core.ts'
import { nodePorts } from '../../src-main/shells/node-ports.ts'
import { adultFile } from './adult.ts'

export const benchRun = { signal: new AbortController().signal, progress() {} }

/** A workspace with Adult imported as "adult" and one model trained on it, closed. */
export async function adultWorkspace(): Promise<{ directory: string; what: string; remove(): void }> {
  const directory = mkdtempSync(join(tmpdir(), 'lethe-bench-'))
  const { file, what, remove } = adultFile()
  const ports = nodePorts(directory)
  const core = openCore(directory, ports)
  await core.call('dataset.import', { file: ports.files.handOut(file, 'read'), name: 'adult', label: 'income', ignore: [], features: [], text: [], dryRun: false }, benchRun)
  await core.call('model.train', { dataset: 'adult', learner: 'logistic-regression', settings: {} }, benchRun)
  core.close()
  remove()
  return { directory, what, remove: () => rmSync(directory, { recursive: true }) }
}
