import type { Core } from '../../core/core.ts'
import type { Run } from '../../core/ports.ts'
import type { Terminal } from './terminal.ts'

export interface OptionRule {
  /** A value's name in the help, or absent for a switch. */
  readonly value?: string
  readonly repeatable?: true
  readonly about: string
}

/** What one run of a command works with. */
export interface CommandContext {
  /** Positional arguments, by the names the command gives them. */
  readonly arguments: Readonly<Record<string, string>>
  option(name: string): string | undefined
  /** All values of a repeatable option, commas separating them too. */
  list(name: string): string[]
  flag(name: string): boolean
  /** Opens the workspace on first use. */
  core(): Core
  /** Opens another folder as a workspace; it is closed with the rest. */
  coreIn(directory: string): Core
  readonly terminal: Terminal
  readonly run: Run
}

/** What a command says: an object for programs, lines for people; `failed` where a check did not pass. */
export interface Answer {
  readonly json: object
  readonly lines: readonly string[]
  readonly failed?: boolean
}

export interface Command {
  /** As typed: "request open". */
  readonly name: string
  readonly arguments: readonly { readonly name: string; readonly about: string }[]
  readonly options: Readonly<Record<string, OptionRule>>
  readonly about: string
  readonly examples: readonly string[]
  /** True where the command may make a new workspace; the others answer that there is none, since a path may be mistyped. */
  readonly makesWorkspace?: true
  run(context: CommandContext): Promise<Answer>
}
