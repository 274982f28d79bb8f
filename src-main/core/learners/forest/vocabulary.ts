import { compareUtf8 } from '../../base/compare-utf8.ts'
import type { FeatureRows } from '../../features/feature-rows.ts'
import { classesPresent, levelsPresent } from '../../features/rows-learned-from.ts'

/** A number that is missing is below every number: a threshold of this lets nothing but missing values go left. */
export const missingNumber = -Infinity

export type ForestFeature =
  | { readonly kind: 'number'; readonly name: string }
  /** The levels among the rows learned from, sorted by UTF-8 bytes; null (missing) comes first. */
  | { readonly kind: 'category'; readonly name: string; readonly levels: readonly (string | null)[] }

/** What the numbers in a tree stand for; sorted by UTF-8 bytes all through, so that no order of a file can show. */
export interface Vocabulary {
  readonly task: 'binary' | 'multiclass'
  readonly features: readonly ForestFeature[]
  /** Of several classes those among the rows learned from; of two none are named: 0 is the other, 1 the positive one. */
  readonly classes: readonly string[]
}

export const classCount = ({ task, classes }: Vocabulary): number => (task === 'binary' ? 2 : classes.length)

/** The vocabulary of the rows that are learned from. */
export function vocabularyOf(rows: FeatureRows): Vocabulary {
  if (rows.task === 'regression') throw new Error('A forest tells classes apart; these labels are numbers')
  const levels = levelsPresent(rows)
  return {
    task: rows.task,
    features: [
      ...rows.names.numbers.map(name => ({ kind: 'number' as const, name })),
      ...rows.names.categories.map((name, k) => ({ kind: 'category' as const, name, levels: levels[k]! })),
    ].sort((a, b) => compareUtf8(a.name, b.name)),
    classes: rows.task === 'binary' ? [] : classesPresent(rows),
  }
}
