import type { ApiName, Input, Output } from '../../contract/api.ts'
import type { FileToken } from '../../contract/shape.ts'
import type { Recovered } from '../../core/core.ts'

/** One workspace as commands reach it: opened in this process, or kept by an engine in another. */
export interface Lethe {
  /** Answers when it is done, showing how far it is; Ctrl-C cancels it. Without a session it carries that of whoever --as names. Rejects with CoreError. */
  call<N extends ApiName>(name: N, input: Input<N>, session?: string): Promise<Output<N>>
  /** Tokens for files named on the command line. */
  toRead(path: string): Promise<FileToken>
  toWrite(path: string): Promise<FileToken>
  /** Erasures the last process left half way, undone or finished while opening; an engine told of its own when it started. */
  readonly recovered: readonly Recovered[]
  /** Whoever signed in is signed out. The shell closes what a command leaves open. */
  close(): void | Promise<void>
}
