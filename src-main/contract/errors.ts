import type { Guarantee } from './model.ts'

/**
 * Every error a user can meet, with what its sentence needs to know.
 * Details hold places, counts, names of columns and settings: never a value from a row, an identifier or a key.
 */
export interface ErrorDetails {
  // the workspace
  'workspace/in-use': Record<string, never>
  'workspace/newer-version': { found: number; known: number }
  'workspace/none': Record<string, never>
  'workspace/not-a-folder': Record<string, never>
  'workspace/not-a-workspace': Record<string, never>
  'workspace/damaged': Record<string, never>
  'workspace/read-only': Record<string, never>
  'workspace/disk-full': Record<string, never>
  'workspace/signing-key-missing': { fingerprint: string }
  'workspace/key-missing': { key: string }
  'workspace/key-unusable': { key: string }
  'workspace/passphrase-needed': Record<string, never>
  'workspace/passphrase-wrong': Record<string, never>
  'workspace/reader-open': Record<string, never>
  'workspace/keys-in-keychain': Record<string, never>

  // importing
  'import/file-missing': { file: string }
  'import/not-a-file': { file: string }
  'import/file-unreadable': { file: string }
  'import/empty': Record<string, never>
  'import/no-rows': Record<string, never>
  'import/binary': { looksLike: string | null }
  'import/not-utf8': { line: number; byte: number }
  'import/looks-headerless': { column: number; why: 'number' | 'recurs' }
  'import/column-name-empty': { column: number }
  'import/column-name-too-long': { column: number; most: number }
  'import/column-name-repeated': { first: number; second: number }
  'import/column-names-count': { given: number; found: number }
  'import/too-many-columns': { found: number; most: number }
  'import/cell-too-long': { line: number; mostMebibytes: number }
  'import/unclosed-quote': { line: number }
  'import/unknown-column': { option: string; column: string; near: string | null }
  'import/column-two-roles': { column: string; first: string; second: string }
  'import/all-rejected': { rejected: number; line: number; column: string | null }
  'import/name-taken': { name: string }
  'import/positive-not-found': { column: string }
  'import/file-changed': Record<string, never>

  // datasets, models, requests
  'dataset/not-found': { dataset: string }
  'dataset/none': Record<string, never>
  'dataset/erased': { dataset: string }
  'dataset/open-requests': { dataset: string; requests: number; first: string }
  'dataset/residue': { dataset: string; found: number }
  'dataset/view-gone': Record<string, never>
  'dataset/no-such-row': { dataset: string; row: number }
  'dataset/unknown-column': { dataset: string; column: string; near: string | null }
  'model/not-found': { model: string }
  'model/gone': { model: string }
  'model/state-damaged': { learner: string; part: string }
  'model/state-other-version': { learner: string }
  'request/not-found': { request: string }
  'request/person-not-found': { dataset: string }
  'request/person-erased': { dataset: string }
  'request/no-subject-column': { dataset: string }
  'request/rows-not-found': { count: number; first: number }
  'request/rows-erased': { count: number; first: number }
  'request/bad-row-number': { line: number }
  'request/no-rows-named': Record<string, never>
  'request/rows-pending': { count: number; request: string }
  'request/wrong-state': { request: string; state: string; wanted: string }
  'request/already-completed': { request: string }
  'request/not-extendable': { request: string; ruleVersion: string }
  'request/already-extended': { request: string; dueAt: string }
  'request/extension-late': { request: string; noticeBy: string }
  'request/extension-reason': { law: string; reason: string; known: string }

  // training
  'train/unknown-learner': { learner: string; known: string }
  'train/unknown-setting': { setting: string; known: string }
  'train/bad-setting': { setting: string; expected: string }
  'train/no-label': { dataset: string }
  'train/label-one-class': { column: string }
  'train/label-many-classes': { column: string; found: string; most: number }
  'train/label-not-number': { column: string }
  'train/task-not-for-learner': { learner: string; task: string; known: string; others: string }
  'train/no-features': { dataset: string }
  'train/too-few-rows': { found: number; needed: number }
  'train/too-many-categories': { column: string; found: number; most: number }
  'train/not-standardisable': { column: string }
  'train/no-convergence': Record<string, never>

  // forgetting
  'erase/unknown-method': { method: string; known: string }
  'erase/method-not-for-learner': { method: string; learner: string; known: string }
  'erase/policy-forbids': { model: string; method: string; guarantee: Guarantee; least: Guarantee; allowed: string }
  'erase/below-accuracy-floor': { model: string; floorPercent: number }
  'erase/residue': { found: number }

