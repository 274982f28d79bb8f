import { onnxTypes, type OnnxAttribute, type OnnxGraph, type OnnxTensor } from '../learners/onnx-graph.ts'
import { protoMessage, type ProtoMessage } from './proto-message.ts'

/** What the file is called inside, beside what the graph says. */
export interface OnnxNames {
  readonly model: string
}

const format = 'lethe/onnx/1'
const conventions = 'Each input is a column of raw rows, by its name, [rows × 1]: a number as double, NaN where it is missing; a text as string, empty where it is missing.'

/**
 * The bytes of an ONNX file (onnx.proto3 and the IR specification of github.com/onnx/onnx, Apache-2.0; field numbers are its). The same
 * published model under the same id gives the same bytes: there is no time, no path and no machine in them.
 */
export function onnxFile(graph: OnnxGraph, { model }: OnnxNames): Buffer {
  // TreeEnsemble, which compares in float64, came with version 5 and the tenth version of the format; all else is older.
  const withTrees = graph.nodes.some(({ op }) => op === 'TreeEnsemble')
  const file = protoMessage().whole(1, withTrees ? 10 : 8).text(2, 'Lethe').text(6, conventions).message(7, graphMessage(graph, model))
    .message(8, protoMessage().text(1, '').whole(2, 18)).message(8, protoMessage().text(1, 'ai.onnx.ml').whole(2, withTrees ? 5 : 3))
  const facts = { format, model, ...graph.facts }
  for (const [name, value] of Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1))) file.message(14, protoMessage().text(1, `lethe.${name}`).text(2, value))
  return file.done()
}

function graphMessage({ inputs, outputs, nodes, constants }: OnnxGraph, model: string): ProtoMessage {
  const message = protoMessage()
  for (const { op, domain, inputs: from, output, attributes } of nodes) {
    const node = protoMessage()
    for (const name of from) node.text(1, name)
    node.text(2, output).text(3, output).text(4, op)
    for (const [name, value] of Object.entries(attributes)) node.message(5, attributeMessage(name, value))
    message.message(1, domain === '' ? node : node.text(7, domain))
  }
  message.text(2, model)
  for (const [name, tensor] of constants) message.message(5, tensorMessage(tensor, name))
  for (const { name, type } of inputs) message.message(11, valueMessage(name, type, 1))
  for (const { name, type, columns } of outputs) message.message(12, valueMessage(name, type, columns))
  return message
}

function valueMessage(name: string, type: keyof typeof onnxTypes, columns: number): ProtoMessage {
  const shape = protoMessage().message(1, protoMessage().text(2, 'rows')).message(1, protoMessage().whole(1, columns))
  return protoMessage().text(1, name).message(2, protoMessage().message(1, protoMessage().whole(1, onnxTypes[type]).message(2, shape)))
}

/** AttributeProto.AttributeType: one whole number, a tensor, several whole numbers, several texts. */
const kinds = { whole: 2, tensor: 4, wholes: 7, texts: 8 } as const

function attributeMessage(name: string, value: OnnxAttribute): ProtoMessage {
  const message = protoMessage().text(1, name)
  if (typeof value === 'number') return message.whole(3, value).whole(20, kinds.whole)
  if ('type' in value) return message.message(5, tensorMessage(value)).whole(20, kinds.tensor)
  const texts = typeof value[0] === 'string'
  for (const one of value) {
    if (typeof one === 'string') message.text(9, one)
    else message.whole(8, one)
  }
  return message.whole(20, texts ? kinds.texts : kinds.wholes)
}

function tensorMessage(tensor: OnnxTensor, name = ''): ProtoMessage {
  const message = protoMessage()
  for (const size of tensor.dims) message.whole(1, size)
  message.whole(2, onnxTypes[tensor.type])
  if (tensor.type === 'string') for (const text of tensor.values) message.text(6, text)
  if (name !== '') message.text(8, name)
  return tensor.type === 'string' ? message : message.bytes(9, rawData(tensor))
}

/** Fixed width and little-endian, whatever the machine. */
function rawData(tensor: Exclude<OnnxTensor, { type: 'string' }>): Uint8Array {
  if (tensor.type === 'uint8') return tensor.values
  const bytes = Buffer.alloc(8 * tensor.values.length)
  if (tensor.type === 'double') tensor.values.forEach((value, i) => bytes.writeDoubleLE(value, 8 * i))
  else tensor.values.forEach((value, i) => bytes.writeBigInt64LE(BigInt(value), 8 * i))
  return bytes
}
