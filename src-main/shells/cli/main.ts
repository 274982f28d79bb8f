import { resolve } from 'node:path'
import type { ApiError } from '../../contract/errors.ts'
import { blameFor, sentenceFor } from '../../contract/sentences/en.ts'
import { CoreError } from '../../core/base/core-error.ts'
import { errorData } from '../../core/base/error-data.ts'
import { isWorkspace } from '../../core/core.ts'
import { defaultWorkspace } from '../default-workspace.ts'
import { version } from '../node-ports.ts'
import { cancellableRun } from './cancellable-run.ts'
import type { CommandContext } from './command.ts'
import { commands } from './commands.ts'
import { helpFor, overview } from './help.ts'
import { askForKeys } from './key-passphrase.ts'
import type { Lethe } from './lethe.ts'
import { parseCommand, type ParsedCommand } from './parse-arguments.ts'
import { reachLethe } from './reach-lethe.ts'
import { signInAs } from './sign-in-as.ts'
import { jsonText, printable, processTerminal, type Terminal } from './terminal.ts'

// Everything Lethe writes is for its owner alone.
process.umask(0o077)

process.exitCode = await main(process.argv.slice(2))

async function main(words: readonly string[]): Promise<number> {
  const json = words.includes('--json')
  const terminal = processTerminal(json)
  try {
    if (words.length === 0 || (words.length === 1 && ['--help', 'help', '-h'].includes(words[0]!))) {
      console.log(overview(commands).join('\n'))
      return 0
    }
    if (words.length === 1 && words[0] === '--version') {
      console.log(version)
      return 0
    }
    const parsed = parseCommand(words[0] === 'help' ? [...words.slice(1), '--help'] : words, commands)
    if (parsed.values['help'] === true) {
      console.log(helpFor(parsed.command).join('\n'))
      return 0
    }
    return await runCommand(parsed, terminal, json)
  } catch (error) {
    terminal.clearProgress()
    return report(error, json)
  }
}

async function runCommand(parsed: ParsedCommand, terminal: Terminal, json: boolean): Promise<number> {
  const { command, values } = parsed
  const run = cancellableRun(terminal)
  const as = signInAs(values['as'] as string | undefined, terminal)
  const reached = new Map<string, Promise<Lethe>>()
  const letheIn = (directory: string) => {
    const lethe = reached.get(directory) ?? reachLethe(directory, { run, terminal, replacesWorkspace: command.replacesWorkspace === true, as, askKeys: at => askForKeys(at, values['passphrase-file'] as string | undefined, terminal) })
    reached.set(directory, lethe)
    return lethe
  }
  const directory = resolve((values['workspace'] as string | undefined) ?? defaultWorkspace())
  const each = (name: string) => (values[name] as string[] | undefined) ?? []
  const lethe = async () => {
    if (command.makesWorkspace !== true && command.replacesWorkspace !== true && !isWorkspace(directory)) throw new CoreError('workspace/none', {})
    return letheIn(directory)
  }
  const context: CommandContext = {
    arguments: parsed.arguments,
    option: name => values[name] as string | undefined,
    each,
    list: name => each(name).flatMap(value => value.split(',')).map(value => value.trim()).filter(value => value !== ''),
    flag: name => values[name] === true,
    directory,
    lethe,
    letheIn,
    call: async (name, input, session) => (await lethe()).call(name, input, session),
    as, terminal, signal: run.signal,
  }
  try {
    const answer = await command.run(context)
    terminal.clearProgress()
    if (json) console.log(jsonText(answer.json))
    else if (answer.lines.length > 0) console.log(answer.lines.map(printable).join('\n'))
    return answer.failed === true ? 1 : 0
  } finally {
    for (const lethe of await Promise.allSettled(reached.values())) if (lethe.status === 'fulfilled') await lethe.value.close()
  }
}

function report(error: unknown, json: boolean): number {
  // Of a mistake of our own only the places in our files are told: messages of other libraries could quote data.
  const { code, details } = errorData(error)
  const message = sentenceFor({ code, details } as ApiError)
  const frames = code === 'internal' ? details.frames : []
  console.error(json ? jsonText({ code, message, ...(code === 'internal' ? { frames } : {}) }) : [message, ...frames].map(printable).join('\n'))
  return blameFor(code) === 'machine' ? 1 : 2
}
