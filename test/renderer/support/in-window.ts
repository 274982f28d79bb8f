import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { createApp, type Component } from 'vue'
import { createMemoryHistory } from 'vue-router'
import type { FilePicker } from '../../../src-renderer/client/file-picker.ts'
import type { HeldSession } from '../../../src-renderer/client/held-session.ts'
import { apiClientKey, filePickerKey, heldSessionKey, shellActsKey } from '../../../src-renderer/client/injected.ts'
import { makeI18n } from '../../../src-renderer/messages/make-i18n.ts'
import { makeRouter } from '../../../src-renderer/router.ts'
import { fakeClient, type FakeClient } from './fake-client.ts'

const noFiles: FilePicker = { pickToRead: async () => null, handOver: async () => { throw new Error('no file was dropped') }, pickToWrite: async () => null }

// A document without layout has no typefaces: charts, which wait for them, are not drawn.
if (typeof document !== 'undefined' && document.fonts === undefined) Object.defineProperty(document, 'fonts', { value: { ready: new Promise(() => {}) } })

/** A store, alive as in a window over this client. */
export function storeOver<S>(client: FakeClient, useStore: () => S, held?: HeldSession): S {
  const app = createApp({ render: () => null })
  const pinia = createPinia()
  app.use(pinia)
  app.provide(apiClientKey, client)
  if (held !== undefined) app.provide(heldSessionKey, held)
  setActivePinia(pinia)
  return app.runWithContext(useStore)
}

export interface MountOptions {
  readonly props?: Record<string, unknown>
  readonly slots?: Record<string, string | ((props: never) => unknown)>
  readonly client?: FakeClient
  readonly files?: FilePicker
  readonly path?: string
}

/** A component as it stands in the window: words, routes, stores and a client are there. */
/** A generic component is a function to TypeScript. */
type AnyComponent = Component | ((...parts: never[]) => unknown)

export async function inWindow(component: AnyComponent, { props = {}, slots = {}, client = fakeClient(), files = noFiles, path = '/' }: MountOptions = {}) {
  const router = makeRouter(createMemoryHistory())
  await router.push(path)
  const wrapper = mount(component as Component, {
    props, slots, attachTo: document.body,
    global: { plugins: [createPinia(), makeI18n(), router], provide: { [apiClientKey as symbol]: client, [filePickerKey as symbol]: files, [shellActsKey as symbol]: { onMenu: () => () => {} } } },
  } as never)
  return { wrapper, client, router }
}
