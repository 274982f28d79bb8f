import type { Channel } from './channel.ts'

interface ElectronParentPort {
  on(event: 'message', told: (event: { readonly data: unknown }) => void): void
  postMessage(message: unknown): void
}

/** The line to whoever started this process: a Node parent's IPC, or Electron's port of a utility process. */
export function parentChannel(): Channel {
  const port = (process as unknown as { readonly parentPort?: ElectronParentPort }).parentPort
  if (port !== undefined) {
    return {
      post: message => port.postMessage(message),
      onMessage: told => port.on('message', event => told(event.data)),
      // Electron ends a utility process together with the one that started it.
      onClose: () => {},
      // Ending here could overtake what was posted: whoever got the answer ends the process.
      close: () => {},
    }
  }
  let unsent = 0
  let closing = false
  // Disconnecting drops what has not left yet, and a view of a million rows takes a while to leave.
  const endWhenSent = () => {
    if (!closing || unsent > 0) return
    process.removeAllListeners('disconnect')
    process.disconnect?.()
  }
  return {
    post(message) {
      if (!process.connected) return
      unsent += 1
      process.send!(message, undefined, undefined, () => {
        unsent -= 1
        endWhenSent()
      })
    },
    onMessage: told => void process.on('message', told),
    onClose: told => void process.on('disconnect', () => told(null)),
    close() {
      closing = true
      endWhenSent()
    },
  }
}
