import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import type { JobSummary } from '../../../src-main/contract/job.ts'
import { eventStreams } from '../../../src-main/shells/http/event-stream.ts'
import { usualLimits, type Limits } from '../../../src-main/shells/http/limits.ts'
import { importPeople, listenTo, restOf, serverWith } from '../../support/page-server.ts'

const tellsChange = ({ event }: { readonly event: string }) => event === 'workspace.changed'

test('every page is told every event', async () => {
  const test = await serverWith()
  const tokens = [await test.letIn(), await test.letIn()]
  const pages = await Promise.all(tokens.map(token => listenTo(test, token)))
  await importPeople(test, tokens[0]!)
  for (const page of pages) expect(await page.until(tellsChange)).toEqual({ event: 'workspace.changed', data: { parts: ['datasets', 'ledger'] } })
})

test('where too many listen, the one that has listened longest is ended', async () => {
  const test = await serverWith({ limits: { streams: 2 } })
  const token = await test.letIn()
  const [first, second] = [await listenTo(test, token), await listenTo(test, token)]
  const third = await listenTo(test, token)
  await first.ended
  await importPeople(test, token)
  expect(await Promise.all([second.until(tellsChange), third.until(tellsChange)])).toHaveLength(2)
})

/** The streams alone, behind a server that lets everybody in. */
async function streamsAlone(changes: Partial<Limits> = {}) {
  const page = { seenAt: 0, streams: 0 }
  const streams = eventStreams({ limits: { ...usualLimits, ...changes }, now: () => 7 })
  const opened: ServerResponse[] = []
  const server = createServer((_request, response) => {
    opened.push(response)
    streams.open(page, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    streams.close()
    server.closeAllConnections()
    server.close()
  })
  return {
    streams, page, opened,
    connect() {
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
      socket.write('GET / HTTP/1.1\r\nhost: here\r\n\r\n')
      return socket
    },
  }
}

const longEvent = { event: 'job.changed', data: { call: 'x'.repeat(100_000) } as unknown as JobSummary } as const

test('a page that went away takes no place, and was seen until then', async () => {
  const { page, opened, connect: listen } = await streamsAlone()
  const socket = listen()
  await once(socket, 'data')
  expect(page).toEqual({ seenAt: 0, streams: 1 })
  socket.destroy()
  await once(opened[0]!, 'close')
  expect(page).toEqual({ seenAt: 7, streams: 0 })
})

test('a page that does not read what it is sent is cut off, and the others go on', async () => {
  const { streams, page, opened, connect: listen } = await streamsAlone({ streamBytes: 200_000 })
  const [lazy, reading] = [listen(), listen()]
  await Promise.all([once(lazy, 'readable'), once(reading, 'readable')])
  reading.resume()
  const [cut] = opened
  let told = 0
  // Until the buffers of the system are full, and the server's own.
  while (!cut!.destroyed) {
    streams.tell(longEvent)
    told += 1
    if (reading.readableLength > 0) await once(reading, 'data')
    await new Promise(resolve => setImmediate(resolve))
    if (told > 10_000) throw new Error('never cut off')
  }
  expect(page.streams).toBe(1)
  await restOf(lazy.resume())
  const [, other] = opened
  expect([other!.destroyed, other!.writableEnded]).toEqual([false, false])
})

test('signs of life come while nothing happens', async () => {
  const { connect: listen } = await streamsAlone({ heartbeatMs: 20 })
  let text = ''
  for await (const chunk of listen()) {
    text += String(chunk)
    if (text.split(': \n\n').length > 3) break
  }
  expect(text).toContain(': connected\n\n')
})
