import { factsOf, onnxWriter, severalClasses, twoClasses, type OnnxGraph, type OnnxWriter, type PublishedLabel } from '../onnx-graph.ts'
import type { Density } from './densities.ts'

/** What publishModel writes. */
interface PublishedBayes {
  readonly label: PublishedLabel
  readonly smoothing: number
  readonly classes: readonly { readonly value?: string; readonly positive?: boolean; readonly rows: number }[]
  readonly features: readonly (
    | { readonly name: string; readonly kind: 'number'; readonly classes: readonly Density[] }
    | { readonly name: string; readonly kind: 'category'; readonly levels: readonly { readonly value: string; readonly rows: readonly number[] }[] }
  )[]
}

/** The logarithm of each class's probability, feature after feature as predicting adds them, then the shares of what these stand for. */
export function bayesOnnx(published: Uint8Array): OnnxGraph {
  const { label, smoothing, classes, features } = JSON.parse(Buffer.from(published).toString()) as PublishedBayes
  const writer = onnxWriter(features)
  const rows = classes.reduce((sum, of) => sum + of.rows, 0)
  const none = writer.doubles(0)
  let logs = writer.forEachRow(classes.map(of => Math.log(of.rows / rows)))
  for (const feature of features) {
    if (feature.kind === 'category') continue
    const { name, classes: densities } = feature
    const deviation = writer.add('Sub', [name, writer.doubles(densities.map(({ mean }) => mean))])
    const standard = writer.add('Div', [deviation, writer.doubles(densities.map(({ variance }) => Math.sqrt(variance)))])
    const against = writer.add('Mul', [writer.doubles(0.5), writer.add('Add', [writer.doubles(densities.map(({ variance }) => Math.log(variance))), writer.add('Mul', [standard, standard])])])
    logs = writer.add('Sub', [logs, writer.add('Where', [writer.add('IsNaN', [name]), none, against])])
  }
  for (const feature of features) {
    if (feature.kind === 'number' || feature.levels.length === 0) continue
    const { name, levels } = feature
    const inClass = classes.map((_, c) => levels.reduce((sum, level) => sum + level.rows[c]!, 0))
    // After the levels, nothing for what is missing or was never learned.
    const table = [...levels.map(level => level.rows.map((count, c) => Math.log((count + smoothing) / (inClass[c]! + smoothing * levels.length)))), classes.map(() => 0)]
    const own = writer.add('Gather', [writer.doubles(table.flat(), [table.length, classes.length]), writer.position(name, levels.map(({ value }) => value))])
    logs = writer.add('Add', [logs, writer.add('Squeeze', [own, writer.tensor({ type: 'int64', dims: [1], values: [1] })])])
  }
  const shares = sharesOf(writer, logs)
  if (label.task !== undefined) {
    const texts = classes.map(({ value }) => value!)
    severalClasses(writer, shares, texts)
    return writer.done(factsOf(label, texts))
  }
  const positive = classes.findIndex(of => of.positive === true)
  twoClasses(writer, positive === -1 ? writer.forEachRow([0]) : writer.add('Gather', [shares, writer.tensor({ type: 'int64', dims: [1], values: [positive] })], { axis: 1 }))
  return writer.done(factsOf(label))
}

/** Where no logarithm is a number above −∞, all classes are as likely. */
function sharesOf(writer: OnnxWriter, logs: string): string {
  const none = writer.doubles(0)
  const overClasses = writer.tensor({ type: 'int64', dims: [1], values: [1] })
  const most = writer.add('ReduceMax', [logs, overClasses], { keepdims: 1 })
  const nothing = writer.add('Equal', [most, writer.doubles(-Infinity)])
  const shares = writer.add('Exp', [writer.add('Sub', [writer.add('Where', [nothing, none, logs]), writer.add('Where', [nothing, none, most])])])
  return writer.add('Div', [shares, writer.add('ReduceSum', [shares, overClasses], { keepdims: 1 })])
}
