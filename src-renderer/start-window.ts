import { createPinia } from 'pinia'
import { createApp, type App as VueApp } from 'vue'
import type { Router } from 'vue-router'
import type { ApiClient } from '../src-main/contract/reply.ts'
import type { FilePicker } from './client/file-picker.ts'
import { heldSession, withSession } from './client/held-session.ts'
import { apiClientKey, filePickerKey, heldSessionKey, shellActsKey, type ShellActs } from './client/injected.ts'
import { makeI18n } from './messages/make-i18n.ts'
import { makeRouter } from './router.ts'
import SignInGate from './SignInGate.vue'

export interface WindowParts extends ShellActs {
  readonly client: ApiClient
  readonly files: FilePicker
  readonly router?: Router
}

/** The whole window over any client: the same in every shell. */
export function startWindow({ client, files, router = makeRouter(), ...acts }: WindowParts): VueApp {
  const app = createApp(SignInGate)
  const held = heldSession()
  app.provide(apiClientKey, withSession(client, held))
  app.provide(heldSessionKey, held)
  app.provide(filePickerKey, files)
  app.provide(shellActsKey, acts)
  app.use(createPinia())
  app.use(makeI18n())
  app.use(router)
  return app
}
