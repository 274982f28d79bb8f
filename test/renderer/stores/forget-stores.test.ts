import { createPinia, setActivePinia } from 'pinia'
import { expect, test } from 'vitest'
import { createApp } from 'vue'
import { apiClientKey } from '../../../src-renderer/client/injected.ts'
import { forgetStores } from '../../../src-renderer/stores/forget-stores.ts'
import { useMarksStore } from '../../../src-renderer/stores/marks-store.ts'
import { useSessionStore } from '../../../src-renderer/stores/session-store.ts'
import { useToastsStore } from '../../../src-renderer/stores/toasts-store.ts'
import { useWorkspaceStore } from '../../../src-renderer/stores/workspace-store.ts'
import { fakeClient } from '../support/fake-client.ts'

test('whoever signs in next finds nothing of who worked in the window before, and nothing of theirs listens on', async () => {
  const client = fakeClient({ 'people.current': () => ({ signsIn: true, colleague: null, idleMinutes: 30 }), 'workspace.overview': () => ({ datasets: 3 }) as never })
  const app = createApp({ render: () => null })
  const pinia = createPinia()
  app.use(pinia)
  app.provide(apiClientKey, client)
  setActivePinia(pinia)
  await app.runWithContext(async () => {
    const session = useSessionStore()
    await session.current.load()
    const listening = client.listeners('workspace.changed')
    useMarksStore().of('ds-1').set([3, 4], true)
    useToastsStore().say({ tone: 'same', text: 'Three rows are marked.' })
    await useWorkspaceStore().overview.load()
    expect(client.listeners('workspace.changed')).toBeGreaterThan(listening)
    forgetStores(pinia)
    expect(client.listeners('workspace.changed')).toBe(listening)
    expect(useSessionStore()).toBe(session)
  })
  app.runWithContext(() => {
    expect([useMarksStore().of('ds-1').rows.value.size, useToastsStore().toasts, useWorkspaceStore().overview.content.value]).toEqual([0, [], undefined])
  })
})
