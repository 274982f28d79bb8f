import { EventEmitter } from 'node:events'
import { spawn } from 'node:child_process'
import type { UtilityProcess } from 'electron'
import { expect, test } from 'vitest'
import { utilityProcessChannel } from '../../../src-main/shells/electron/process-channel.ts'

/** A utility process around a real one, as far as the channel sees it. */
function utility(program = 'setInterval(() => {}, 1000)') {
  const child = spawn(process.execPath, ['-e', program], { stdio: 'ignore' })
  const posted: unknown[] = []
  const events = new EventEmitter()
  const made = Object.assign(events, { pid: undefined as number | undefined, posted, postMessage: (message: unknown) => void posted.push(message) })
  child.on('spawn', () => {
    made.pid = child.pid
    events.emit('spawn')
  })
  child.on('exit', code => {
    made.pid = undefined
    events.emit('exit', code ?? 0)
  })
  return { made: made as typeof made & UtilityProcess, posted, events }
}

const ended = (channel: ReturnType<typeof utilityProcessChannel>) => new Promise<number | null>(resolve => channel.onClose(resolve))

test('a process that was killed before it had started ends all the same', async () => {
  const { made } = utility()
  const channel = utilityProcessChannel(made)
  const gone = ended(channel)
  channel.kill()
  expect(await gone).toBe(0)
})

test('a killed process is gone at once, and nothing is posted to it any more', async () => {
  const { made, posted, events } = utility('process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)')
  const channel = utilityProcessChannel(made)
  await new Promise(resolve => events.once('spawn', resolve))
  channel.post('before')
  const gone = ended(channel)
  channel.kill()
  await gone
  channel.post('after')
  channel.kill()
  channel.close()
  expect(posted).toEqual(['before'])
})

test('messages and the end are told', async () => {
  const { made, events } = utility('process.exitCode = 3')
  const channel = utilityProcessChannel(made)
  const heard: unknown[] = []
  channel.onMessage(message => heard.push(message))
  events.emit('message', { hello: 1 })
  expect(await ended(channel)).toBe(3)
  expect(heard).toEqual([{ hello: 1 }])
})
