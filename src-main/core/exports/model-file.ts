import { CoreError } from '../base/core-error.ts'
import type { Learner } from '../learners/learner.ts'
import { onnxFile, type OnnxNames } from './onnx-file.ts'

/** The file of a published model; throws 'model/no-onnx' where its learner cannot be told as a graph. */
export function modelFile(learner: Learner<unknown>, published: Uint8Array, names: OnnxNames): Buffer {
  if (learner.toOnnx === undefined) throw new CoreError('model/no-onnx', { learner: learner.name })
  return onnxFile(learner.toOnnx(published), names)
}
