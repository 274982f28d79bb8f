import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunningApp } from './start-app.ts'

export const root = join(import.meta.dirname, '../..')

/** Made-up people, and the identifier of the first of them. */
export const sample = join(root, 'resources/samples/clinic-visits.csv')
export const person = readFileSync(sample, 'utf8').split('\n')[1]!.split(',')[0]!

/**
 * What a command answers on the same workspace, through the engine of the window: how a test gets quickly to what it is about.
 * `typed` is what stands on standard input.
 */
export function askLethe<Answer = Record<string, unknown>>({ workspace }: Pick<RunningApp, 'workspace'>, words: readonly string[], typed = ''): Answer {
  return JSON.parse(execFileSync(process.execPath, [join(root, 'src-main/shells/cli/main.ts'), ...words, '--workspace', workspace, '--json'], { encoding: 'utf8', input: typed })) as Answer
}

/** A workspace with the sample imported, and a model where one is wanted. */
export function importSample(app: Pick<RunningApp, 'workspace'>, { withModel = false } = {}): { readonly dataset: string; readonly model: string } {
  const { datasetId } = askLethe<{ datasetId: string }>(app, ['import', sample, '--name', 'Clinic visits'])
  const model = withModel ? askLethe<{ modelId: string }>(app, ['train', datasetId]).modelId : ''
  return { dataset: datasetId, model }
}
