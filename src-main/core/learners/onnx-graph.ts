/** A model as a graph of ONNX operators (onnx.ai: IR specification, operator sets ai.onnx 18 and ai.onnx.ml), before it is bytes. */
export interface OnnxGraph {
  /** One for each feature, by its column's name, [rows × 1]. */
  readonly inputs: readonly { readonly name: string; readonly type: 'double' | 'string' }[]
  /** [rows × columns] */
  readonly outputs: readonly { readonly name: string; readonly type: 'double' | 'int64' | 'string'; readonly columns: number }[]
  readonly constants: ReadonlyMap<string, OnnxTensor>
  /** Each after those it reads. */
  readonly nodes: readonly OnnxNode[]
  /** What the numbers mean, by name: goes into the file's metadata. */
  readonly facts: Readonly<Record<string, string>>
}

export type OnnxTensor =
  | { readonly type: 'double'; readonly dims: readonly number[]; readonly values: Float64Array }
  | { readonly type: 'int64'; readonly dims: readonly number[]; readonly values: readonly number[] }
  | { readonly type: 'uint8'; readonly dims: readonly number[]; readonly values: Uint8Array }
  | { readonly type: 'string'; readonly dims: readonly number[]; readonly values: readonly string[] }

/** A whole number, several, texts, or a tensor. */
export type OnnxAttribute = number | readonly number[] | readonly string[] | OnnxTensor

export interface OnnxNode {
  readonly op: string
  readonly domain: '' | 'ai.onnx.ml'
  readonly inputs: readonly string[]
  readonly output: string
  readonly attributes: Readonly<Record<string, OnnxAttribute>>
}

/** A feature as it is published: its column, and the levels learned where it is a category; null stands for missing. */
export interface OnnxFeature {
  readonly name: string
  readonly kind: 'number' | 'category'
}

/** Writes a graph node by node. Names are made up, and never those of a column. */
export interface OnnxWriter {
  /** Adds an operator and returns what its output is called. */
  add(op: string, inputs: readonly string[], attributes?: OnnxNode['attributes']): string
  tensor(tensor: OnnxTensor): string
  /** These numbers, as a vector; as a scalar where it is one. */
  doubles(values: number | ArrayLike<number>, dims?: readonly number[]): string
  /** These values [columns] for each row there is: [rows × columns]. */
  forEachRow(values: ArrayLike<number>): string
  /** A category's position among these texts (missing is the empty text), whole [rows × 1]; their number where it is none of them. */
  position(column: string, texts: readonly (string | null)[]): string
  /** Makes a value an output, under this name or, where a column has it, the name with "_" after it. */
  output(name: string, value: string, type: 'double' | 'int64' | 'string', columns?: number): void
  done(facts: OnnxGraph['facts']): OnnxGraph
}

const fromMl: ReadonlySet<string> = new Set(['LabelEncoder', 'TreeEnsemble'])

export function onnxWriter(features: readonly OnnxFeature[]): OnnxWriter {
  const inputs: OnnxGraph['inputs'] = features.map(({ name, kind }) => ({ name, type: kind === 'number' ? 'double' : 'string' }))
  const outputs: OnnxGraph['outputs'][number][] = []
  const nodes: OnnxNode[] = []
  const constants = new Map<string, OnnxTensor>()
  const scalars = new Map<number, string>()
  const taken = new Set(features.map(({ name }) => name))
  const free = (wanted: string): string => {
    let name = wanted
    while (taken.has(name)) name += '_'
    taken.add(name)
    return name
  }
  const place = (op: string, from: readonly string[], output: string, attributes: OnnxNode['attributes'] = {}) => {
    nodes.push({ op, domain: fromMl.has(op) ? 'ai.onnx.ml' : '', inputs: from, output, attributes })
    return output
  }
  const add: OnnxWriter['add'] = (op, from, attributes) => place(op, from, free(`v${nodes.length + 1}`), attributes)
  const tensor: OnnxWriter['tensor'] = made => {
    const name = free(`c${constants.size + 1}`)
    constants.set(name, made)
    return name
  }
  let shape: string | undefined
  return {
    add, tensor,
    doubles(values, dims) {
      if (typeof values !== 'number') return tensor({ type: 'double', dims: dims ?? [values.length], values: Float64Array.from(values) })
      const known = scalars.get(values) ?? tensor({ type: 'double', dims: [], values: Float64Array.of(values) })
      scalars.set(values, known)
      return known
    },
    forEachRow(values) {
      shape ??= add('Shape', [inputs[0]!.name])
      return add('Expand', [tensor({ type: 'double', dims: [1, values.length], values: Float64Array.from(values) }), shape])
    },
    position: (column, texts) => add('LabelEncoder', [column], { keys_strings: texts.map(text => text ?? ''), values_int64s: [...texts.keys()], default_int64: texts.length }),
    output(name, value, type, columns = 1) {
      const own = free(name)
      place('Identity', [value], own)
      outputs.push({ name: own, type, columns })
    },
    done: facts => ({ inputs, outputs, constants, nodes, facts }),
  }
}

/** What the label is, as every published form says it. */
export type PublishedLabel = { readonly column: string; readonly positive: string; readonly task?: never } | { readonly column: string; readonly task: string }

/** The two outputs of two classes: the probability of the positive one, and 1 where it is above one half as Lethe counts it, else 0. */
export function twoClasses(writer: OnnxWriter, probability: string): void {
  writer.output('probability', probability, 'double')
  writer.output('class', writer.add('Cast', [writer.add('Greater', [probability, writer.doubles(0.5)])], { to: onnxTypes.int64 }), 'int64')
}

/** The two outputs of several classes: the probability of each, [rows × classes], and the text of the most likely, the first of several. */
export function severalClasses(writer: OnnxWriter, probabilities: string, classes: readonly string[]): void {
  writer.output('probabilities', probabilities, 'double', classes.length)
  const best = writer.add('ArgMax', [probabilities], { axis: 1, keepdims: 1 })
  writer.output('class', writer.add('Gather', [writer.tensor({ type: 'string', dims: [classes.length], values: classes }), best]), 'string')
}

export function factsOf(label: PublishedLabel, classes: readonly string[] = []): OnnxGraph['facts'] {
  if (label.task === undefined) return { label: label.column, task: 'binary', positive: label.positive }
  return { label: label.column, task: label.task, ...(label.task === 'multiclass' ? { classes: JSON.stringify(classes) } : {}) }
}

/** TensorProto.DataType of onnx.proto3. */
export const onnxTypes = { uint8: 2, int64: 7, string: 8, double: 11 } as const
