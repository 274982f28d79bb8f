/** A dense matrix, row by row. Meant for the article's three parameters: nothing here is written for size. */
export type SmallMatrix = readonly (readonly number[])[]

const exactly = (value: number) => value

/**
 * Solves A x = b by elimination with row exchanges; A is [n, n], b is [n]. Returns undefined where a pivot is exactly zero.
 * Every operation is passed through `round`: Math.fround gives the arithmetic of single precision.
 */
export function solveLinear(matrix: SmallMatrix, right: readonly number[], round: (value: number) => number = exactly): number[] | undefined {
  const size = right.length
  const rows = matrix.map((row, i) => [...row, right[i]].map(round))
  for (let column = 0; column < size; column += 1) {
    let pivot = column
    for (let i = column + 1; i < size; i += 1) if (Math.abs(rows[i][column]) > Math.abs(rows[pivot][column])) pivot = i
    const pivotRow = rows[pivot]
    if (pivotRow[column] === 0) return undefined
    rows[pivot] = rows[column]
    rows[column] = pivotRow
    for (let i = column + 1; i < size; i += 1) {
      const row = rows[i]
      const factor = round(row[column] / pivotRow[column])
      for (let k = column; k <= size; k += 1) row[k] = round(row[k] - round(factor * pivotRow[k]))
    }
  }
  const solution = Array.from(right, () => 0)
  for (let i = size - 1; i >= 0; i -= 1) {
    const row = rows[i]
    let rest = row[size]
    for (let k = i + 1; k < size; k += 1) rest = round(rest - round(row[k] * solution[k]))
    solution[i] = round(rest / row[i])
  }
  return solution
}

/**
 * The eigenvalues of a symmetric matrix [n, n], smallest first, by cyclic Jacobi rotations (Golub and Van Loan, Matrix
 * Computations, 8.5). Their error is about 2⁻⁵² times the largest one, so a true zero comes out at about that size, of either sign.
 */
export function symmetricEigenvalues(matrix: SmallMatrix): number[] {
  const a = matrix.map(row => [...row])
  const size = a.length
  const sweeps = 30 // each squares what is left off the diagonal: five or six are enough for any small matrix
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    for (let p = 0; p < size; p += 1) {
      for (let q = p + 1; q < size; q += 1) {
        const offDiagonal = a[p][q]
        if (offDiagonal === 0) continue
        const tau = (a[q][q] - a[p][p]) / (2 * offDiagonal)
        const tangent = (tau < 0 ? -1 : 1) / (Math.abs(tau) + Math.hypot(1, tau))
        const cosine = 1 / Math.hypot(1, tangent)
        const sine = tangent * cosine
        for (const row of a) {
          const [left, right] = [row[p], row[q]]
          row[p] = cosine * left - sine * right
          row[q] = sine * left + cosine * right
        }
        const [upper, lower] = [a[p], a[q]]
        a[p] = upper.map((value, k) => cosine * value - sine * lower[k])
        a[q] = lower.map((value, k) => sine * upper[k] + cosine * value)
        // Zero by construction; what rounding left there would be rotated for ever.
        a[p][q] = 0
        a[q][p] = 0
      }
    }
  }
  return a.map((row, i) => row[i]).sort((x, y) => x - y)
}

/** Σ aᵢ bᵢ. */
export const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * b[i], 0)

/** ‖a − b‖, the Euclidean distance. */
export const distanceBetween = (a: readonly number[], b: readonly number[]): number => Math.hypot(...a.map((value, i) => value - b[i]))
