import { CoreError } from '../../../core/base/core-error.ts'
import type { Served } from '../../http/serve.ts'
import { isProtected } from '../../passphrase-keys.ts'
import type { Command } from '../command.ts'
import { askForKeys } from '../key-passphrase.ts'
import { jsonText, type Terminal } from '../terminal.ts'

export const serveCommand: Command = {
  name: 'serve',
  arguments: [],
  options: {
    port: { value: 'N', about: 'the port of this computer to serve at; 47433 by default, or a free one where that is taken' },
    'no-open': { about: 'do not open a browser; say how to open the page' },
  },
  about: 'Serve the window as a page in the browser of this computer, until Ctrl-C',
  examples: ['lethe serve', 'lethe serve --port 8080 --no-open'],
  makesWorkspace: true,
  async run({ directory, option, flag, signal, terminal }) {
    // Loaded here, so that the other commands start without a server.
    const { serve } = await import('../../http/serve.ts')
    const keys = isProtected(directory) ? await askForKeys(directory, option('passphrase-file'), terminal) : undefined
    let quiet: (() => void) | undefined
    const { origin } = await serve({
      directory, ...(keys === undefined ? {} : { keys }), signal, opensBrowser: !flag('no-open'), ...portFrom(option('port')),
      started(served) {
        // For programs: an object now, and one when it has ended.
        if (flag('json')) return console.log(jsonText({ origin: served.origin, openFile: served.openFile }))
        for (const line of startLines(served, terminal)) terminal.line(line)
        if (terminal.interactive) quiet = linkAtEnter(served, terminal)
      },
    }).finally(() => quiet?.())
    return { json: { origin, stopped: true }, lines: ['Stopped; nothing is left running.'] }
  },
}

function portFrom(text: string | undefined): { port?: number } {
  if (text === undefined) return {}
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN
  if (!(port >= 1 && port <= 65_535)) throw new CoreError('usage/bad-option-value', { option: '--port', expected: 'a number from 1 to 65535' })
  return { port }
}

function startLines({ origin, opened, openFile, openLink }: Served, { interactive }: Terminal): string[] {
  const at = `Lethe serves this computer at ${origin} until Ctrl-C.`
  if (opened) return [interactive ? `${at} Your browser opens it; if it does not, press Enter for a link.` : `${at} Your browser opens it.`]
  // A link is a secret: it is shown to a person, never written into whatever a pipe leads to.
  return [
    `${at} Open this file in a browser, once, within ten minutes:`, `  ${openFile}`,
    ...(interactive ? ['or this link:', `  ${openLink()}`, 'Press Enter for another link.'] : []),
  ]
}

/** Shows a new link at each Enter, until the returned function is called. */
function linkAtEnter({ openLink }: Served, terminal: Terminal): () => void {
  const show = () => {
    terminal.line('Open this link in a browser, once, within ten minutes:')
    terminal.line(`  ${openLink()}`)
  }
  process.stdin.on('data', show)
  return () => {
    process.stdin.off('data', show)
    process.stdin.pause()
  }
}
