import type { LedgerTable } from './ledger-table.ts'

/** Hashes read at once: enough that asking costs nothing, few enough to forget again. */
const runLength = 4096
const hashBytes = 32

interface Run {
  readonly from: number
  at(position: number): Buffer | undefined
}

/**
 * The stored hashes of a ledger, read in runs of neighbours and forgotten again: made to be asked from left to right, level by level.
 * A hash is there only as 32 bytes at exactly this level and position.
 */
export function storedNodes(table: LedgerTable): (level: number, position: number) => Buffer | undefined {
  const runs: Run[] = []
  return (level, position) => {
    const known = runs[level]
    const from = position - position % runLength
    const run = known?.from === from ? known : readRun(table, level, from)
    runs[level] = run
    return run.at(position)
  }
}

function readRun(table: LedgerTable, level: number, from: number): Run {
  const joined = table.joinedNodes(level, from, from + runLength)
  // So many rows, all of one length: each place has its hash, and where it begins is known.
  if (joined !== undefined && joined.rows === runLength && joined.whole === runLength) {
    const hashes = Buffer.from(joined.hex, 'hex')
    return { from, at: position => hashes.subarray((position - from) * hashBytes, (position - from + 1) * hashBytes) }
  }
  const hashes = new Map(table.nodesOf(level, from, from + runLength))
  return {
    from,
    at(position) {
      const hash = hashes.get(position)
      return Buffer.isBuffer(hash) && hash.length === hashBytes ? hash : undefined
    },
  }
}
