import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { ApiName, Input } from '../../../src-main/contract/api.ts'
import type { ApiClient, Reply } from '../../../src-main/contract/reply.ts'
import type { FileToken } from '../../../src-main/contract/shape.ts'
import { httpClient, type HttpClient, type HttpClientParts } from '../../../src-renderer/client/http-client.ts'
import { httpFiles, type HttpFiles } from '../../../src-renderer/client/http-files.ts'
import { pageRequest, type PageRequest } from '../../../src-renderer/client/page-request.ts'
import { startTestServer, type TestServer } from '../../support/page-server.ts'

/** A page of the window without its screens: the client it uses, talking to a real server. */
export interface TestPage {
  readonly request: PageRequest
  readonly client: HttpClient
  readonly files: HttpFiles
  /** Where what the page saves lands, by name. */
  readonly saved: Map<string, Uint8Array>
}

/** What a browser adds to the requests of a page. */
export const fetchAt = (origin: string): typeof globalThis.fetch => (path, init) =>
  globalThis.fetch(origin + String(path), { ...init, headers: { ...init?.headers as Record<string, string>, ...(init?.method === 'POST' ? { origin } : {}), 'sec-fetch-site': 'same-origin' } })

export async function pageOf(test: TestServer, parts: Partial<HttpClientParts> = {}): Promise<TestPage> {
  const request = pageRequest({ fetch: fetchAt(test.server.origin), token: await test.letIn() })
  const saved = new Map<string, Uint8Array>()
  const files = httpFiles(request, { choose: async () => null, save: (content, name) => void content.arrayBuffer().then(bytes => saved.set(name, new Uint8Array(bytes))) })
  const client = httpClient({ request, ...parts })
  await client.listening
  return { request, client, files, saved }
}

/** For the suite of the contract: the same as every other way to an engine, files by their paths. */
export async function overHttp() {
  const test = await startTestServer()
  const { request, client } = await pageOf(test)
  const toDownload = new Map<string, () => Promise<void>>()
  const files = (path: string, save: (content: Blob) => void = () => {}): HttpFiles => httpFiles(request, { choose: async () => new File([new Uint8Array(readFileSync(path))], basename(path)), save })
  const calling: ApiClient = {
    ...client,
    async call<N extends ApiName>(name: N, input: Input<N>, session?: string) {
      const output = await client.call(name, input, session)
      for (const value of Object.values(input)) await toDownload.get(value as string)?.()
      return output
    },
  }
  return {
    client: calling,
    directory: test.directory,
    toRead: async (path: string): Promise<FileToken> => (await files(path).pickToRead(''))!.token,
    async toWrite(path: string): Promise<FileToken> {
      const { promise, resolve } = Promise.withResolvers<Blob>()
      const { token, done } = (await files(path, resolve).pickToWrite(basename(path)))!
      toDownload.set(token, async () => {
        await done()
        writeFileSync(path, new Uint8Array(await (await promise).arrayBuffer()))
      })
      return token
    },
    async raw(how: 'call' | 'start', name: unknown, input: unknown): Promise<Reply<unknown>> {
      const { reply } = await test.post(`/${how === 'call' ? 'api' : 'start'}/${encodeURIComponent(typeof name === 'string' ? name : JSON.stringify(name))}`, input, { token: await test.letIn() })
      return reply as Reply<unknown>
    },
    async stop() {
      client.close()
      await test.close()
    },
  }
}
