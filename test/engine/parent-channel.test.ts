import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { childProcessChannel } from '../../src-main/engine/child-process-channel.ts'

test('everything that was posted before the line was closed arrives, also what a pipe cannot hold', async () => {
  const child = childProcessChannel(fileURLToPath(new URL('../support/post-large.ts', import.meta.url)))
  const heard: unknown[] = []
  child.onMessage(message => heard.push(message))
  const gone = new Promise(resolve => child.onClose(resolve))
  child.post({ rows: 8_000_000 })
  expect(await gone).toBe(0)
  expect(heard.map(message => (message instanceof Uint32Array ? message.length : message))).toEqual([8_000_000, 'last words'])
})
