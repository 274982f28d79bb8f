import type { LedgerPage } from '../../../src-main/contract/ledger.ts'
import type { IconName } from '../base/icons.ts'

export type LedgerRow = LedgerPage['entries'][number]

const icons: Readonly<Record<string, IconName>> = {
  'ledger-opened': 'scroll-text', 'dataset-imported': 'table', 'model-trained': 'waypoints', 'request-opened': 'inbox', 'request-extended': 'clock', 'request-verified': 'user-check', 'request-approved': 'list-checks',
  'request-noted': 'clock', 'request-matched': 'search', 'matches-decided': 'list-checks', 'request-submitted': 'inbox', 'approval-undone': 'history',
  'request-denied': 'x', 'request-withdrawn': 'history', 'request-not-found': 'search', 'request-expired': 'clock', 'hold-placed': 'lock', 'hold-lifted': 'lock',
  'answer-sent': 'inbox', 'notice-sent': 'inbox', 'notice-confirmed': 'check', 'notice-impossible': 'x', 'identifiers-destroyed': 'eraser', 'suppression-lifted': 'history', 'suppressions-expired': 'history',
  'list-loaded': 'inbox', 'list-answered': 'inbox', 'report-exported': 'file-check',
  'model-exported': 'file-down', 'export-replaced': 'check',
  'erasure-intended': 'pen-line', 'erasure-undone': 'history', 'erasure-adopted': 'eraser', 'erasure-completed': 'check', 'record-exported': 'file-check', 'opening-exported': 'key', 'workspace-restored': 'refresh-cw', 'erasure-reapplied': 'eraser',
  'dataset-erasure-intended': 'pen-line', 'dataset-erasure-undone': 'history', 'dataset-erased': 'eraser', 'dataset-erasure-completed': 'check', 'dataset-erasure-reapplied': 'eraser',
  'restore-searched': 'search', 'settings-changed': 'settings', 'actor-added': 'user-check', 'actor-changed': 'user', 'actor-left': 'user-x',
  'key-rotated': 'key', 'key-lost': 'key', 'key-protection-changed': 'lock', 'record-countersigned': 'user-check',
}
export const entryIcon = (kind: string): IconName => icons[kind] ?? 'info'

/** What an entry is about: the id of a request, a model or a dataset, where it names one. */
export function entryAbout(entry: LedgerRow): { readonly id: string; readonly path: string } | undefined {
  const text = (name: string) => (typeof entry[name] === 'string' ? (entry[name] as string) : undefined)
  const [request, model, dataset] = [text('request'), text('model'), text('dataset')]
  if (request !== undefined) return { id: request, path: `/requests/${request}` }
  if (model !== undefined) return { id: model, path: `/models/${model}` }
  return dataset === undefined ? undefined : { id: dataset, path: `/datasets/${dataset}` }
}

/** The key an entry of its own names: the new one, or the one that is kept otherwise. */
export const entryKey = ({ kind, key }: LedgerRow): string | undefined => ((kind.startsWith('key-') || kind === 'ledger-opened') && typeof key === 'string' ? key : undefined)
