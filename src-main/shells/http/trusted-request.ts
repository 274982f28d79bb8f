import type { IncomingMessage } from 'node:http'
import { CoreError } from '../../core/base/core-error.ts'

/**
 * Where a request was meant to go. Any other name than ours may be one that a web site let point here (DNS rebinding). "localhost"
 * is ours too, but browsers try [::1] for it first, where another user's program may listen: it is only told our right name.
 */
export function addressee({ headersDistinct, url = '' }: IncomingMessage, port: number): 'us' | 'localhost' {
  const hosts = headersDistinct['host'] ?? []
  // An absolute target would name a second host.
  if (hosts.length !== 1 || !url.startsWith('/')) throw new CoreError('page/refused', { why: 'host' })
  if (hosts[0] === `127.0.0.1:${port}`) return 'us'
  if (hosts[0] === `localhost:${port}`) return 'localhost'
  throw new CoreError('page/refused', { why: 'host' })
}

/**
 * Throws unless our own page sends this, as far as its browser says: other sites can send requests here, but cannot choose these
 * headers. Another port of this computer counts as the same site, so only the same origin will do.
 */
export function refuseOtherSites({ headers, method }: IncomingMessage, port: number): void {
  const origin = headers['origin']
  const site = headers['sec-fetch-site']
  const foreign = (origin !== undefined && origin !== `http://127.0.0.1:${port}`) || (site !== undefined && site !== 'same-origin')
  if (foreign || (method === 'POST' && origin === undefined && site === undefined)) throw new CoreError('page/refused', { why: 'origin' })
}

/** The window's files are nobody's secret, but other sites may only lead a person here: not fetch, not embed. */
export function refuseEmbedding({ headers }: IncomingMessage): void {
  const site = headers['sec-fetch-site']
  if (site === undefined || site === 'same-origin' || site === 'none') return
  // What a browser says of a page of its own, not of one in a frame.
  if (headers['sec-fetch-dest'] !== 'document') throw new CoreError('page/refused', { why: 'origin' })
}
