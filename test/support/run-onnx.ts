import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { FeatureRows } from '../../src-main/core/features/feature-rows.ts'

/** What an ONNX file answers: its outputs by name, row after row. */
export type OnnxAnswers = Readonly<Record<string, readonly (number | string)[]>>

/** Asks the file about raw rows, columns by name, with onnxruntime: an implementation of ONNX that is not ours. */
export async function runOnnx(file: Uint8Array, columns: Readonly<Record<string, readonly number[] | readonly string[]>>): Promise<OnnxAnswers> {
  const session = await InferenceSession.create(file, { logSeverityLevel: 3, intraOpNumThreads: 1 })
  try {
    const feeds = Object.fromEntries(session.inputNames.map(name => {
      const values = columns[name]!
      return [name, typeof values[0] === 'string' ? new Tensor('string', values as string[], [values.length, 1]) : new Tensor('float64', Float64Array.from(values as number[]), [values.length, 1])]
    }))
    const answers = await session.run(feeds)
    return Object.fromEntries(session.outputNames.map(name => [name, Array.from(answers[name]!.data as ArrayLike<number | bigint | string>, one => (typeof one === 'bigint' ? Number(one) : one))]))
  } finally {
    await session.release()
  }
}

/** The rows of one part as the file wants them: NaN and the empty text where something is missing. */
export function rawColumns(rows: FeatureRows, part: 'train' | 'test'): Record<string, number[] | string[]> {
  const places = Array.from(rows.rows.keys()).filter(i => rows.test[i] === (part === 'test' ? 1 : 0))
  const { numbers, categories } = rows.names
  return Object.fromEntries([
    ...numbers.map((name, k) => [name, places.map(i => rows.numbers[i * numbers.length + k]!)] as const),
    ...categories.map((name, k) => [name, places.map(i => rows.levels[k]![rows.codes[i * categories.length + k]!] ?? '')] as const),
  ])
}
