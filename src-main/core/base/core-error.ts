import type { ApiError, ErrorCode, ErrorDetails } from '../../contract/errors.ts'
import { sentenceFor } from '../../contract/sentences/en.ts'

/** An error that is part of use: coded, with details that never hold a person's data. Anything else thrown is our bug. */
export class CoreError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C
  readonly details: ErrorDetails[C]

  constructor(code: C, details: ErrorDetails[C]) {
    super(sentenceFor({ code, details } as ApiError))
    this.name = 'CoreError'
    this.code = code
    this.details = details
  }
}
