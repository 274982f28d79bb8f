import type { AnyEvent } from '../../src-main/contract/events.ts'

/**
 * The events in a stream of server-sent events (html.spec.whatwg.org, section 9.2), as our server writes them: one line of data each.
 * `sign` is called for everything that arrives, heartbeats too. Ends with
 * the stream, however that ends.
 */
export async function* serverEvents(stream: ReadableStream<Uint8Array>, sign: () => void): AsyncGenerator<AnyEvent> {
  const decoder = new TextDecoder()
  const reader = stream.getReader()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => ({ done: true as const, value: undefined }))
      if (done) return
      sign()
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n')
      rest = lines.pop()!
      for (const line of lines) if (line.startsWith('data: ')) yield JSON.parse(line.slice('data: '.length)) as AnyEvent
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}
