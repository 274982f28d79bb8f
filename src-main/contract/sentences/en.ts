import type { ApiError, Blame, ErrorCode, ErrorDetails } from '../errors.ts'

type Sentence<C extends ErrorCode> = (details: ErrorDetails[C]) => string

const rows = (count: number) => (count === 1 ? '1 row' : `${count.toLocaleString('en')} rows`)

const promise = { 'same-bits': 'leaves the same bits as retraining', certified: 'is certified', none: 'gives no guarantee' } as const
const least = { 'same-bits': 'the same bits as retraining', certified: 'a certified method or better', none: 'nothing' } as const

/** What happened, then what to do. A missing sentence does not compile. */
export const sentences: { [C in ErrorCode]: Sentence<C> } = {
  'workspace/in-use': () => 'Another Lethe process has this workspace open and cannot share it. Wait until it has finished, or close it.',
  'workspace/newer-version': d => `This workspace was written by a newer Lethe (format ${d.found}; this one knows up to ${d.known}). Nothing was changed. Update Lethe to open it.`,
  'workspace/none': () => 'There is no workspace in this folder. Check --workspace, or make one by importing a file: "lethe import FILE --name NAME".',
  'workspace/not-a-folder': () => 'The workspace cannot be there: a part of the path is a file, or a name in it is too long. Choose a folder with --workspace.',
  'workspace/not-a-workspace': () => 'The file lethe.db in this folder is not a Lethe workspace. Nothing was changed. Choose another folder with --workspace.',
  'workspace/damaged': () => 'The workspace file lethe.db is damaged: SQLite cannot read all of it. Nothing was changed. Restore it from a backup.',
  'workspace/read-only': () => 'This workspace cannot be written. Give yourself write access to the folder and its files, or choose another with --workspace.',
  'workspace/disk-full': () => 'The disk is full or refuses to be written. Nothing was left half done. Free some space and run the command again.',
  'workspace/signing-key-missing': d => `The key that signs this ledger (${d.fingerprint}) is missing from the folder keys. Put keys/signing-key back from your backup.`,
  'workspace/key-missing': d => `The key "${d.key}" is missing from the folder keys. Put keys/${d.key} back from your backup.`,
  'workspace/key-unusable': d => `The key file keys/${d.key} cannot be used. Put it back from your backup.`,
  'workspace/keys-in-keychain': () => 'The keys of this workspace are in the keychain of this computer, which only the Lethe window opens. Start the window ("npm start"): commands then go through it.',
  'workspace/reader-open': () => 'Another program is reading lethe.db, so erased bytes could not be overwritten yet. Close it and run the command again: the erasure then finishes.',

  'import/file-missing': d => `There is no file ${d.file}. Check the path.`,
  'import/not-a-file': d => `${d.file} is a folder or a device, not a file. Name the data file itself.`,
  'import/file-unreadable': d => `${d.file} cannot be read. Check its permissions.`,
  'import/empty': () => 'The file is empty. Choose a file with a header line and at least one record.',
  'import/no-rows': () => 'The file has a header line and nothing after it. Choose a file with at least one record.',
  'import/binary': d => d.looksLike === null
    ? 'The file is binary, not text. Save the data as CSV in UTF-8 and import that.'
    : `The file looks like ${d.looksLike}, not like CSV text in UTF-8. Unpack or save it as CSV in UTF-8 and import that.`,
  'import/not-utf8': d => `Line ${d.line} is not UTF-8: byte ${d.byte.toLocaleString('en')} of the file does not belong to any character. Save the file as UTF-8 and import it again.`,
  'import/looks-headerless': d => `Line 1 does not look like column names: its column ${d.column} ${{ number: 'is a number', recurs: 'is also a value further down' }[d.why]}. Add a header line, or give the names with --columns a,b,c.`,
  'import/column-name-empty': d => `Column ${d.column} has no name. Give every column a name in line 1, or with --columns a,b,c if line 1 is data.`,
  'import/column-name-too-long': d => `Line 1: the name of column ${d.column} is longer than ${d.most} characters. Shorten it, or give names with --columns a,b,c if line 1 is data.`,
  'import/column-name-repeated': d => `Columns ${d.first} and ${d.second} have the same name (upper and lower case count as the same). Rename one of them, or give names with --columns a,b,c if line 1 is data.`,
  'import/column-names-count': d => `--columns gives ${d.given} names, but the first record has ${d.found} cells. Give one name per column.`,
  'import/too-many-columns': d => `The file has ${d.found.toLocaleString('en')} columns; at most ${d.most.toLocaleString('en')} can be imported. Remove columns that are not needed.`,
  'import/cell-too-long': d => `Line ${d.line}: a record longer than ${d.mostMebibytes} MiB starts here, which usually means a quote that is never closed. Correct it and import again.`,
  'import/unclosed-quote': d => `Line ${d.line}: a quoted cell starts here and is never closed, so the rest of the file cannot be told apart. Close the quote and import again.`,
  'import/unknown-column': d => `${d.option} names a column "${d.column}" that the file does not have.${d.near === null ? ' Check the header line.' : ` Did you mean "${d.near}"?`}`,
  'import/column-two-roles': d => `The column "${d.column}" is named by both ${d.first} and ${d.second}. Give it one role.`,
  'import/all-rejected': d => `None of the ${d.rejected.toLocaleString('en')} records could be read; the first failed at line ${d.line}${d.column === null ? '' : `, column "${d.column}"`}. Check the delimiter and the header line.`,
  'import/name-taken': d => `There is already a dataset called "${d.name}". Give this one another name with --name.`,
  'import/positive-not-found': d => `The value given with --positive does not occur in the label column "${d.column}". Check its spelling; upper and lower case count.`,
  'import/file-changed': () => 'The file changed while it was being read. Nothing was imported. Import it again when it is complete.',

  'dataset/not-found': d => `There is no dataset "${d.dataset}" in this workspace. "lethe dataset list" shows those there are.`,
  'dataset/erased': d => `The dataset ${d.dataset} was erased whole, with every model that learned from it. Import its file again if it is needed.`,
  'dataset/open-requests': d => `${d.requests === 1 ? `Request ${d.first} about the dataset "${d.dataset}" is` : `${d.requests.toLocaleString('en')} requests about the dataset "${d.dataset}" are`} not completed. Nothing was erased. Carry ${d.requests === 1 ? 'it' : `them, ${d.first} first,`} out before.`,
  'dataset/residue': d => `The dataset ${d.dataset} and its models are erased, but ${d.found.toLocaleString('en')} traces of their values are still in files of the workspace. "lethe workspace scan" shows where; close other programs and run "lethe dataset erase ${d.dataset}" again.`,
  'dataset/view-gone': () => 'This order or filter is no longer kept, because the dataset changed. Apply it again.',
  'dataset/no-such-row': d => `The dataset "${d.dataset}" has no row ${d.row}: it was erased, set aside or never there.`,
  'dataset/unknown-column': d => `Dataset ${d.dataset} has no column "${d.column}".${d.near === null ? '' : ` Did you mean "${d.near}"?`} Check the name.`,
  'dataset/none': () => 'This workspace has no dataset yet. Import one with "lethe import FILE --name NAME".',
  'model/not-found': d => `There is no model "${d.model}" in this workspace. "lethe model list" shows those there are.`,
  'model/gone': d => `The model "${d.model}" no longer exists: every row it learned from was erased.`,
  'request/not-found': d => `There is no request "${d.request}" in this workspace. "lethe request list" shows those there are.`,
  'request/person-not-found': d => `Nobody with this identifier is in the dataset "${d.dataset}". Check the spelling; upper and lower case count. No request was opened.`,
  'request/person-erased': d => `This person was erased before, and the dataset "${d.dataset}" has no row of theirs. No request was opened.`,
  'request/no-subject-column': d => `The dataset "${d.dataset}" has no column with a person's identifier, so rows must be named with --rows FILE.`,
  'request/rows-not-found': d => `${rows(d.count)} of the list ${d.count === 1 ? 'is' : 'are'} not in the dataset; the first is row ${d.first}. Check the row numbers. Nothing was changed.`,
  'request/rows-erased': d => `${rows(d.count)} of the list ${d.count === 1 ? 'was' : 'were'} erased already; the first is row ${d.first}. Take them off the list. No request was opened.`,
  'request/bad-row-number': d => `Line ${d.line} of the list is not a row number (1, 2, 3, …). Correct it. Nothing was changed.`,
  'request/no-rows-named': () => 'The list of rows is empty. Write one row number per line. Nothing was changed.',
  'request/rows-pending': d => `${rows(d.count)} of these ${d.count === 1 ? 'is' : 'are'} already waiting to be erased by request ${d.request}. Carry that one out first. No request was opened.`,
  'request/wrong-state': d => `Request ${d.request} is ${d.state}; this step needs it to be ${d.wanted}.`,
  'request/already-completed': d => `Request ${d.request} was completed before: its rows are erased already. Its record can be exported with "lethe record export".`,

  'train/unknown-learner': d => `There is no learner "${d.learner}". Choose one of: ${d.known}.`,
  'train/unknown-setting': d => `There is no setting "${d.setting}" for this learner. It has: ${d.known}.`,
  'train/bad-setting': d => `The setting "${d.setting}" must be ${d.expected}.`,
  'train/no-label': d => `The dataset "${d.dataset}" has no label column, so there is nothing to learn. Import it again with --label COLUMN.`,
  'train/label-one-class': d => `The label column "${d.column}" has only one value in the rows to learn from. A classifier needs rows of both classes.`,
  'train/label-many-classes': d => `The label column "${d.column}" has ${d.found} different values; there may be ${d.most} here. Choose another learner, say task=binary to tell the positive value from all others, or another label when importing.`,
  'train/label-not-number': d => `The label column "${d.column}" is text, so it cannot be predicted as a number. Say task=multiclass, or import it as a number.`,
  'train/task-not-for-learner': d => `${d.learner} cannot do the task ${d.task}. It can: ${d.known}. Choose another learner, or set another task.`,
  'train/no-features': d => `The dataset "${d.dataset}" has no feature columns left. Import it again with fewer ignored columns.`,
  'train/too-few-rows': d => `Only ${rows(d.found)} with a label can be learned from; at least ${d.needed} are needed.`,
  'train/too-many-categories': d => `The column "${d.column}" has so many different texts that the model would have ${d.found.toLocaleString('en')} weights; at most ${d.most.toLocaleString('en')} are possible. Import again with this column ignored.`,
  'train/not-standardisable': d => `The column "${d.column}" holds numbers too large to be standardised (beyond 1e150). Correct the file, or ignore the column.`,
  'train/no-convergence': () => 'Training did not reach the optimum: these settings make the problem too ill-conditioned. Raise lambda.',

  'erase/unknown-method': d => `There is no method "${d.method}". Choose one of: ${d.known}.`,
  'erase/method-not-for-learner': d => `The method "${d.method}" does not exist for ${d.learner}. Choose one of: ${d.known}.`,
  'erase/policy-forbids': d => `The method "${d.method}" ${promise[d.guarantee]} for model ${d.model}; the policy of this workspace asks for ${least[d.least]}. Choose one of: ${d.allowed}. Nothing was erased.`,
  'erase/below-accuracy-floor': d => `Without these rows the accuracy of model ${d.model} on unseen rows falls below ${d.floorPercent} %, the floor of the policy. Nothing was erased. Go on below it on purpose, or lower the floor.`,
  'erase/residue': d => `The rows are erased and the models replaced, but ${d.found.toLocaleString('en')} traces of their values are still in files of the workspace. "lethe workspace scan" shows where; close other programs and run the erase command again.`,

  'compare/other-dataset': d => `Request ${d.request} is about another dataset than this model learned from. Choose a model of that dataset.`,
  'compare/nothing-left': () => 'These are all the rows the model learned from, so there is nothing to retrain on. Name fewer rows.',

  'settings/unknown-time-zone': d => `"${d.timeZone}" is not a time zone this computer knows. Use a name such as Europe/Berlin. Nothing was changed.`,

  'ledger/inconsistent': d => `The ledger does not fit its own checkpoints from entry ${d.seq} on: it was changed outside Lethe. Nothing was signed. "lethe ledger check" tells more.`,
  'ledger/empty': () => 'The ledger has no entry yet. The first import opens it.',
  'ledger/no-such-entry': d => `There is no entry ${d.seq} in the ledger: it has ${d.entries.toLocaleString('en')}. Choose a number from 1 to ${d.entries}.`,
  'ledger/file-exists': d => `${d.file} exists already. Choose another name.`,
  'ledger/not-a-witness': d => `${d.file} holds no signed checkpoint: it is neither a record nor a checkpoint exported from a ledger. Choose such a file.`,
  'record/not-exportable': d => `Request ${d.request} is ${d.state}: a record can be exported when it is completed.`,
  'record/no-model': d => `No model learned from the data of request ${d.request}, so there is nothing to open.`,
  'record/superseded': d => `A later erasure replaced the models of request ${d.request}, or erased them with their dataset: they are no longer replayable, and what would open their commitments is destroyed. Open the latest request instead.`,
  'record/reapplied': d => `Request ${d.request} was first carried out on ${d.firstErasedOn}, and again when an older backup was restored. Its record is the one exported the first time: this ledger does not hold its whole story, only the entry "erasure-reapplied".`,
  'record/other-workspace': () => 'The record is of another workspace, so the rows it is about are not here. Replay it in the workspace it was exported from.',
  'record/file-missing': d => `There is no file ${d.file}. Check the path.`,
  'record/not-a-record': d => `${d.file} is not a Lethe record: it is not a ZIP file with the files of a record in it.`,
  'record/file-exists': d => `${d.file} exists already and is not this record. Choose another name with --out.`,
  'record/cannot-write': d => `${d.file} cannot be written. Check the folder and its permissions.`,

  'backup/passphrase-short': d => `A passphrase for a backup needs at least ${d.least} characters, ${d.different} of them different: whoever finds the file can try as often as they like. Choose a longer one; four or five words taken at random are good.`,
  'backup/passphrases-differ': () => 'The two passphrases you typed are not the same. Nothing was written. Run the command again.',
  'backup/file-exists': d => `${d.file} exists already. Choose another name. Nothing was written.`,
  'backup/inside-workspace': d => `${d.file} would lie inside the workspace and be lost together with it. Choose a place outside, best on another disk. Nothing was written.`,
  'backup/cannot-write': d => `${d.file} cannot be written. Check the folder and its permissions. No backup was made.`,
  'backup/changed': () => 'A file of the workspace was changed by another program while it was copied, so no backup was made. Try again.',
  'backup/file-missing': d => `There is no file ${d.file} that can be read. Check the path and its permissions. Nothing was changed.`,
  'backup/not-a-backup': d => `${d.file} is not a backup of a Lethe workspace: it is not a file encrypted with a passphrase by Lethe or age. Nothing was changed.`,
  'backup/passphrase-wrong': d => `This passphrase does not open ${d.file}. Check capitals and the keyboard's language; where you are sure of it, the first bytes of the file are damaged. Nothing was changed.`,
  'backup/damaged': d => `${d.file} is damaged or cut short: what is in it is not what was written. Nothing was changed. Use another copy or an older backup.`,
  'backup/newer-format': d => `${d.file} was made by a newer Lethe (version ${d.version}). Nothing was changed. Update Lethe to restore it.`,
  'backup/ledger-broken': d => `The ledger in this backup does not fit its own checkpoints from entry ${d.seq} on: it was changed outside Lethe before the backup was made. Nothing was changed. Use an older backup.`,
  'backup/other-workspace': () => 'This is a backup of another workspace than the one in this folder. Nothing was changed. Restore it into an empty folder.',
  'backup/other-keys': () => 'The keys in this folder are not those of the workspace in the backup. Nothing was changed. Restore it into an empty folder.',
  'backup/cannot-tell': () => 'The workspace in this folder cannot be read and has no key left, so Lethe cannot tell whether the backup is of the same one. Nothing was changed. Restore into an empty folder, or move lethe.db away first.',
  'backup/list-unreadable': d => `The list of later erasures, ${d.file}, cannot be read with the keys of this workspace: it is damaged or another workspace's. Nothing was changed. Give the newest copy you have; without any list, people erased since the backup would be back.`,

  'usage/unknown-command': d => `${d.command === '' ? 'No command was given.' : `There is no command "${d.command}".`}${d.near === null ? '' : ` Did you mean "${d.near}"?`} "lethe --help" lists them.`,
  'usage/unknown-option': d => `"${d.command}" has no option ${d.option}. "lethe ${d.command} --help" lists those it has.`,
  'usage/missing-argument': d => `"lethe ${d.command}" needs ${d.argument}. "lethe ${d.command} --help" shows an example.`,
  'usage/missing-option': d => `"lethe ${d.command}" needs ${d.option}. "lethe ${d.command} --help" shows an example.`,
  'usage/unexpected-argument': d => `"lethe ${d.command}" does not take argument ${d.position}. Put names with spaces in quotes.`,
  'usage/bad-option-value': d => `${d.option} must be ${d.expected}.`,
  'usage/file-unreadable': d => `${d.file} cannot be read. Check the path and its permissions.`,
  'usage/options-exclude': d => `${d.first} and ${d.second} cannot be used together. Give one of them.`,
  'usage/cannot-ask': d => `${d.option} - reads the value from standard input, which is empty. Pipe it in, or run the command in a terminal.`,
  'usage/bad-input': d => `${d.field}: ${d.problem}.`,
  'usage/unknown-call': d => `There is no call named "${d.call}". This window or command and the engine may be of different versions: start both again.`,
  'run/cancelled': () => 'Cancelled. Nothing was left half done.',

  'file/unknown': () => 'This file was not picked in this session, or was used already. Pick it again.',
  'job/not-found': d => `There is no job ${d.job}. The list of jobs shows those there are.`,
  'job/not-a-job': d => `"${d.call}" is answered at once and is no job. Call it instead of starting it.`,
  'job/cannot-be-cancelled': d => `Job ${d.job} is ${d.state}, so it cannot be cancelled any more.`,
  'job/not-finished': d => `Job ${d.job} has not finished yet. Ask again when it has.`,
  'job/no-result': d => `The answer of job ${d.job} is no longer kept: answers live in memory until the program ends. What it did is in the workspace.`,
  'job/worker-died': d => `The process that did the work ended by itself${atStage(d.stage)}. What it had begun was undone or finished; start it again.`,
  'job/out-of-memory': d => `The process that did the work ran out of memory${atStage(d.stage)}. What it had begun was undone or finished. Close other programs or use fewer rows or columns, and start it again.`,
  'engine/gone': () => 'The engine that keeps the workspace ended before it answered. What it had begun is undone or finished when it starts again; then try again.',
  'engine/message-too-large': d => `This message is larger than ${d.mostMebibytes} MB, the most that is accepted. Give fewer rows at a time.`,
  'page/not-let-in': () => 'This page is not connected to Lethe, or no longer. Open it with a new link: press Enter in the terminal where Lethe runs, or start "lethe serve" again.',
  'page/bad-ticket': () => 'This link was used already, is older than ten minutes, or is not whole. Get a new one: press Enter in the terminal where Lethe runs, or start "lethe serve" again.',
  'page/too-many-tries': d => `Too many wrong links were tried, so none is accepted for ${d.seconds} seconds. Wait that long and open the link again.`,
  'page/refused': d => `The request was refused: ${refusedBecause[d.why]}. Use the page that Lethe itself opened.`,
  'page/unreachable': () => 'Lethe does not answer: it was stopped, or its window in the terminal was closed. Start it again and open the new link.',
  'file/no-space': d => `There is not enough free disk space for a working copy of this file: ${d.neededMebibytes.toLocaleString('en')} MiB are needed beside the workspace, and ${d.freeMebibytes.toLocaleString('en')} MiB are free. Free some space and pick the file again.`,
  'file/erasure-running': () => 'An erasure is running, and a copy of this file in the workspace could hold what it must not find. Pick the file again when the erasure has finished.',
  'file/not-sent': () => 'The file could not be read to its end: it changed meanwhile, or Lethe was stopped. Nothing of it was kept. Pick it again.',
  'serve/port-in-use': d => `Another program uses port ${d.port} of this computer. Choose another with --port, or leave --port out to get a free one.`,
  'serve/port-forbidden': d => `This user may not use port ${d.port}. Choose one above 1023 with --port, or leave --port out to get a free one.`,
  'serve/window-not-built': () => 'The window has not been built yet. Run "npm start" once, which builds it, or "npx electron-vite build".',
  'serve/not-private': () => 'The link to the page cannot be kept from other users: this file system does not keep file permissions. Choose a folder on another disk with --workspace.',
  'internal': () => 'Lethe made a mistake of its own and stopped; nothing was left half done. Please report it with the lines that follow.',
}

