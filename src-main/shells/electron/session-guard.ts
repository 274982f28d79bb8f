import type { App, Session, WebContents } from 'electron'
import { isAppUrl } from './trusted-sender.ts'

/**
 * Shuts everything a page of ours never needs: other addresses, permissions but one, devices, downloads, spelling dictionaries
 * from the network. `development` lets the developer tools load themselves.
 */
export function guardSession(session: Session, { development }: { readonly development: boolean }): void {
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isAppUrl(url) && !(development && url.startsWith('devtools://')) }))
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl, isMainFrame }) => answer(isAllowed(permission, requestingUrl, isMainFrame)))
  session.setPermissionCheckHandler((_contents, permission, origin, { isMainFrame }) => isAllowed(permission, origin, isMainFrame))
  session.setDevicePermissionHandler(() => false)
  session.setSpellCheckerEnabled(false)
  session.on('will-download', event => event.preventDefault())
}

/** The one permission: to put a fingerprint on the clipboard when its button is pressed. Reading what is there is not allowed. */
const isAllowed = (permission: string, url: string, isMainFrame: boolean): boolean => permission === 'clipboard-sanitized-write' && isMainFrame && isAppUrl(url)

interface Navigation {
  readonly url: string
  readonly isMainFrame: boolean
  preventDefault(): void
}

function stay(navigation: Navigation): void {
  if (!navigation.isMainFrame || !isAppUrl(navigation.url)) navigation.preventDefault()
}

/**
 * Holds for every page of the program, however it came to be: it stays where it is, opens nothing, embeds nothing. A link the person
 * clicked is offered to `openLink`, which knows the few that may be opened in the browser.
 */
export function guardContents(app: App, openLink: (url: string) => void): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    contents.on('will-frame-navigate', stay)
    contents.on('will-navigate', stay)
    contents.on('will-redirect', stay)
    contents.on('will-attach-webview', event => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      openLink(url)
      return { action: 'deny' }
    })
  })
}
