import { createRouter, createWebHashHistory, type RouterHistory } from 'vue-router'
import type { IconName } from './components/base/icons.ts'
import type { MessageKey } from './messages/message-key.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** The part of the navigation it belongs to, and its own name where it is not that part's first page. */
    readonly section: MessageKey
    readonly sectionPath: string
    readonly page?: MessageKey
  }
}

/** Parts of the navigation, in its order, with the letter that follows G. */
export const sections: readonly { readonly group: MessageKey; readonly items: readonly { readonly path: string; readonly name: MessageKey; readonly icon: IconName; readonly letter: string }[] }[] = [
  { group: 'frame.work', items: [
    { path: '/', name: 'frame.overview', icon: 'gauge', letter: 'o' },
    { path: '/requests', name: 'frame.requests', icon: 'inbox', letter: 'r' },
    { path: '/dilemma', name: 'frame.dilemma', icon: 'scale', letter: 'd' },
  ] },
  { group: 'frame.material', items: [
    { path: '/datasets', name: 'frame.datasets', icon: 'table', letter: 't' },
    { path: '/models', name: 'frame.models', icon: 'waypoints', letter: 'm' },
    { path: '/jobs', name: 'frame.jobs', icon: 'activity', letter: 'j' },
  ] },
  { group: 'frame.proof', items: [
    { path: '/records', name: 'frame.records', icon: 'file-check', letter: 'p' },
    { path: '/ledger', name: 'frame.ledger', icon: 'scroll-text', letter: 'l' },
  ] },
]

const meta = (section: MessageKey, sectionPath: string, page?: MessageKey) => ({ section, sectionPath, ...(page === undefined ? {} : { page }) })

/** Addresses behind a "#", so that they work from a file, from a server and from a scheme of our own. */
export const makeRouter = (history: RouterHistory = createWebHashHistory()) => createRouter({
  history,
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
  routes: [
    { path: '/', component: () => import('./pages/OverviewPage.vue'), meta: meta('frame.overview', '/') },
    { path: '/requests', component: () => import('./pages/RequestsPage.vue'), meta: meta('frame.requests', '/requests') },
    { path: '/requests/new', component: () => import('./pages/OpenRequestPage.vue'), meta: meta('frame.requests', '/requests', 'frame.openRequest') },
    { path: '/requests/lists', component: () => import('./pages/ListsPage.vue'), meta: meta('frame.requests', '/requests', 'lists.title') },
    { path: '/requests/:requestId', component: () => import('./pages/RequestPage.vue'), props: true, meta: meta('frame.requests', '/requests') },
    { path: '/dilemma', component: () => import('./pages/DilemmaPage.vue'), meta: meta('frame.dilemma', '/dilemma') },
    { path: '/datasets', component: () => import('./pages/DatasetsPage.vue'), meta: meta('frame.datasets', '/datasets') },
    { path: '/datasets/import', component: () => import('./pages/ImportPage.vue'), meta: meta('frame.datasets', '/datasets', 'frame.importDataset') },
    { path: '/datasets/:datasetId', component: () => import('./pages/DatasetPage.vue'), props: true, meta: meta('frame.datasets', '/datasets') },
    { path: '/models', component: () => import('./pages/ModelsPage.vue'), meta: meta('frame.models', '/models') },
    { path: '/models/train', component: () => import('./pages/TrainPage.vue'), meta: meta('frame.models', '/models', 'frame.trainModel') },
    { path: '/models/:modelId', component: () => import('./pages/ModelPage.vue'), props: true, meta: meta('frame.models', '/models') },
    { path: '/models/:modelId/compare', component: () => import('./pages/ComparePage.vue'), props: true, meta: meta('frame.models', '/models', 'frame.compare') },
    { path: '/jobs', component: () => import('./pages/JobsPage.vue'), meta: meta('frame.jobs', '/jobs') },
    { path: '/records', component: () => import('./pages/RecordsPage.vue'), meta: meta('frame.records', '/records') },
    { path: '/records/check', component: () => import('./pages/CheckRecordPage.vue'), meta: meta('frame.records', '/records', 'frame.checkRecord') },
    { path: '/records/:requestId', component: () => import('./pages/RecordPage.vue'), props: true, meta: meta('frame.records', '/records') },
    { path: '/ledger', component: () => import('./pages/LedgerPage.vue'), meta: meta('frame.ledger', '/ledger') },
    { path: '/settings', component: () => import('./pages/SettingsPage.vue'), meta: meta('frame.settings', '/settings') },
    { path: '/components', component: () => import('./pages/ComponentsPage.vue'), meta: meta('frame.settings', '/settings', 'frame.components') },
    { path: '/:unknown(.*)*', component: () => import('./pages/UnknownPage.vue'), meta: meta('frame.notFound', '/') },
  ],
})
