import type { ComparedModel } from '../../../contract/model.ts'
import type { Command } from '../command.ts'
import { CoreError } from '../../../core/base/core-error.ts'
import { readRowNumbers } from '../read-value.ts'
import { scoreCell } from '../score-words.ts'
import { count, duration, table } from '../terminal.ts'

export const compareCommand: Command = {
  name: 'compare',
  arguments: [{ name: 'MODEL', about: 'id of the model' }],
  options: {
    rows: { value: 'FILE', about: 'the rows to forget: one row number per line; "-" reads standard input' },
    request: { value: 'REQUEST', about: 'or the rows of an open request' },
    methods: { value: 'A,B,…', repeatable: true, about: 'methods to run beside retraining; by default all of the model' },
  },
  about: 'Run several methods side by side on one model; changes nothing',
  examples: ['lethe compare m-4f0c9b7a21d3 --rows rows.txt --methods refined,influence'],
  async run({ call, arguments: args, option, list }) {
    const rows = option('rows')
    const request = option('request')
    if (rows !== undefined && request !== undefined) throw new CoreError('usage/options-exclude', { first: '--rows', second: '--request' })
    if (rows === undefined && request === undefined) throw new CoreError('usage/missing-option', { option: '--rows FILE or --request REQUEST', command: 'compare' })
    const methods = list('methods')
    const modelId = args['MODEL']!
    const erased = rows === undefined ? { requestId: request! } : { rows: await readRowNumbers(rows) }
    const offered = async () => (await call('model.show', { modelId })).methods.map(({ method }) => method).filter(method => method !== 'retrain')
    const report = await call('model.compare', { modelId, erased, methods: methods.length === 0 ? await offered() : methods })
    return { json: report, lines: compareLines(report) }
  },
}

export const guaranteeWords = { 'same-bits': 'same bits', certified: 'certified', none: 'approximate, no guarantee' } as const

export function compareLines({ modelId, task, rows, methods }: ComparedModel): string[] {
  const ofTrees = methods.some(({ treeWork }) => treeWork !== undefined)
  return [
    `Forgetting ${count(rows, 'row')} in ${modelId}, each way, nothing changed:`,
    ...table([
      ['  method', 'time', ofTrees ? 'work' : 'passes', task === 'regression' ? 'R²' : 'accuracy', 'distance to retrained', 'guarantee', 'bits'],
      ...methods.map(m => [
        `  ${m.method}`, duration(m.computeMs), m.treeWork === undefined ? `${m.gradientPasses} + ${m.hessianPasses}` : `${m.treeWork.trees} / ${m.treeWork.nodesRevised} / ${m.treeWork.subtreesGrown}`, scoreCell(m, task),
        m.distanceToRetrained === null ? 'not comparable' : m.distanceToRetrained.toExponential(1), guaranteeWords[m.guarantee],
        `${m.publishedSha256.slice(0, 12)}${m.sameBits ? '  same as retraining' : ''}${m.boundary ? ', boundary' : ''}`,
      ]),
    ]),
    `${ofTrees ? 'work: trees changed / nodes revised / subtrees grown' : 'passes: over the rows learned from, for the gradient + for the Hessian'}. Times: medians of ${[...new Set(methods.map(m => m.runs))].join(' or ')} runs.`,
  ]
}
