import { splitLevel } from './merkle.ts'

export type ProofSide = 'left' | 'right'

/** On which side each hash of an inclusion proof stands, from the leaf at index (from 0) up: what reckoning it by hand needs. */
export function proofSides(index: number, size: number): ProofSide[] {
  const sides: ProofSide[] = []
  let begin = 0
  let end = size
  while (end - begin > 1) {
    const middle = begin + 2 ** splitLevel(end - begin)
    if (index < middle) {
      sides.push('right')
      end = middle
    } else {
      sides.push('left')
      begin = middle
    }
  }
  return sides.reverse()
}
