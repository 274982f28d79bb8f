import type { Input } from '../../../contract/api.ts'
import type { EraseReport, ErasedModel, Measured } from '../../../contract/record.ts'
import type { ResidueReport } from '../../../contract/residue.ts'
import { TogetherReason } from '../../../contract/request.ts'
import { CoreError } from '../../../core/base/core-error.ts'
import type { Recovered } from '../../../core/core.ts'
import { oneOf } from '../one-of.ts'
import type { Answer, Command, CommandContext } from '../command.ts'
import { isTooFew } from '../../../contract/stated-measures.ts'
import { leadScore } from '../score-words.ts'
import { count, duration, table } from '../terminal.ts'
import { guaranteeWords } from './compare.ts'

export const eraseCommand: Command = {
  name: 'erase',
  arguments: [{ name: 'REQUEST', about: 'id of the request; several with commas, or "waiting" for every one that is approved: they are carried out as one' }],
  options: {
    method: { value: 'METHOD', about: 'auto (the default: the fastest with the same bits), retrain, or another that "lethe model show" lists' },
    compare: { about: 'run retraining beside, and show the two measured' },
    because: { value: 'WHY', about: `why several waited for each other: ${TogetherReason.options.join(', ')}; the ledger says it` },
    'accept-below-floor': { about: 'go on where a model falls below the accuracy the policy asks for' },
  },
  about: 'Carry out a request: rows, models and their traces are erased, for good',
  examples: ['lethe erase rq-4f0c9b7a21d3', 'lethe erase rq-4f0c9b7a21d3 --method refined --compare', 'lethe erase waiting --because privacy'],
  async run({ lethe, arguments: args, option, flag }) {
    const ids = args['REQUEST']!.split(',').map(id => id.trim()).filter(id => id !== '')
    const requestId = ids[0] ?? args['REQUEST']!
    const because = oneOf(TogetherReason.options, option('because'), '--because')
    const how = { method: option('method') ?? 'auto', compare: flag('compare'), ...(flag('accept-below-floor') ? { acceptBelowFloor: true } : {}) }
    const { recovered, call } = await lethe()
    if (ids.length > 1 || requestId === 'waiting') return together(call, ids.filter(id => recoveredReport(recovered, id) === undefined), how, because)
    if (because !== undefined) throw new CoreError('usage/bad-option-value', { option: '--because', expected: 'given with several requests' })
    // An erasure cut short after its rows were gone was finished while opening: this run's answer is its report.
    const report = recoveredReport(recovered, requestId) ?? await call('erasure.run', { requestId, ...how })
    return { json: eraseJson(report), lines: eraseLines(report) }
  },
}

/** Carries out several as one erasure; each model forgets once. */
async function together(call: CommandContext['call'], named: readonly string[], how: Omit<Input<'erasure.run'>, 'requestId'>, because: TogetherReason | undefined): Promise<Answer> {
  const requestIds = named[0] === 'waiting' ? await waitingRequests(call) : [...named]
  if (requestIds.length === 0) return { json: { requests: [], erasedRows: 0, residueFound: 0, totalMs: 0, late: [], models: [] }, lines: ['No request is waiting to be carried out.'] }
  if (because === undefined) throw new CoreError('usage/missing-option', { option: `--because WHY (${TogetherReason.options.join(', ')})`, command: 'erase' })
  const report = await call('erasure.run-together', { requestIds, ...how, because })
  const { requests, erasedRows, residueFound, totalMs, models, late } = report
  return {
    json: { requests, erasedRows, residueFound, totalMs, late, models: models.map(modelJson) },
    lines: [
      `Erased ${count(erasedRows, 'row')} for ${count(requests.length, 'request')} in ${duration(totalMs)}.`,
      ...(models.length === 0 ? ['No model learned from their datasets.'] : []), ...models.flatMap(modelLines),
      `Traces of the erased values that are left: ${residueFound.toLocaleString('en')}.`,
      ...(late.length === 0 ? [] : [`Longer than the policy lets a request wait for others: ${late.join(', ')}.`]),
    ],
  }
}

/** Approved, or failed before; not held, and their approval is final. */
async function waitingRequests(call: CommandContext['call']): Promise<string[]> {
  const now = new Date().toISOString()
  const approved = await call('request.list', { states: ['approved', 'failed'] })
  return approved.filter(({ holdBlocks, graceUntil }) => !holdBlocks && (graceUntil === null || graceUntil <= now)).map(({ requestId }) => requestId)
}

function recoveredReport(recovered: readonly Recovered[], requestId: string): EraseReport | undefined {
  for (const one of recovered) if ('requestId' in one && one.requestId === requestId) return one.report
  return undefined
}

const eraseJson = ({ requestId, erasedRows, residueFound, totalMs, decisions, models, outcome }: EraseReport): object => ({
  requestId, erasedRows, residueFound, totalMs, decisions, residue: outcome.residue,
  models: models.map(modelJson),
})

const modelJson = ({ modelId, method, guarantee, boundary, publishedSha256, computeMs, unchanged, unlearned, retrained }: ErasedModel): object => ({
  modelId, method, guarantee, boundary, publishedSha256, computeMs, unchanged, testAccuracy: unlearned?.unseen.accuracy ?? null, testR2: unlearned?.unseen.regression?.r2 ?? null,
  ...(retrained === undefined ? {} : { retrainedSha256: retrained.publishedSha256, sameBits: retrained.sameBits, distanceToRetrained: retrained.distance, retrainComputeMs: retrained.computeMs }),
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

const passes = (m: Measured) => `${work(m)}; ${duration(m.cpuMs)} of processor time`

const work = ({ gradientPasses, hessianPasses, treesChanged }: Measured) =>
  (treesChanged === undefined ? `${gradientPasses} gradient, ${hessianPasses} Hessian passes` : `${count(treesChanged, 'tree')} changed`)

const score = ({ unseen }: Measured) => (unseen.rows === 0 || isTooFew(unseen) ? leadScore(unseen).text : `${leadScore(unseen).text} ${leadScore(unseen).over} ${count(unseen.rows, 'unseen row')}`)
