import { influenceDamping, influenceLabels, influencePoints, influenceProgram, initialParameters, removedRow } from './influence-program.ts'
import type { InfluenceModel, InfluenceRun } from './influence-program.ts'
import { retrainingProgram } from './retraining-program.ts'
import type { RetrainingResult } from './retraining-program.ts'

/** Random starts the second program is run from: seeds 0, 1, 2 and so on. */
export const articleSeedCount = 20

/** Quoted from the article: the output it prints and the cells of its table. Nothing else of it is quoted. */
const quoted = {
  title: 'AI\'s Dilemma: When to Retrain and When to Unlearn?',
  author: 'Prasannakumar Patil',
  published: 'DZone, 9 May 2025',
  retraining: [
    { label: 'Initial Model Accuracy', value: '0.67' },
    { label: 'Model Accuracy After Retraining', value: '0.67' },
  ],
  influence: [
    { label: 'Accuracy before unlearning', value: '0.57' },
    { label: 'Accuracy after unlearning', value: '0.57' },
  ],
  comparison: [
    { feature: 'Feature', unlearning: 'Machine Unlearning', retraining: 'Retraining' },
    { feature: 'Purpose', unlearning: 'Removes specific data points quickly', retraining: 'Rebuilds the model from scratch' },
    { feature: 'Speed', unlearning: 'Fast', retraining: 'Slow' },
    { feature: 'Accuracy', unlearning: 'Low compared to retraining', retraining: 'High compared to machine unlearning' },
    { feature: 'Resource Usage', unlearning: 'Low', retraining: 'High' },
  ],
} as const

export interface Spread {
  readonly min: number
  readonly median: number
  readonly max: number
}

/** One model of the second program over all random starts. */
export interface ModelSpread {
  readonly accuracy: Spread
  /** Euclidean distance of the three parameters from the retrained model's. */
  readonly distanceToRetrained: Spread
}

export interface ArticleReport {
  readonly quoted: typeof quoted
  readonly retraining: RetrainingResult
  readonly influence: {
    readonly seedCount: number
    readonly pointCount: number
    readonly removedPoint: readonly number[]
    readonly damping: number
    readonly trained: ModelSpread
    readonly retrained: ModelSpread
    readonly articleStep: ModelSpread
    readonly rightStep: ModelSpread
    /** Starts in which the article's step ends further from the retrained model than it began. */
    readonly articleStepFurther: number
    /** Starts in which the step with the opposite sign ends nearer to it. */
    readonly rightStepNearer: number
    /** Of the Hessian, by size: the smallest, largest over the starts without its sign, then the other two, median. */
    readonly eigenvalues: readonly [number, number, number]
    /** Lowest and highest class 1 probability of the retrained model, over all points and starts. */
    readonly retrainedProbabilities: readonly [number, number]
    /** The same steps without damping, in single precision, where they could be computed. */
    readonly undamped: { readonly withoutInverse: number; readonly articleStep: ModelSpread; readonly rightStep: ModelSpread }
  }
}

/** Runs both programs of the article and gathers every figure its lines show. */
export function articleReport(): ArticleReport {
  const runs = Array.from({ length: articleSeedCount }, (_, seed) => influenceProgram(initialParameters(seed)))
  const undamped = runs.flatMap(run => run.undamped ?? [])
  const count = (holds: (run: InfluenceRun) => boolean) => runs.filter(holds).length
  const probabilities = runs.flatMap(run => run.retrainedProbabilities)
  return {
    quoted,
    retraining: retrainingProgram(),
    influence: {
      seedCount: runs.length,
      pointCount: influenceLabels.length,
      removedPoint: influencePoints[removedRow],
      damping: influenceDamping,
      trained: spreadOfModels(runs.map(run => run.trained)),
      retrained: spreadOfModels(runs.map(run => run.retrained)),
      articleStep: spreadOfModels(runs.map(run => run.articleStep)),
      rightStep: spreadOfModels(runs.map(run => run.rightStep)),
      articleStepFurther: count(run => run.articleStep.distanceToRetrained > run.trained.distanceToRetrained),
      rightStepNearer: count(run => run.rightStep.distanceToRetrained < run.trained.distanceToRetrained),
      eigenvalues: [
        Math.max(...runs.map(run => Math.abs(run.eigenvalues[0]))),
        spreadOf(runs.map(run => run.eigenvalues[1])).median,
        spreadOf(runs.map(run => run.eigenvalues[2])).median,
      ],
      retrainedProbabilities: [Math.min(...probabilities), Math.max(...probabilities)],
      undamped: {
        withoutInverse: runs.length - undamped.length,
        articleStep: spreadOfModels(undamped.map(steps => steps.articleStep)),
        rightStep: spreadOfModels(undamped.map(steps => steps.rightStep)),
      },
    },
  }
}

const spreadOfModels = (models: readonly InfluenceModel[]): ModelSpread => ({
  accuracy: spreadOf(models.map(model => model.accuracy)),
  distanceToRetrained: spreadOf(models.map(model => model.distanceToRetrained)),
})

/** The median of an even count is the mean of the two in the middle. */
function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return { min: sorted[0], median: (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2, max: sorted[sorted.length - 1] }
}

