import type { LedgerProblem } from '../../contract/ledger.ts'
import { CoreError } from '../base/core-error.ts'
import type { Db } from '../database/open-database.ts'
import type { Secrets } from '../ports.ts'
import { ledgerOrigin, parseCheckpoint } from './checkpoint.ts'
import { findBreak, type LedgerFindings } from './find-break.ts'
import { findPublicKey } from './key-table.ts'
import { keysNamedIn } from './ledger.ts'
import { openLedgerTable, type LedgerTable } from './ledger-table.ts'
import { emptyRoot } from './merkle.ts'
import { heldKeys } from './signing-key.ts'
import { storedNodes } from './stored-nodes.ts'

export interface LedgerToCheck {
  readonly db: Db
  readonly secrets: Secrets
  readonly workspaceId: string
  /** checkpoint.txt of an exported record, to find entries cut off the end and a database rolled back. */
  readonly against?: string
}

/** Reads the whole ledger at one moment and says whether it fits its checkpoints; it writes and creates nothing. */
export function checkLedger({ db, secrets, workspaceId, against }: LedgerToCheck): LedgerFindings {
  const table = openLedgerTable(db)
  return db.transaction(() => {
    const checkpoints = table.checkpoints()
    const origin = ledgerOrigin(workspaceId)
    const named = keysNamedIn(table)
    const held = heldKeys(secrets)
    const { publicKey, fingerprint } = held.find(key => key.fingerprint === named.at(-1)?.fingerprint) ?? held[0] ?? {}
    if (publicKey === undefined || fingerprint === undefined) {
      if (table.size() > 0 || checkpoints.length > 0) throw new CoreError('workspace/signing-key-missing', { fingerprint: named.at(-1)?.fingerprint ?? 'unknown' })
      return neverOpened(origin, against)
    }
    // What is held is what counts: where the ledger names another key, its signatures do not fit.
    const periods = named.length < 2 ? undefined : [...named.slice(0, -1).map(period => ({ ...period, publicKey: findPublicKey(db, period.fingerprint) })), { ...named.at(-1)!, fingerprint, publicKey }]
    const keys: number[] = []
    const findings = findBreak({
      entries: entryTexts(table, keys),
      checkpoints,
      publicKey,
      ...(periods === undefined ? {} : { periods }),
      origin,
      storedHash: storedNodes(table),
      ...(against === undefined ? {} : { against }),
    })
    const problems = [...findings.problems, ...aboutKeys(keys, findings.problems), ...aboutSurplus(table.nodeCount(), findings.entries, findings.problems)].sort((a, b) => a.seq - b.seq)
    return { ...findings, ok: problems.length === 0, problems }
  })()
}

function* entryTexts(table: LedgerTable, keys: number[]): Generator<string> {
  for (const { seq, entry } of table.entries()) {
    keys.push(seq)
    yield entry
  }
}

/** Rows moved to other numbers keep their texts, so only the numbers of the rows show it. */
function aboutKeys(keys: readonly number[], known: readonly LedgerProblem[]): LedgerProblem[] {
  const moved = keys.findIndex((key, i) => key !== i + 1)
  if (moved === -1 || known.some(({ code }) => code === 'entry-missing')) return []
  return [{ seq: moved + 1, code: 'entry-missing', message: `Nothing is stored at place ${moved + 1}: the rows of the ledger were renumbered.` }]
}

/** Stored hashes over more entries than there are: where a tail was cut, the cut is what is named. */
function aboutSurplus(stored: number, entries: number, known: readonly LedgerProblem[]): LedgerProblem[] {
  if (known.some(({ code }) => code === 'tail-missing' || code === 'entry-missing' || code === 'tree-damaged')) return []
  let complete = 0
  for (let level = entries; level > 0; level = Math.floor(level / 2)) complete += level
  return stored <= complete ? [] : [{ seq: entries + 1, code: 'tree-damaged', message: `The tree holds hashes of more than ${entries} entries: entries were cut off, or hashes were added.` }]
}

/** A workspace that has signed nothing yet: right as it is, unless a record says otherwise. */
function neverOpened(origin: string, against: string | undefined): LedgerFindings {
  const problems = against === undefined ? [] : [aboutRecord(origin, against)]
  return { ok: problems.length === 0, entries: 0, root: emptyRoot.toString('hex'), problems, checkpoints: 0, signaturesVerified: 0 }
}

function aboutRecord(origin: string, against: string): LedgerProblem {
  try {
    const record = parseCheckpoint(against)
    if (record.origin !== origin) return { seq: 0, code: 'other-ledger', message: `The record is from another ledger: ${record.origin}, not ${origin}.` }
    return { seq: 1, code: 'tail-missing', message: `The record proves ${record.size} entries; the ledger has 0.` }
  } catch {
    return { seq: 0, code: 'checkpoint-signature', message: 'The checkpoint of the record cannot be read.' }
  }
}