  'compare/nothing-left': Record<string, never>
  'compare/other-dataset': { request: string }

  // settings
  'settings/unknown-time-zone': { timeZone: string }
  'settings/unknown-calendar': { calendar: string; law: string; near: string | null }
  'settings/unknown-reading': { reading: string; near: string | null }
  'settings/unknown-choice': { reading: string; choice: string; known: string }

  // ledger and records
  'ledger/inconsistent': { seq: number }
  'ledger/empty': Record<string, never>
  'ledger/no-such-entry': { seq: number; entries: number }
  'ledger/file-exists': { file: string }
  'ledger/not-a-witness': { file: string }
  'record/not-exportable': { request: string; state: string }
  'record/no-model': { request: string }
  'record/superseded': { request: string }
  'record/reapplied': { request: string; firstErasedOn: string }
  'record/other-workspace': Record<string, never>
  'record/countersigned': { request: string; key: string }
  'record/file-missing': { file: string }
  'record/not-a-record': { file: string }
  'record/file-exists': { file: string }
  'record/cannot-write': { file: string }

  // keys
  'key/not-lost': { fingerprint: string }
  'key/other-fingerprint': { fingerprint: string }
  'key/own': Record<string, never>
  'key/not-ed25519': { file: string }
  'key/needs-passphrase': { file: string }
  'key/passphrase-wrong': { file: string }
  'key/passphrase-short': { least: number; different: number }
  'key/passphrases-differ': Record<string, never>
  'key/file-exists': { file: string }
  'key/cannot-write': { file: string }
  'key/not-protected': Record<string, never>
  'key/workspace-open': Record<string, never>

  // backups
  'backup/passphrase-short': { least: number; different: number }
  'backup/passphrases-differ': Record<string, never>
  'backup/file-exists': { file: string }
  'backup/inside-workspace': { file: string }
  'backup/cannot-write': { file: string }
  'backup/changed': Record<string, never>
  'backup/file-missing': { file: string }
  'backup/not-a-backup': { file: string }
  'backup/passphrase-wrong': { file: string }
  'backup/damaged': { file: string }
  'backup/newer-format': { file: string; version: string }
  'backup/ledger-broken': { seq: number }
  'backup/other-workspace': Record<string, never>
  'backup/other-keys': Record<string, never>
  'backup/cannot-tell': Record<string, never>
  'backup/list-unreadable': { file: string }

  // using the command line
  'usage/unknown-command': { command: string; near: string | null }
  'usage/unknown-option': { option: string; command: string }
  'usage/missing-argument': { argument: string; command: string }
  'usage/missing-option': { option: string; command: string }
  'usage/unexpected-argument': { command: string; position: number }
  'usage/bad-option-value': { option: string; expected: string }
  'usage/file-unreadable': { file: string }
  'usage/options-exclude': { first: string; second: string }
  'usage/cannot-ask': { option: string }
  'usage/bad-input': { field: string; problem: string }
  'usage/unknown-call': { call: string }
  'run/cancelled': Record<string, never>

  // the engine and its jobs
  'file/unknown': Record<string, never>
  'job/not-found': { job: string }
  'job/not-a-job': { call: string }
  'job/cannot-be-cancelled': { job: string; state: string }
  'job/not-finished': { job: string }
  'job/no-result': { job: string }
  'job/worker-died': { stage: string | null }
  'job/out-of-memory': { stage: string | null }
  'engine/gone': Record<string, never>
  'engine/message-too-large': { mostMebibytes: number }
  // the local page and its server
  'page/not-let-in': Record<string, never>
  'page/bad-ticket': Record<string, never>
  'page/too-many-tries': { seconds: number }
  'page/refused': { why: 'host' | 'origin' | 'path' | 'method' | 'content-type' | 'length' | 'slow' | 'malformed' }
  'page/unreachable': Record<string, never>
  'file/no-space': { neededMebibytes: number; freeMebibytes: number }
  'file/erasure-running': Record<string, never>
  'file/not-sent': Record<string, never>
  'serve/port-in-use': { port: number }
  'serve/port-forbidden': { port: number }
  'serve/window-not-built': Record<string, never>
  'serve/not-private': Record<string, never>
  // our own mistake: where in our files, never another library's words, which could quote data
  'internal': { frames: readonly string[] }
}

export type ErrorCode = keyof ErrorDetails
export type ApiError = { [C in ErrorCode]: { code: C; details: ErrorDetails[C] } }[ErrorCode]

/** What the command line answers with: 1 where the machine or a check failed, 2 where the input was bad. */
export type Blame = 'machine' | 'input'
