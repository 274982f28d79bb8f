import type { Command } from './command.ts'
import { commonOptions } from './parse-arguments.ts'
import { table } from './terminal.ts'

/** The list of commands. */
export function overview(commands: readonly Command[]): string[] {
  return [
    'Lethe erases people from data and from the models that learned from it, with proof.', '',
    'Usage: lethe COMMAND [options]', '',
    ...table(commands.map(command => [`  ${command.name}`, command.about])), '',
    '"lethe COMMAND --help" shows a command\'s options and examples. Every command takes --workspace DIR and --json.',
    'Where the window or "lethe serve" has the workspace open, a command asks the engine behind it.',
    'Exit code 0: done; 1: a check failed, or the machine did (full disk, lock, Ctrl-C); 2: bad input.',
  ]
}

export function helpFor(command: Command): string[] {
  const options = Object.entries({ ...command.options, ...commonOptions })
  return [
    command.about, '',
    `Usage: lethe ${[command.name, ...command.arguments.map(a => (a.optional === true ? `[${a.name}]` : a.name)), '[options]'].join(' ')}`, '',
    ...table([
      ...command.arguments.map(a => [`  ${a.name}`, a.about]),
      ...options.map(([name, rule]) => [`  --${name}${rule.value === undefined ? '' : ` ${rule.value}`}`, rule.about]),
    ]), '',
    'Examples:', ...command.examples.map(example => `  ${example}`),
  ]
}
