import { errorData } from '../core/base/error-data.ts'
import { keyKeeper } from '../shells/key-keeper.ts'
import { portsOf } from '../shells/node-ports.ts'
import type { ProcessChannel } from './channel.ts'
import { childProcessChannel } from './child-process-channel.ts'
import { openEngine, type Engine } from './engine.ts'
import type { EngineAnswer, OpenEngine } from './engine-messages.ts'
import { listenLocally } from './local-socket.ts'
import { workerFile } from './node-job-host.ts'
import { parentChannel } from './parent-channel.ts'
import { relayedWorkers } from './relayed-workers.ts'
import { serveChannel } from './serve-channel.ts'
import { workerHost } from './worker-host.ts'

/** The process that keeps a workspace for a shell: it opens what the first message names, serves the shell and local commands, and ends with the shell. */
process.umask(0o077)
const shell = parentChannel()
const post = (answer: EngineAnswer) => shell.post(answer)
let end = async () => {}
let opened = false

shell.onClose(() => void end().finally(() => process.exit(0)))
shell.onMessage(message => {
  if (opened || typeof message !== 'object' || message === null || !('open' in message)) return
  opened = true
  void open((message as OpenEngine).open)
})

async function open({ directory, keys, workers }: OpenEngine['open']): Promise<void> {
  let engine: Engine | undefined
  try {
    const keeper = keyKeeper(directory, keys, kept => post({ keys: kept }))
    const ports = { ...portsOf(directory, keys), secrets: keeper.secrets }
    const relayed = relayedWorkers(shell)
    const spawn = workers === 'relay' ? relayed : (onErrorOutput: (text: string) => void): ProcessChannel => childProcessChannel(workerFile(), { onErrorOutput })
    engine = openEngine({ directory, ports, keys: keeper, jobHost: workerHost({ directory, keys: keeper.now, files: ports.files, views: ports.views, spawn, enginePid: workers === 'fork' ? process.pid : null }) })
    const stopListening = await listenLocally(engine, directory)
    const running = engine
    end = async () => {
      await stopListening()
      await running.close()
    }
    serveChannel(engine, shell, () => void finish())
    post({ opened: true })
  } catch (error) {
    post({ notOpened: errorData(error) })
    await engine?.close()
    shell.close()
  }
}

async function finish(): Promise<void> {
  await end()
  end = async () => {}
  shell.close()
  // A line that is still open does not keep an engine that has closed.
  setTimeout(() => process.exit(0), 1000).unref()
}
