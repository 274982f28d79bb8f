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
  'model/no-onnx': { learner: string }
  'model/export-too-large': { mebibytes: number }
  'model/superseded': { model: string; version: number; present: number }
  'model/small-batch': { model: string; people: number; least: number }
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
  'request/on-hold': { request: string }
  'request/in-grace': { request: string; until: string }
  'request/nothing-to-erase': { request: string }
  'request/not-extendable': { request: string; ruleVersion: string }
  'request/already-extended': { request: string; dueAt: string }
  'request/extension-late': { request: string; noticeBy: string }
  'request/extension-reason': { law: string; reason: string; known: string }
  'request/ended': { request: string; state: string }
  'request/identity-how': { how: string; known: string }
  'request/keep-reason': { law: string; reason: string; known: string }
  'request/deny-reason': { law: string; reason: string; known: string }
  'request/identity-not-asked': { request: string }
  'request/identity-came': { request: string; on: string }
  'request/expire-early': { request: string; until: string }
  'request/other-dataset': { request: string; dataset: string }
  'request/rows-not-matched': { request: string; count: number; first: number }
  'request/decided': { request: string; state: string }
  'request/rows-found': { request: string; count: number }
  'request/approval-final': { request: string; until: string | null }
  'request/grace-first': { request: string; hours: number }
  'request/not-held': { request: string }
  'request/no-such-hold': { request: string; hold: string }
  'request/several-holds': { request: string; holds: string }
  'request/noted-later': { on: string; today: string }
  'request/noted-too-early': { on: string; first: string }
  'request/not-asked': { request: string; what: 'identity' | 'fee' }

  // looking for people, and lists of them; nothing that was looked for is in any of it
  'matching/blank': Record<string, never>
  'matching/not-an-e-mail': Record<string, never>
  'matching/not-a-phone': Record<string, never>
  'matching/phone-without-country': Record<string, never>
  'matching/nothing-to-search': { dataset: string }
  'matching/no-dataset': Record<string, never>
  'matching/nobody-known': { request: string }
  'list/not-found': { list: string }
  'list/no-identifier-column': Record<string, never>
  'list/unknown-column': { column: string; near: string | null }
  'list/column-two-uses': { column: string }
  'list/column-repeated': { column: string }
  'list/all-refused': { refused: number; line: number; column: string | null }
  'list/too-many-lines': { most: number }
  'list/name-too-long': { most: number }
  'list/drop-list-unknown': { file: string }
  'list/drop-header': { file: string }
  'list/drop-removed': { file: string }
  'list/drop-law': { law: string }
  'list/drop-columns': { list: string; needed: string }
  'list/not-of-drop': { list: string }
  'list/nothing-to-answer': { list: string }
  'list/opt-out-first': { list: string; shared: number }
  'list/loaded-before': { list: string }
  'list/file-exists': { file: string }
  'list/cannot-write': { file: string }
  'suppression/none': { request: string }

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

  // the people who work here; no name of theirs is in any of it
  'people/sign-in-needed': Record<string, never>
  'people/sign-in-wrong': Record<string, never>
  'people/sign-in-later': { seconds: number }
  'people/alone': Record<string, never>
  'people/role-missing': { call: string; roles: string }
  'people/four-eyes': Record<string, never>
  'people/not-found': { who: string }
  'people/name-taken': Record<string, never>
  'people/first-unnamed': Record<string, never>
  'people/first-known': Record<string, never>
  'people/passphrase-short': { least: number; different: number }
  'people/passphrase-wrong': Record<string, never>
  'people/passphrase-needed': Record<string, never>
  'people/passphrases-differ': Record<string, never>
  'people/last-administrator': Record<string, never>
  'people/last-one': Record<string, never>

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
  'key/jobs-running': Record<string, never>

  // copies of models given to others
  'export/file-exists': { file: string }
  'export/inside-workspace': { file: string }
  'export/cannot-write': { file: string }
  'export/disk-full': { file: string }
  'export/not-found': { export: string }
  'export/not-superseded': { export: string }
  'export/already-replaced': { export: string; replacedOn: string }
  'export/replaced-later': { export: string }
  'export/replaced-too-early': { export: string; supersededAt: string }

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

  // letters, notices, reports
  'letter/unknown-placeholder': { line: number; column: number; near: string | null }
  'letter/unclosed-placeholder': { line: number; column: number }
  'letter/not-now': { request: string; kind: string; state: string }
  'letter/already-sent': { request: string; kind: string; on: string }
  'letter/destroyed': { request: string; kind: string }
  'letter/sent-later': { request: string; kind: string }
  'letter/sent-too-early': { request: string; kind: string; day: string }
  'letter/not-drawable': { line: number }
  'letter/file-exists': { file: string }
  'letter/cannot-write': { file: string }
  'request/nothing-owed': { request: string }
  'recipient/not-found': { recipient: string }
  'recipient/name-taken': { recipient: string }
  'recipient/to-be-told': { recipient: string; notices: number }
  'notice/not-found': { notice: string }
  'notice/none-open': { recipient: string }
  'notice/file-exists': { file: string }
  'notice/cannot-write': { file: string }
  'notice/settled': { notice: string; state: string }
  'notice/reason-needed': { notice: string; known: string }
  'notice/reason-unwanted': { what: string }
  'notice/day-unwanted': Record<string, never>
  'notice/explanation-needed': { notice: string }
  'notice/not-sent': { notice: string }
  'notice/later': { notice: string }
  'notice/too-early': { notice: string; day: string }
  'report/year-needed': { report: string }
  'report/year-later': { year: number }
  'report/too-many': { requests: number; most: number }
  'report/file-exists': { file: string }
  'report/cannot-write': { file: string }

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
