import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { ApiError, ErrorCode } from '../../contract/errors.ts'
import { blameFor } from '../../contract/sentences/en.ts'
import { CoreError } from '../../core/base/core-error.ts'
import { openCore, type Core } from '../../core/core.ts'
import type { Run } from '../../core/ports.ts'
import { nodePorts, version } from '../node-ports.ts'
import type { CommandContext } from './command.ts'
import { commands } from './commands.ts'
import { helpFor, overview } from './help.ts'
import { parseCommand, type ParsedCommand } from './parse-arguments.ts'
import { showProgress } from './progress.ts'
import { printable, processTerminal, type Terminal } from './terminal.ts'

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
  const run = cancellableRun(terminal)
  const open = new Map<string, Core>()
  const coreIn = (directory: string) => {
    const core = open.get(directory) ?? opened(directory, run, terminal)
    open.set(directory, core)
    return core
  }
  const { command, values } = parsed
  const context: CommandContext = {
    arguments: parsed.arguments,
    option: name => values[name] as string | undefined,
    list: name => ((values[name] as string[] | undefined) ?? []).flatMap(value => value.split(',')).map(value => value.trim()).filter(value => value !== ''),
    flag: name => values[name] === true,
    core() {
      const directory = resolve((values['workspace'] as string | undefined) ?? defaultWorkspace())
      if (command.makesWorkspace !== true && !existsSync(join(directory, 'lethe.db'))) throw new CoreError('workspace/none', {})
      return coreIn(directory)
    },
    coreIn,
    terminal, run,
  }
  try {
    const answer = await command.run(context)
    terminal.clearProgress()
    if (json) console.log(JSON.stringify(answer.json))
    else if (answer.lines.length > 0) console.log(answer.lines.map(printable).join('\n'))
    return answer.failed === true ? 1 : 0
  } finally {
    for (const core of open.values()) core.close()
  }
}

function opened(directory: string, run: Run, terminal: Terminal): Core {
  const core = openCore(directory, nodePorts(directory), run)
  for (const { requestId, how } of core.recovered) {
    terminal.line({
      undone: `An erasure (request ${requestId}) was interrupted before anything was changed: it was undone. Run it again when you like.`,
      finished: `An erasure (request ${requestId}) was interrupted after the rows were gone: it has been finished now.`,
      unfinished: `An erasure (request ${requestId}) is not finished: traces are left in the files. Run "lethe erase ${requestId}" again.`,
    }[how])
  }
  return core
}

/** A run that Ctrl-C cancels; a second one, a second later or more, ends the process at once. */
function cancellableRun(terminal: Terminal): Run {
  const controller = new AbortController()
  let first = 0
  const stop = () => {
    if (controller.signal.aborted && performance.now() - first > 1000) process.exit(1)
    if (controller.signal.aborted) return
    first = performance.now()
    controller.abort(new CoreError('run/cancelled', {}))
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return { signal: controller.signal, progress: showProgress(terminal) }
}

function report(error: unknown, json: boolean): number {
  if (!(error instanceof CoreError)) {
    // Our own bug: its stack names our files and lines; messages of other libraries could quote data, so they are left out.
    const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter(line => line.trim().startsWith('at ')).slice(0, 8) : []
    const message = 'Lethe made a mistake of its own and stopped; nothing was left half done. Please report it with the lines that follow.'
    console.error(json ? JSON.stringify({ code: 'internal', message, frames }) : [message, ...frames].join('\n'))
    return 1
  }
  const { code, message } = error as CoreError & ApiError
  console.error(json ? JSON.stringify({ code, message }) : printable(message))
  return blameFor(code as ErrorCode) === 'machine' ? 1 : 2
}

/** Where the platform keeps applications' data. */
function defaultWorkspace(): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Lethe')
  if (process.platform === 'win32') return join(process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Lethe')
  return join(process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'lethe')
}