const refusedBecause: Readonly<Record<ErrorDetails['page/refused']['why'], string>> = {
  host: 'it was addressed to another name than this computer', origin: 'it does not come from the page of Lethe', path: 'there is nothing at this address',
  method: 'this address is not asked in this way', 'content-type': 'its content is not of the kind expected here', length: 'it does not say how long its content is',
  slow: 'its content took too long to arrive', malformed: 'it is not a whole request',
}

const atStage = (stage: string | null): string => (stage === null ? '' : ` during "${stage}"`)

export function sentenceFor(error: ApiError): string {
  return (sentences[error.code] as Sentence<ErrorCode>)(error.details)
}

const machineCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'workspace/in-use', 'workspace/damaged', 'workspace/read-only', 'workspace/disk-full', 'workspace/signing-key-missing',
  'workspace/key-missing', 'workspace/key-unusable', 'workspace/reader-open', 'workspace/keys-in-keychain', 'import/file-changed', 'erase/residue', 'dataset/residue', 'ledger/inconsistent',
  'record/cannot-write', 'backup/cannot-write', 'backup/changed', 'run/cancelled', 'job/worker-died', 'job/out-of-memory', 'engine/gone', 'page/unreachable',
  'file/no-space', 'serve/port-in-use', 'serve/port-forbidden', 'serve/window-not-built', 'serve/not-private', 'internal',
])

/** Who has to act: bad input ends the command line with 2, everything else with 1. */
export const blameFor = (code: ErrorCode): Blame => (machineCodes.has(code) ? 'machine' : 'input')
