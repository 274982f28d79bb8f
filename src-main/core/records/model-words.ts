import type { ErasureOutcome, ModelOutcome } from '../../contract/record.ts'
import { isTooFew, leastMeasuredRows } from '../../contract/stated-measures.ts'
import { taskOfOutcome } from '../../contract/task-of-outcome.ts'
import { drawn } from './drawable-text.ts'
import { amountText, countText, digestText, durationText, measureText, settingText } from './number-text.ts'
import type { BarChart, Block } from './record-document.ts'
import { scoreChart, scores, scoresAbout } from './score-words.ts'

const methods: Readonly<Record<string, string>> = { refined: 'Refined', retrain: 'Retrained', newton: 'Newton step', influence: 'Influence step', update: 'Update of trees', decrement: 'Decrement of counts' }
/** The words a guarantee has on its badge. */
export const guarantees: { readonly [guarantee in ModelOutcome['guarantee']]: string } = { 'same-bits': 'Same bits', certified: 'Certified', none: 'Approximate, no guarantee' }

/** "Logistic regression" of "logistic-regression". */
const nameFromId = (id: string): string => drawn(id.charAt(0).toUpperCase() + id.slice(1).replaceAll('-', ' '))
export const methodName = (id: string): string => methods[id] ?? nameFromId(id)

/** What was measured of each model, and on what. */
export function measured({ models, machine }: ErasureOutcome): Block[] {
  if (models.length === 0) return []
  return [
    { kind: 'heading', level: 2, text: 'Measured' },
    { kind: 'paragraph', small: true, text: `Times have three significant figures here; the statement has them in full. ${scoresAbout(models)}${tooFewAbout(models)}` },
    ...models.flatMap(measuredModel),
    {
      kind: 'facts', summary: 'The machine that was measured on',
      rows: [{ name: 'Measured on', value: drawn(`${machine.processor}, ${amountText(machine.cores, 'core', 'cores')}, ${machine.platform}, ${machine.runtime}, ${machine.engine}`) }],
    },
  ]
}

const withheld = ({ unlearned, retrained }: ModelOutcome): boolean => [unlearned, retrained].some(side => side !== null && isTooFew(side.unseen))
const tooFewAbout = (models: readonly ModelOutcome[]): string =>
  (models.some(withheld) ? ` What was measured on fewer than ${countText(leastMeasuredRows)} unseen rows is not stated: it would tell of these rows.` : '')

const notRun = 'not run'
const notMeasured = 'not measured'
const tooFew = 'too few to publish'
const orNot = (value: number | null | undefined, write: (value: number) => string): string => (value === null || value === undefined ? notMeasured : write(value))

function measuredModel(model: ModelOutcome): Block[] {
  const { unlearned, retrained } = model
  const heading: Block = { kind: 'heading', level: 3, text: `${drawn(model.model)}, ${nameFromId(model.learner)}` }
  if (unlearned === null) return [heading, { kind: 'paragraph', text: 'No row was left to learn from: this model is gone, and nothing was measured.' }, ...commitments(model)]
  const row = (name: string, write: (side: NonNullable<ModelOutcome['unlearned']>) => string): string[] => [name, write(unlearned), retrained === null ? notRun : write(retrained)]
  return [
    heading,
    { kind: 'paragraph', text: verdict(model) },
    {
      kind: 'table', summary: `Measurements of ${model.model}`, head: ['Measure', 'Unlearned', 'Retrained'],
      rows: [
        row('Time to compute', side => durationText(side.computeMs)),
        row('Processor time', side => durationText(side.cpuMs)),
        unlearned.treesChanged === undefined
          ? row('Passes over the rows, gradient + Hessian', side => `${countText(side.gradientPasses)} + ${countText(side.hessianPasses)}`)
          : row('Trees changed', side => orNot(side.treesChanged, countText)),
        row('Unseen rows measured on', side => countText(side.unseen.rows)),
        ...scores[taskOfOutcome(model)].map(({ name, of, write }) => row(name, side => (isTooFew(side.unseen) ? tooFew : orNot(of(side.unseen), write)))),
        ['Distance to the retrained model', retrained === null ? notRun : orNot(retrained.distance, measureText), retrained === null ? notRun : '–'],
      ],
    },
    ...charts(model),
    ...settings(model),
    ...commitments(model),
  ]
}

const promises: { readonly [guarantee in ModelOutcome['guarantee']]: string } = {
  'same-bits': 'Promised: the same bits as retraining', certified: 'Promised: within a proven bound of retraining', none: guarantees.none,
}

function verdict({ method, methodAsked, guarantee, boundary, retrained }: ModelOutcome): string {
  const ran = `${methodName(method)}. ${promises[guarantee]}.`
  const other = methodAsked === 'auto' || methodAsked === method ? '' : ` Asked for was: ${methodName(methodAsked)}.`
  const settled = boundary ? ' A number lay so close to the boundary between two roundings that it could not be settled.' : ''
  const compared = retrained === null ? ' It was not compared with retraining.'
    : retrained.sameBits ? ' Measured: the unlearned and the retrained model have the same SHA-256, so they are the same bits.'
      : ' Measured: the unlearned and the retrained model are not the same bits.'
  return `${ran}${other}${settled}${compared}`
}

function charts(outcome: ModelOutcome): Block[] {
  const { model, unlearned, retrained } = outcome
  if (unlearned === null) return []
  const found: BarChart[] = []
  if (retrained !== null) {
    const bars = [
      { series: 'unlearned', name: 'Unlearned', value: unlearned.computeMs, text: durationText(unlearned.computeMs) },
      { series: 'retrained', name: 'Retrained', value: retrained.computeMs, text: durationText(retrained.computeMs) },
    ] as const
    found.push({
      title: `Time to compute, ${model}`, note: 'Shorter is faster. The bars start at zero.', most: Math.max(unlearned.computeMs, retrained.computeMs), bars,
      alt: `Bar chart of the time to compute ${model}: unlearned ${bars[0].text}, retrained ${bars[1].text}.`,
    })
  }
  const scored = scoreChart(outcome)
  if (scored !== undefined) found.push(scored)
  return found.map(chart => ({ kind: 'chart', chart }))
}

function settings({ settings: all }: ModelOutcome): Block[] {
  const names = Object.keys(all).sort()
  if (names.length === 0) return []
  return [{ kind: 'paragraph', small: true, text: drawn(`Settings: ${names.map(name => `${name} ${settingText(all[name]!)}`).join(', ')}.`) }]
}

function commitments({ model, commitmentBefore, commitmentAfter }: ModelOutcome): Block[] {
  return [{
    kind: 'facts', summary: `Salted commitments to ${model} before and after`,
    rows: [
      { name: 'Commitment before', value: digestText(commitmentBefore), digest: true },
      commitmentAfter === null ? { name: 'Commitment after', value: '– (the model is gone)' } : { name: 'Commitment after', value: digestText(commitmentAfter), digest: true },
    ],
  }]
}
