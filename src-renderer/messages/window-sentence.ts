import type { ApiError, ErrorCode, ErrorDetails } from '../../src-main/contract/errors.ts'
import { sentenceOf } from '../client/failure.ts'
import { formatCount } from '../format/numbers.ts'

/** Sentences that tell a person at a terminal what to type, in the words of the window instead. */
export const windowSentences: { readonly [C in ErrorCode]?: (details: ErrorDetails[C]) => string } = {
  'workspace/none': () => 'There is no workspace in this folder. It is made by importing a file.',
  'workspace/not-a-folder': () => 'The workspace cannot be there: a part of the path is a file, or a name in it is too long. Start Lethe with another folder.',
  'workspace/not-a-workspace': () => 'The file lethe.db in this folder is not a Lethe workspace. Nothing was changed. Start Lethe with another folder.',
  'workspace/read-only': () => 'This workspace cannot be written. Give yourself write access to the folder and its files, or start Lethe with another folder.',
  'workspace/disk-full': () => 'The disk is full or refuses to be written. Nothing was left half done. Free some space and try again.',
  'workspace/reader-open': () => 'Another program is reading lethe.db, so erased bytes could not be overwritten yet. Close it and try again: the erasure then finishes.',
  'workspace/passphrase-needed': () => 'The keys of this workspace are protected by a passphrase, and it has not been given. Start Lethe again and give it.',
  'key/not-lost': d => `The key ${d.fingerprint} is there and can sign, so it is not lost. To put another in its place, change the key. Nothing was changed.`,
  'key/not-ed25519': d => `${d.file} holds no Ed25519 private key in PEM. Choose another file, or have one made with OpenSSL.`,
  'key/passphrases-differ': () => 'The two passphrases you typed are not the same. Nothing was changed.',
  'key/not-protected': () => 'The keys of this workspace are not protected by a passphrase.',
  'key/workspace-open': () => 'How the keys are kept cannot be changed here. Nothing was changed.',
  'import/looks-headerless': d => `Line 1 does not look like column names: its column ${d.column} ${{ number: 'is a number', recurs: 'is also a value further down' }[d.why]}. Say that the first line is data and give the names here, or add a header line to the file.`,
  'import/column-name-empty': d => `Column ${d.column} has no name. Give every column a name in line 1, or say that the first line is data and give the names here.`,
  'import/column-name-too-long': d => `Line 1: the name of column ${d.column} is longer than ${formatCount(d.most)} characters. Shorten it, or say that the first line is data and give the names here.`,
  'import/column-name-repeated': d => `Columns ${d.first} and ${d.second} have the same name (upper and lower case count as the same). Rename one of them, or say that the first line is data and give the names here.`,
  'import/column-names-count': d => `There are ${formatCount(d.given)} names, but the first record has ${formatCount(d.found)} cells. Give one name for each column.`,
  'import/name-taken': d => `There is already a dataset called "${d.name}". Give this one another name.`,
  'import/positive-not-found': d => `The value that should count as positive does not occur in the label column "${d.column}". Check its spelling; upper and lower case count.`,
  'dataset/not-found': d => `There is no dataset "${d.dataset}" in this workspace. The page Datasets shows those there are.`,
  'dataset/none': () => 'This workspace has no dataset yet. Import one first.',
  'model/not-found': d => `There is no model "${d.model}" in this workspace. The page Models shows those there are.`,
  'model/no-onnx': d => `A model of ${d.learner} cannot be written as ONNX. Nothing was written. Train one of another learner.`,
  'model/small-batch': d => `Only ${d.people === 1 ? '1 person was' : `${formatCount(d.people)} people were`} erased since a copy of this model or of another of its dataset left the workspace; the policy asks for ${formatCount(d.least)}. Whoever has both copies can work out what the erased rows held. Nothing was written.`,
  'export/file-exists': d => `${d.file} exists already. Choose another name. Nothing was written.`,
  'export/not-found': d => `There is no exported copy "${d.export}" in this workspace. The page Models shows those there are.`,
  'people/sign-in-needed': () => 'Several people work in this workspace, so each must sign in. Sign in with your name and passphrase.',
  'people/alone': () => 'One person works in this workspace, so nobody signs in. An administrator adds others in Settings, People.',
  'people/not-found': () => 'Nobody of that name or id works here any more. Settings, People shows who does.',
  'people/passphrases-differ': () => 'The two passphrases you typed are not the same. Nothing was changed.',
  'settings/unknown-calendar': d => `There is no calendar "${d.calendar}" for ${d.law}. Choose one of the list. Nothing was changed.`,
  'settings/unknown-reading': d => `"${d.reading}" is not a reading of a law that is known here. Choose one of those shown. Nothing was changed.`,
  'request/not-found': d => `There is no request "${d.request}" in this workspace. The page Requests shows those there are.`,
  'request/no-subject-column': d => `The dataset "${d.dataset}" has no column with a person's identifier, so rows must be named by number.`,
  'request/already-completed': d => `Request ${d.request} was completed before: its rows are erased already. Its record can be exported from its page.`,
  'train/no-label': d => `The dataset "${d.dataset}" has no label column, so there is nothing to learn. Import it again and give one column the role of the label.`,
  'train/label-many-classes': d => `The label column "${d.column}" has ${d.found} different values; logistic regression here needs exactly two. Import again and choose another label.`,
  'dataset/residue': d => `The dataset and its models are erased, but ${formatCount(d.found)} traces of their values are still in files of the workspace. Close other programs that use them and finish the erasure again.`,
  'erase/residue': d => `The rows are erased and the models replaced, but ${formatCount(d.found)} traces of their values are still in files of the workspace. Close other programs that use them and finish the erasure again.`,
  'ledger/inconsistent': d => `The ledger does not fit its own checkpoints from entry ${d.seq} on: it was changed outside Lethe. Nothing was signed. Check the ledger to learn more.`,
  'request/no-such-hold': d => `No legal hold ${d.hold} lies over request ${d.request}: it was lifted meanwhile. Nothing was changed.`,
  'matching/phone-without-country': () => 'A telephone number has no country code. Write it as +49 30 12345, or set the country of such numbers in Settings, Requests. Nothing was changed.',
  'matching/nothing-to-search': d => `The dataset "${d.dataset}" has no column where a person can be looked for: neither one with a person's identifier nor one that is kept and not learned from. Name its rows by number instead.`,
  'matching/no-dataset': () => 'No dataset has a column where a person can be looked for. Import one with a column that identifies people or is kept and not learned from, or name rows by number.',
  'list/not-found': d => `There is no list "${d.list}" in this workspace any more.`,
  'list/no-identifier-column': () => 'No column of the list looks like an identifier by its name. Name the one that is and look again. Nothing was loaded.',
  'list/all-refused': d => `None of the ${formatCount(d.refused)} lines of the list could be taken; the first problem is in line ${formatCount(d.line)}${d.column === null ? '' : `, column "${d.column}"`}. Look at it first to see them all. Nothing was loaded.`,
  'list/drop-list-unknown': d => `It cannot be told which list of DROP ${d.file} is: its name does not end in _Email.csv, _Phone.csv, _NDZ.csv, _MAID.csv, _NameVIN.csv or _CTVID.csv. Choose which it is. Nothing was loaded.`,
  'list/drop-columns': d => `The list ${d.list} of DROP is hashed from ${d.needed}, in this order. Name those columns of at least one dataset. Nothing was loaded.`,
  'list/opt-out-first': d => `${formatCount(d.shared)} identifiers of the list ${d.list} are shared by several people, who must all be opted out of sale and sharing; Lethe cannot do that. Do it, and tick that it is done. No answer was written.`,
  'letter/not-now': d => `Request ${d.request} has taken another step meanwhile, and this letter no longer fits it. The list of its letters shows those that do.`,
  'recipient/not-found': () => 'This recipient is no longer on the list: somebody took them off meanwhile.',
  'notice/not-found': () => 'This notice is no longer there. The list of its request shows those there are.',
  'record/file-exists': d => `${d.file} exists already and is not this record. Choose another name.`,
}

/** What happened and what to do, for somebody who looks at this window. */
export function windowSentence(error: ApiError): string {
  const own = windowSentences[error.code] as ((details: unknown) => string) | undefined
  return own === undefined ? sentenceOf(error) : own(error.details)
}
