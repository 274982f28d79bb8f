import type { RecordProblem, RecordReport } from '../../../src-main/contract/record.ts'

/** What a checker looks at, in the order it does. */
export const checkNames = ['packed', 'files', 'signed', 'form', 'checkpoint', 'entries', 'story', 'retold', 'key'] as const
export type CheckName = (typeof checkNames)[number]

/** open: nobody said which key it should be. not-reached: what was found before left nothing to check. */
export interface RecordCheck {
  readonly name: CheckName
  readonly outcome: 'passed' | 'failed' | 'open' | 'not-reached'
  readonly problems: readonly RecordProblem[]
}

const byCode: Readonly<Record<string, CheckName>> = {
  'not-a-zip': 'packed', 'zip-too-large': 'packed', 'zip-damaged': 'packed', 'zip-unsafe-name': 'packed', 'zip-duplicate': 'packed', 'zip-compressed': 'packed', 'zip-not-canonical': 'packed', 'check-failed': 'packed',
  'file-missing': 'files', 'file-unknown': 'files', 'sum-differs': 'files', 'sums-differ': 'files',
  'bad-public-key': 'signed', 'sums-signature': 'signed', 'statement-signature': 'signed', 'envelope-other-key': 'signed', 'statement-other-key': 'signed', 'counter-signature': 'signed',
  'bad-envelope': 'form', 'bad-statement': 'form', 'other-statement': 'form', 'newer-version': 'form',
  'bad-checkpoint': 'checkpoint', 'checkpoint-differs': 'checkpoint',
  'bad-entries': 'entries', 'bad-proofs': 'entries', 'proofs-other-size': 'entries', 'proofs-count': 'entries', 'not-in-ledger': 'entries', 'bad-subject': 'entries', 'subject-differs': 'entries',
  'entry-order': 'story', 'entry-other-request': 'story', 'entry-differs': 'story',
  'bad-pdf': 'retold', 'pdf-differs': 'retold', 'bom-differs': 'retold',
  'other-key': 'key',
}

/** A code that a newer checker may have is told by the file it is about. */
const byFile: Readonly<Record<string, CheckName>> = {
  record: 'packed', 'checkpoint.txt': 'checkpoint', 'entries.jsonl': 'entries', 'proofs.json': 'entries', 'record.dsse.json': 'form', 'record.pdf': 'retold', 'bom.cdx.json': 'retold', 'public-key.pem': 'signed', 'countersigner-key.pem': 'signed', 'SHA256SUMS.sig': 'signed',
}
export const checkOf = ({ code, file }: Pick<RecordProblem, 'code' | 'file'>): CheckName => byCode[code] ?? byFile[file] ?? 'files'

/** Faults of a ZIP with which nothing could be taken out of it. */
const closed = new Set(['not-a-zip', 'zip-too-large', 'zip-unsafe-name', 'zip-duplicate', 'zip-compressed', 'check-failed'])

/** The report of a record as a list of what was checked: a report itself says only what is wrong. */
export function recordChecks({ problems, signedBy, ok }: RecordReport, keyGiven: boolean): RecordCheck[] {
  const has = (...codes: string[]) => problems.some(({ code }) => codes.includes(code))
  // A damaged ZIP may have been taken apart all the same: then more is said of it.
  const isClosed = problems.some(({ code }) => closed.has(code)) || (has('zip-damaged') && signedBy === null)
  const noStatement = has('bad-envelope', 'bad-statement', 'other-statement', 'newer-version') || problems.some(({ code, file }) => code === 'file-missing' && file === 'record.dsse.json')
  const unreached: Readonly<Record<CheckName, boolean>> = {
    packed: false, files: isClosed, signed: isClosed, form: isClosed, key: isClosed,
    checkpoint: isClosed || has('newer-version', 'bad-public-key'), entries: isClosed || has('newer-version', 'bad-checkpoint', 'bad-public-key'),
    story: isClosed || noStatement || has('bad-entries'), retold: isClosed || noStatement,
  }
  return checkNames.map(name => {
    const found = problems.filter(problem => checkOf(problem) === name)
    if (found.length > 0 || (name === 'signed' && signedBy === null && !isClosed)) return { name, outcome: 'failed', problems: found }
    if (unreached[name]) return { name, outcome: 'not-reached', problems: [] }
    if (name !== 'key') return { name, outcome: 'passed', problems: [] }
    return { name, outcome: keyGiven ? (ok || signedBy !== null ? 'passed' : 'failed') : 'open', problems: [] }
  })
}
