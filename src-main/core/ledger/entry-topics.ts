import type { LedgerFacts, LedgerTopic } from '../../contract/ledger.ts'

/** The topic of each kind of entry; a kind that is new finds its place here or does not compile. */
const topics: { readonly [kind in LedgerFacts['kind']]: LedgerTopic } = {
  'ledger-opened': 'keys', 'key-rotated': 'keys', 'key-lost': 'keys', 'key-protection-changed': 'keys',
  'dataset-imported': 'data', 'workspace-restored': 'data', 'restore-searched': 'data',
  'model-trained': 'models', 'model-exported': 'models', 'export-replaced': 'models',
  'request-opened': 'requests', 'request-extended': 'requests', 'request-verified': 'requests', 'request-approved': 'requests',
  'request-noted': 'requests', 'request-matched': 'requests', 'matches-decided': 'requests', 'request-submitted': 'requests', 'approval-undone': 'requests',
  'request-denied': 'requests', 'request-withdrawn': 'requests', 'request-not-found': 'requests', 'request-expired': 'requests', 'hold-placed': 'requests', 'hold-lifted': 'requests',
  'answer-sent': 'requests', 'notice-sent': 'requests', 'notice-confirmed': 'requests', 'notice-impossible': 'requests', 'identifiers-destroyed': 'requests', 'suppression-lifted': 'requests', 'suppressions-expired': 'requests',
  'list-loaded': 'requests', 'list-answered': 'requests', 'report-exported': 'records',
  'erasure-intended': 'erasures', 'erasure-undone': 'erasures', 'erasure-adopted': 'erasures', 'erasure-completed': 'erasures', 'erasure-reapplied': 'erasures',
  'dataset-erasure-intended': 'erasures', 'dataset-erasure-undone': 'erasures', 'dataset-erased': 'erasures', 'dataset-erasure-completed': 'erasures', 'dataset-erasure-reapplied': 'erasures',
  'record-exported': 'records', 'opening-exported': 'records', 'record-countersigned': 'records',
  'settings-changed': 'settings', 'actor-added': 'settings', 'actor-changed': 'settings', 'actor-left': 'settings',
}

/** The kinds of entries of any of these topics. */
export const kindsOf = (wanted: readonly LedgerTopic[]): string[] => Object.entries(topics).filter(([, topic]) => wanted.includes(topic)).map(([kind]) => kind)
