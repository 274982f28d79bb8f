import { realpath, readFile, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { contentSecurityPolicy } from '../content-security-policy.ts'
import { isAppUrl } from './trusted-sender.ts'

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.woff': 'font/woff', '.md': 'text/markdown; charset=utf-8', '.txt': 'text/plain; charset=utf-8',
}

const headers = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
}

const refusal = (status: 403 | 404 | 405) => new Response(null, { status, headers })

/**
 * Answers app://lethe/… from the files below `root` and from nothing else: not from a folder above it, not through a link out of it,
 * not for another host. An address without an ending is one of the window's own and gets the page.
 */
export async function answerAppRequest(root: string, request: { readonly method: string; readonly url: string }): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405)
  const path = isAppUrl(request.url) ? pathIn(request.url) : undefined
  if (path === undefined) return refusal(403)
  const type = contentTypes[extname(path).toLowerCase()]
  if (type === undefined) return refusal(404)
  const file = await fileBelow(root, path)
  if (file === undefined) return refusal(404)
  const body = request.method === 'HEAD' ? null : new Uint8Array(await readFile(file))
  return new Response(body, { headers: { ...headers, 'content-type': type } })
}

/** A path below the root with plain names only; undefined for anything that tries to mean more. */
function pathIn(url: string): string | undefined {
  let path
  try {
    path = decodeURIComponent(new URL(url).pathname)
  } catch {
    return undefined
  }
  const names = path.split('/').slice(1)
  // A backslash or a colon is a separator, a drive or a stream on Windows; a percent sign left over was encoded twice.
  if (names.some(name => /[\\:%\p{Cc}]/u.test(name) || name === '..' || name === '.')) return undefined
  if (names.at(-1) === '' || extname(path) === '') return 'index.html'
  return join(...names)
}

async function fileBelow(root: string, path: string): Promise<string | undefined> {
  try {
    const [inside, file] = await Promise.all([realpath(root), realpath(join(root, path))])
    return file.startsWith(inside + sep) && (await stat(file)).isFile() ? file : undefined
  } catch {
    return undefined
  }
}
