import type { Socket } from 'node:net'
import type { Channel } from './channel.ts'

/**
 * Messages over a socket, each as one line of JSON. A line that is too long now or no JSON ends the connection, and so does an other
 * end that does not read what it is told.
 */
export function lineChannel(socket: Socket, mostBytes: () => number): Channel {
  const listeners: ((message: unknown) => void)[] = []
  let parts: Buffer[] = []
  let bytes = 0
  socket.on('data', chunk => {
    let rest = chunk as Buffer
    for (let end = rest.indexOf(0x0a); end !== -1; end = rest.indexOf(0x0a)) {
      parts.push(rest.subarray(0, end))
      const line = Buffer.concat(parts).toString('utf8')
      parts = []
      bytes = 0
      rest = rest.subarray(end + 1)
      if (!tell(line)) return void socket.destroy()
    }
    if (rest.length === 0) return
    parts.push(rest)
    bytes += rest.length
    if (bytes > mostBytes()) socket.destroy()
  })

  function tell(line: string): boolean {
    let message: unknown
    try {
      message = JSON.parse(line)
    } catch {
      return false
    }
    // A listener may add the next one: that one hears from the next message on.
    for (const told of Array.from(listeners)) told(message)
    return true
  }

  return {
    post(message) {
      if (!socket.writable) return
      const line = `${JSON.stringify(message)}\n`
      if (socket.writableLength > mostBytes()) socket.destroy()
      else socket.write(line)
    },
    onMessage: told => void listeners.push(told),
    onClose: told => void socket.once('close', () => told(null)),
    close: () => void socket.end(),
  }
}
