// Run as a child process: posts more than a pipe holds, closes at once, and ends by itself.
import { parentChannel } from '../../src-main/engine/parent-channel.ts'

const parent = parentChannel()
parent.onMessage(message => {
  const { rows } = message as { readonly rows: number }
  parent.post(new Uint32Array(rows).fill(7))
  parent.post('last words')
  parent.close()
})
