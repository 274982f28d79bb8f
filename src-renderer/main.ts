import { createApp, type App } from 'vue'
import type { ApiError } from '../src-main/contract/errors.ts'
import { chooseClient, type ChosenShell } from './client/choose-client.ts'
import { errorOf } from './client/failure.ts'
import { makeI18n } from './messages/make-i18n.ts'
import NoWayIn from './NoWayIn.vue'
import { startWindow } from './start-window.ts'

const refuse = (error: ApiError | undefined) => createApp(NoWayIn, { error }).use(makeI18n()).mount('#app')

/** Resolves once the keys of the workspace are open. */
async function opened({ lock }: ChosenShell): Promise<void> {
  if (lock === undefined || !await lock.isLocked()) return
  // Almost nobody sees it, so it is no part of what every window loads first.
  const { default: LockedPage } = await import('./pages/LockedPage.vue')
  let page: App | undefined
  await new Promise<void>(resolve => {
    page = createApp(LockedPage, { unlock: lock.unlock, onOpened: resolve }).use(makeI18n())
    page.mount('#app')
  })
  page?.unmount()
}

async function start(): Promise<void> {
  const shell = await chooseClient()
  if (shell === undefined) return void refuse(undefined)
  await opened(shell)
  startWindow(shell).mount('#app')
}

start().catch((thrown: unknown) => refuse(errorOf(thrown)))
