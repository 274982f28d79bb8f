import { fork, type ChildProcess } from 'node:child_process'
import type { ProcessChannel } from './channel.ts'

export interface ChildOptions {
  /** The Node to run it with; this process's own by default. */
  readonly node?: string
  /** Told each piece of what the process writes to its error output; dropped where nobody asks, since it may quote anything. */
  readonly onErrorOutput?: (text: string) => void
}

/** Starts a file as a Node process with a line to it. Typed arrays cross as they are. */
export function childProcessChannel(file: string, { node = process.execPath, onErrorOutput }: ChildOptions = {}): ProcessChannel {
  const child: ChildProcess = fork(file, [], {
    serialization: 'advanced', execPath: node, execArgv: [],
    stdio: ['ignore', 'ignore', onErrorOutput === undefined ? 'ignore' : 'pipe', 'ipc'],
  })
  if (onErrorOutput !== undefined) child.stderr?.setEncoding('utf8').on('data', onErrorOutput)
  // A message to a process that has just ended is nobody's error: that it ended is told anyway.
  child.on('error', () => {})
  let failed = false
  child.once('error', () => {
    failed = true
  })
  return {
    pid: child.pid,
    post: message => void (child.connected && child.send(message as object, () => {})),
    onMessage: told => void child.on('message', told),
    onClose(told) {
      child.once('exit', code => told(code))
      // One that could not be started has no exit.
      if (child.pid === undefined || failed) queueMicrotask(() => told(null))
    },
    close: () => void (child.connected && child.disconnect()),
    kill: () => void child.kill('SIGKILL'),
  }
}
