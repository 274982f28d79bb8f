import type { IconName } from '../base/icons.ts'

/** One thing that can be found or run. */
export interface PaletteEntry {
  readonly key: string
  readonly group: string
  readonly icon: IconName
  readonly text: string
  /** Said at the end of the line: a state, a key. */
  readonly end?: string
  run(): void
}

/** The same words however they are written: "#1,284" is 1284, and letters keep no case. */
const wordsOf = (query: string): string[] => query.toLowerCase().split(/\s+/).map(word => (/^#?[\d,]+$/.test(word) ? word.replaceAll(/[#,]/g, '') : word)).filter(word => word !== '')

/** Entries that have every word of the query somewhere, in their order; the first few of each group. */
export function findEntries(entries: readonly PaletteEntry[], query: string, mostPerGroup = 8): PaletteEntry[] {
  const words = wordsOf(query)
  const taken = new Map<string, number>()
  return entries.filter(entry => {
    const text = `${entry.text} ${entry.group} ${entry.end ?? ''}`.toLowerCase()
    if (!words.every(word => text.includes(word))) return false
    const count = (taken.get(entry.group) ?? 0) + 1
    taken.set(entry.group, count)
    return count <= mostPerGroup
  })
}
