import type { Lethe } from './lethe.ts'
import type { SignInAs } from './sign-in-as.ts'
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
  /** All values of a repeatable option, as typed. */
  each(name: string): string[]
  flag(name: string): boolean
  /** The workspace's folder; it need not be there. */
  readonly directory: string
  /** The workspace, reached on first use: through the engine that keeps it, else opened here. */
  lethe(): Promise<Lethe>
  /** Another folder as a workspace; it is made where there is none. */
  letheIn(directory: string): Promise<Lethe>
  /** One call of the workspace. */
  readonly call: Lethe['call']
  /** Who is to be signed in, where --as says so. */
  readonly as: SignInAs | undefined
  readonly terminal: Terminal
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
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
  readonly arguments: readonly { readonly name: string; readonly about: string; readonly optional?: true }[]
  readonly options: Readonly<Record<string, OptionRule>>
  readonly about: string
  readonly examples: readonly string[]
  /** True where the command may make a new workspace; the others answer that there is none, since a path may be mistyped. */
  readonly makesWorkspace?: true
  /** True where what is in the workspace will be replaced, so that it need not even be one that can be opened. */
  readonly replacesWorkspace?: true
  run(context: CommandContext): Promise<Answer>
}
