import { factsOf, onnxWriter, twoClasses, type OnnxGraph, type PublishedLabel } from '../onnx-graph.ts'
import { linearOnnx, type PublishedLinear } from './linear-onnx.ts'

/** The probability 1 / (1 + exp(−margin)) of what publishModel writes. */
export function logisticOnnx(published: Uint8Array): OnnxGraph {
  const model = JSON.parse(Buffer.from(published).toString()) as PublishedLinear & { readonly label: PublishedLabel }
  const writer = onnxWriter(model.features)
  const one = writer.doubles(1)
  twoClasses(writer, writer.add('Div', [one, writer.add('Add', [one, writer.add('Exp', [writer.add('Neg', [linearOnnx(writer, model)])])])]))
  return writer.done(factsOf(model.label))
}
