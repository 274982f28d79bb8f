/** Where our pages live. A standard scheme, so that origins, CSP's 'self' and relative links work as on the web. */
export const appScheme = 'app'
export const appHost = 'lethe'
export const appOrigin = `${appScheme}://${appHost}`

/** True for addresses of our own pages: compared part by part, never by how the text begins. */
export function isAppUrl(url: string): boolean {
  let parsed
  try {
    parsed = new URL(url)
  } catch {
    return false
  }
  return parsed.protocol === `${appScheme}:` && parsed.host === appHost && parsed.username === '' && parsed.password === ''
}

interface Frame {
  readonly url: string
  readonly processId: number
  readonly routingId: number
}

export interface MessageEvent {
  readonly sender: { readonly id: number; readonly mainFrame: Frame }
  /** null where the frame has gone or moved on since it sent the message. */
  readonly senderFrame: Frame | null
}

/**
 * True where a message came from the main frame of our window while one of our pages was in it. After VS Code's
 * src/vs/base/parts/ipc/electron-main/ipcMain.ts: no frame, a sub-frame, another window, or an address that is not ours is refused.
 */
export function isTrustedSender({ sender, senderFrame }: MessageEvent, windowId: number): boolean {
  if (senderFrame === null || senderFrame === undefined || sender.id !== windowId) return false
  const { mainFrame } = sender
  return senderFrame.processId === mainFrame.processId && senderFrame.routingId === mainFrame.routingId && isAppUrl(senderFrame.url)
}
