import type { UtilityProcess } from 'electron'
import type { ProcessChannel } from '../../engine/channel.ts'

/** A utility process as the engine's supervisor wants it. Its exit code says nothing: one that was ended on purpose exits with 0. */
export function utilityProcessChannel(child: UtilityProcess, onErrorOutput?: (text: string) => void): ProcessChannel {
  if (onErrorOutput !== undefined) child.stderr?.on('data', data => onErrorOutput(String(data)))
  const post = child.postMessage.bind(child)
  let gone = false
  let killed = false
  child.once('exit', () => {
    gone = true
  })
  // Electron's own kill() asks (SIGTERM) and waits; this is for processes that no longer answer. There is no process before 'spawn'.
  const kill = () => {
    killed = true
    if (!gone && child.pid !== undefined) process.kill(child.pid, 'SIGKILL')
  }
  child.once('spawn', () => {
    if (killed) kill()
  })
  return {
    get pid() {
      return child.pid
    },
    post(message) {
      if (!gone) post(message)
    },
    onMessage: told => void child.on('message', told),
    onClose: told => void child.once('exit', code => told(code)),
    close: kill,
    kill,
  }
}
