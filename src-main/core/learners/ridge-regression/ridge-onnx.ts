import { linearOnnx, type PublishedLinear } from '../logistic-regression/linear-onnx.ts'
import { factsOf, onnxWriter, type OnnxGraph, type PublishedLabel } from '../onnx-graph.ts'

/** The number predicted by what publishModel writes. */
export function ridgeOnnx(published: Uint8Array): OnnxGraph {
  const model = JSON.parse(Buffer.from(published).toString()) as PublishedLinear & { readonly label: PublishedLabel & { readonly mean: number; readonly scale: number } }
  const writer = onnxWriter(model.features)
  const { mean, scale } = model.label
  writer.output('prediction', writer.add('Add', [writer.doubles(mean), writer.add('Mul', [writer.doubles(scale), linearOnnx(writer, model)])]), 'double')
  return writer.done(factsOf(model.label))
}
