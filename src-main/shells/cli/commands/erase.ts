import type { EraseReport, ErasedModel, Measured } from '../../../contract/record.ts'
import type { ResidueReport } from '../../../contract/residue.ts'
import type { Recovered } from '../../../core/core.ts'
import type { Command } from '../command.ts'
import { leadScore } from '../score-words.ts'
import { count, duration, table } from '../terminal.ts'
import { guaranteeWords } from './compare.ts'

export const eraseCommand: Command = {
  name: 'erase',
  arguments: [{ name: 'REQUEST', about: 'id of the request' }],
  options: {
    method: { value: 'METHOD', about: 'auto (the default: the fastest with the same bits), retrain, or another that "lethe model show" lists' },
    compare: { about: 'run retraining beside, and show the two measured' },
    'accept-below-floor': { about: 'go on where a model falls below the accuracy the policy asks for' },
  },
  about: 'Carry out a request: rows, models and their traces are erased, for good',
  examples: ['lethe erase rq-4f0c9b7a21d3', 'lethe erase rq-4f0c9b7a21d3 --method refined --compare'],
  async run({ lethe, arguments: args, option, flag }) {
    const requestId = args['REQUEST']!
    const { recovered, call } = await lethe()
    // An erasure cut short after its rows were gone was finished while opening: this run's answer is its report.
    const report = recoveredReport(recovered, requestId) ?? await call('erasure.run', { requestId, method: option('method') ?? 'auto', compare: flag('compare'), ...(flag('accept-below-floor') ? { acceptBelowFloor: true } : {}) })
    return { json: eraseJson(report), lines: eraseLines(report) }
  },
}

function recoveredReport(recovered: readonly Recovered[], requestId: string): EraseReport | undefined {
  for (const one of recovered) if ('requestId' in one && one.requestId === requestId) return one.report
  return undefined
}

const eraseJson = ({ requestId, erasedRows, residueFound, totalMs, decisions, models, outcome }: EraseReport): object => ({
  requestId, erasedRows, residueFound, totalMs, decisions, residue: outcome.residue,
  models: models.map(({ modelId, method, guarantee, boundary, publishedSha256, computeMs, unchanged, unlearned, retrained }) => ({
    modelId, method, guarantee, boundary, publishedSha256, computeMs, unchanged, testAccuracy: unlearned?.unseen.accuracy ?? null, testR2: unlearned?.unseen.regression?.r2 ?? null,
    ...(retrained === undefined ? {} : { retrainedSha256: retrained.publishedSha256, sameBits: retrained.sameBits, distanceToRetrained: retrained.distance, retrainComputeMs: retrained.computeMs }),
  })),
})

export function eraseLines(report: EraseReport): string[] {
  const { outcome } = report
  const { residue } = outcome
  return [
    `Erased ${count(report.erasedRows, 'row')} in ${duration(report.totalMs)} (${report.decisions}).`,
    ...(report.models.length === 0 && outcome.models.length === 0 ? ['No model learned from this dataset.'] : []),
    ...report.models.flatMap(modelLines),
    searchedLine(residue),
    ...(residue.notSearchable === 0 ? [] : [`${count(residue.notSearchable, 'value')} could not be searched for (too short, or others have the same): unknown, not clean.`]),
    ...(residue.rebuilt ? ['A first search found traces that page splits had left; the file was written anew and searched again.'] : []),
    'Not erased by Lethe, so please see to it:', ...outcome.notErasedByLethe.map(place => `  - ${place}`),
    `Next: lethe record export ${report.requestId} --out record.zip`,
  ]
}

export const searchedLine = ({ files, bytes, searched, found }: ResidueReport): string =>
  `Searched ${count(files, 'file')} (${(bytes / 1e6).toFixed(1)} MB) for ${count(searched, 'trace')} of the erased values: ${found === 0 ? 'none is left' : `${found} are left`}.`

export function modelLines(model: ErasedModel): string[] {
  const { modelId, method, guarantee, boundary, publishedSha256, unlearned, retrained, unchanged } = model
  if (publishedSha256 === null || unlearned === null) return [`${modelId}: no row is left to learn from, so the model is gone.`]
  return [
    `${modelId} forgot by ${method} in ${duration(unlearned.computeMs)}: ${guaranteeWords[guarantee]}${boundary ? ' (boundary: a weight lies on the edge of the published grid, so it was retrained)' : ''}.`,
    `  SHA-256 now:       ${publishedSha256}`,
    ...(retrained === undefined ? [] : [`  SHA-256 retrained: ${retrained.publishedSha256}  ${retrained.sameBits ? 'the same bits' : 'DIFFERENT'}`]),
    ...(unchanged === true ? ['  The published model did not depend on these rows: its bits are those of before.'] : []),
    ...(retrained === undefined ? [] : articleTable(method, unlearned, retrained).map(line => `  ${line}`)),
  ]
}

/** The article's comparison table, with measurements in its cells. */
export function articleTable(method: string, unlearned: Measured, retrained: Measured & { sameBits: boolean; distance: number | null }): string[] {
  const faster = retrained.computeMs / unlearned.computeMs
  return table([
    ['Feature', `Machine unlearning (${method})`, 'Retraining'],
    ['Purpose', retrained.sameBits ? 'the retrained model, to the bit' : `near the retrained model: distance ${retrained.distance?.toExponential(1) ?? 'not comparable'}`, 'a model that never saw the rows'],
    ['Speed', `${duration(unlearned.computeMs)}${faster > 1.05 ? ` (${faster.toFixed(1)} times faster)` : ''}`, duration(retrained.computeMs)],
    [leadScore(unlearned.unseen).name, score(unlearned), score(retrained)],
    ['Resource use', passes(unlearned), passes(retrained)],
  ])
}

const passes = (m: Measured) => `${m.gradientPasses} gradient, ${m.hessianPasses} Hessian passes; ${duration(m.cpuMs)} of processor time`

const score = ({ unseen }: Measured) => (unseen.rows === 0 ? leadScore(unseen).text : `${leadScore(unseen).text} ${leadScore(unseen).over} ${count(unseen.rows, 'unseen row')}`)
