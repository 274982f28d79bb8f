import type { DatasetDetail, ErasedDataset } from '../../../contract/dataset.ts'
import { CoreError } from '../../../core/base/core-error.ts'
import type { Command, CommandContext } from '../command.ts'
import { count, duration, printable } from '../terminal.ts'
import { searchedLine } from './erase.ts'

export const datasetEraseCommand: Command = {
  name: 'dataset erase',
  arguments: [{ name: 'DATASET', about: 'id or name of the dataset' }],
  options: { yes: { about: 'do not ask to type the words that confirm it: for scripts' } },
  about: 'Erase a whole dataset with every model that learned from it, for good',
  examples: ['lethe dataset erase customers', 'lethe dataset erase ds-4f0c9b7a21d3 --yes'],
  async run(context) {
    const dataset = context.arguments['DATASET']!
    const { recovered, call } = await context.lethe()
    for (const one of recovered) if ('datasetId' in one && one.datasetId === dataset && one.report !== undefined) return answerWith(one.report)
    if (!context.flag('yes')) await confirm(context, dataset)
    return answerWith(await call('dataset.erase', { dataset }))
  },
}

const answerWith = (report: ErasedDataset) => ({ json: report, lines: erasedDatasetLines(report) })

/** Asks to type the words, after saying what they do. */
async function confirm({ call, terminal }: CommandContext, dataset: string): Promise<void> {
  if (!terminal.interactive) throw new CoreError('usage/missing-option', { option: '--yes', command: 'dataset erase' })
  let detail: DatasetDetail
  try {
    detail = await call('dataset.show', { dataset })
  } catch (error) {
    // Its rows are gone already: going on with the search needs no decision.
    if (error instanceof CoreError && error.code === 'dataset/erased') return
    throw error
  }
  const { name, rows } = detail.dataset
  const phrase = `erase ${printable(name)}`
  terminal.line(`This erases ${count(rows, 'row')} of "${printable(name)}"${detail.models.length === 0 ? '' : ` and ${count(detail.models.length, 'model')} that learned from them`}, for good. Completed requests and their records stay.`)
  const typed = await terminal.ask(`Type "${phrase}" to go on: `)
  if (typed.trim() !== phrase) throw new CoreError('run/cancelled', {})
}

export function erasedDatasetLines({ datasetId, erasedRows, models, residue, totalMs, notErasedByLethe }: ErasedDataset): string[] {
  return [
    `Erased the dataset ${datasetId} with ${count(erasedRows, 'row')} in ${duration(totalMs)}.`,
    models.length === 0 ? 'No model had learned from it.' : `Erased ${count(models.length, 'model')} that had learned from it: ${models.join(', ')}.`,
    searchedLine(residue),
    ...(residue.notSearchable === 0 ? [] : [`${count(residue.notSearchable, 'value or row', 'values or rows')} could not be searched for (too short, others have the same, or beyond the sample taken of a large dataset): unknown, not clean.`]),
    ...(residue.rebuilt ? ['A first search found traces; the file was written anew once more and searched again.'] : []),
    'Not erased by Lethe, so please see to it:', ...notErasedByLethe.map(place => `  - ${place}`),
    'Nobody in it is kept out of later imports: none of them asked for that.',
  ]
}
