import { spawn } from 'node:child_process'
import { pathToFileURL } from 'node:url'

/** How long the system's opener may take to say that it could not, in milliseconds; a browser it starts itself keeps it running. */
const openerMs = 5000

/** Asks the system to show a file in the person's browser. False where that cannot have worked; true is no proof that it did. */
export function openInBrowser(file: string, { platform = process.platform, env = process.env }: { readonly platform?: NodeJS.Platform; readonly env?: NodeJS.ProcessEnv } = {}): Promise<boolean> {
  const opener = openerFor(platform, env, file)
  if (opener === undefined) return Promise.resolve(false)
  const [program, ...args] = opener
  return new Promise(resolve => {
    const child = spawn(program!, args, { detached: true, stdio: 'ignore', env })
    const timer = setTimeout(() => resolve(true), openerMs)
    timer.unref()
    child.once('error', () => resolve(false))
    child.once('exit', code => {
      clearTimeout(timer)
      resolve(code === 0)
    })
    child.unref()
  })
}

function openerFor(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, file: string): string[] | undefined {
  const address = pathToFileURL(file).href
  if (platform === 'darwin') return ['open', address]
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', address]
  // Without a display a text browser would start where nobody sees it.
  return env['DISPLAY'] === undefined && env['WAYLAND_DISPLAY'] === undefined ? undefined : ['xdg-open', address]
}
