import { expect, test } from 'vitest'
import { solveLinear, symmetricEigenvalues } from '../../../src-main/core/article/small-matrix.ts'

test('solves a system that needs a row exchange', () => {
  expect(solveLinear([[0, 2, 0], [1, 0, 0], [0, 0, 4]], [6, 5, 2])).toEqual([5, 3, 0.5])
})

test('answers undefined where there is no inverse', () => {
  expect(solveLinear([[1, 2], [2, 4]], [1, 1])).toBeUndefined()
})

test('rounds every operation as it is told', () => {
  expect(solveLinear([[3]], [1], Math.fround)).toEqual([Math.fround(1 / 3)])
})

test('finds the eigenvalues of a matrix whose eigenvalues are known', () => {
  // The second difference matrix: 2 − 2 cos(kπ/4). Rounding of a few 2⁻⁵² is allowed.
  const found = symmetricEigenvalues([[2, -1, 0], [-1, 2, -1], [0, -1, 2]])
  for (const [k, value] of [2 - Math.SQRT2, 2, 2 + Math.SQRT2].entries()) expect(Math.abs(found[k] - value)).toBeLessThan(1e-14)
})

test('leaves a diagonal matrix as it is, in order of size', () => {
  expect(symmetricEigenvalues([[3, 0], [0, -1]])).toEqual([-1, 3])
})