/** The report as plain text for a newcomer, at most 100 characters a line: what `lethe demo --article` prints. */
export function articleLines(report: ArticleReport): readonly string[] {
  const { quoted, retraining, influence } = report
  const { before, after } = retraining
  const { seedCount, pointCount, trained, articleStep, rightStep, retrained, undamped } = influence
  const computed = [figures(before.accuracy), figures(after.accuracy), spreadText(trained.accuracy), spreadText(articleStep.accuracy)]
  const outputLine = ({ label, value }: { label: string; value: string }, i: number) => `  ${label.padEnd(34)}${value.padEnd(18)}${computed[i]}`
  const modelLine = (name: string, { accuracy, distanceToRetrained }: ModelSpread) =>
    `  ${name.padEnd(34)}${spreadText(distanceToRetrained).padEnd(38)}${spreadText(accuracy)}`
  const ofStarts = (count: number) => `${count} of ${seedCount}`
  const [smallest, second, largest] = influence.eigenvalues
  const [lowest, highest] = influence.retrainedProbabilities
  const removed = pointText(influence.removedPoint)
  const testCount = before.decisions.length

  return [
    `"${quoted.title}"`,
    `${quoted.author}, ${quoted.published}`,
    '',
    'The article says: when someone\'s data must leave a model, either train it again without that data',
    '(accurate but slow), or adjust the trained model (quick but less accurate). It gives one short',
    'program for each. Lethe has computed both again.',
    '',
    `PROGRAM 1, RETRAINING: ${before.trainingPointCount} points to train on, ${testCount} to test on`,
    `  ${''.padEnd(34)}${'article prints'.padEnd(18)}Lethe computes`,
    ...quoted.retraining.map(outputLine),
    `  The second model is trained on ${after.trainingPointCount} points, the first on ${before.trainingPointCount}: ${retraining.removedCount} points were removed.`,
    `  Test point ${retraining.tiedPoints.map(pointText).join(' and ')} lies exactly between the classes, so a rounding error decides it:`,
    `  recent versions of scikit-learn land on the other side, and print ${figures(before.accuracyIfTiesAreOne)} twice.`,
    '',
    `PROGRAM 2, UNLEARNING: ${pointCount} points, ${removed} to be forgotten, run from ${seedCount} random starts`,
    `  ${''.padEnd(34)}${'article prints'.padEnd(18)}Lethe computes`,
    ...quoted.influence.map((line, i) => outputLine(line, quoted.retraining.length + i)),
    '',
    'FINDING 1: the step has the wrong sign. It should end near the model trained without the point.',
    `  To leave out one point of ${pointCount} is to give it the weight -1/${pointCount}: the formula's minus becomes a plus.`,
    `  ${''.padEnd(34)}${'distance from that model'.padEnd(38)}accuracy`,
    modelLine('before the step', trained),
    modelLine('after the article\'s step (-)', articleStep),
    modelLine('after the opposite step (+)', rightStep),
    modelLine('trained without the point', retrained),
    `  The article's step ends further away in ${ofStarts(influence.articleStepFurther)} starts, the opposite one nearer in ${ofStarts(influence.rightStepNearer)}.`,
    '',
    'FINDING 2: the step divides by a matrix (the Hessian of the loss) that has no inverse.',
    '  In every point the second number is the first plus one, so one direction changes no prediction.',
    `  The eigenvalues are 0, ${figures(second)} and ${figures(largest)}; the 0 comes out as rounding error, at most ${smallest.toExponential(0)}.`,
    `  So ${influence.damping} was added to its diagonal above (damping). Without it, in single precision as in the`,
    `  article, the distance is ${rangeText(undamped.articleStep.distanceToRetrained)} after its step and ${rangeText(undamped.rightStep.distanceToRetrained)} after the opposite one,`,
    `  by rounding alone; in ${ofStarts(undamped.withoutInverse)} starts there is no result at all.`,
    '',
    'WHY ACCURACY SHOWS NEITHER',
    `  One point is ${figures(1 / testCount)} of the accuracy on ${testCount} points and ${figures(1 / pointCount)} on ${pointCount}; nothing smaller can be seen.`,
    `  The model trained without ${removed} gives all ${pointCount} points a probability of ${figures(lowest)} to ${figures(highest)}, so near`,
    '  to one half that a small change flips an answer: the step that moves away from it still scores',
    `  ${figures(articleStep.accuracy.median)} as it does, and the step that comes near scores ${figures(rightStep.accuracy.median)}.`,
    '  That is why Lethe compares the parameters with a retrained model\'s too, not accuracy alone.',
    '',
    'THE ARTICLE\'S COMPARISON',
    ...quoted.comparison.map(row => `  ${row.feature.padEnd(17)}${row.unlearning.padEnd(40)}${row.retraining}`),
    'Lethe fills this table with measurements. To see it done on sample data, run: lethe demo',
  ]
}

const pointText = (point: readonly number[]) => `[${point.join(', ')}]`

/** Two decimals, or two significant figures where that would say less. */
const figures = (value: number) => (value !== 0 && value < 0.1 ? value.toPrecision(2) : value.toFixed(2))

const rangeText = ({ min, max }: Spread) => `${figures(min)} to ${figures(max)}`

/** "0.52", or "0.52 (0.51 to 0.53)" where the starts differ in what is shown. */
const spreadText = (spread: Spread) => (figures(spread.min) === figures(spread.max) ? figures(spread.median) : `${figures(spread.median)} (${rangeText(spread)})`)
