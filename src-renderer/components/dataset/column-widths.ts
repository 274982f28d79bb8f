import type { Column } from '../../../src-main/contract/dataset.ts'

/** Width of a column in the grid, in pixels: enough for its name and for most values of its type. */
export function columnWidth({ name, type }: Column): number {
  const forValues = type === 'text' ? 170 : 140
  return Math.min(320, Math.max(forValues, 52 + name.length * 8.5))
}
