import type { ApiError, ErrorCode } from '../../src-main/contract/errors.ts'
import { sentenceOf } from './failure.ts'

/** A refusal of the engine or of the way to it, rebuilt from the data that crossed; its message is the sentence people read. */
export class ApiFailure extends Error {
  readonly code: ErrorCode
  readonly details: ApiError['details']

  constructor(error: ApiError) {
    super(sentenceOf(error))
    this.name = 'ApiFailure'
    this.code = error.code
    this.details = error.details
  }
}
