/**
 * The lower factor L of a symmetric positive definite matrix (H = L Lᵀ), from its upper triangle; both [width × width],
 * row-major, with `stride` numbers a row in H. Returns undefined where H is not positive definite.
 */
export function cholesky(H: Float64Array, width: number, stride: number): Float64Array | undefined {
  const L = new Float64Array(width * width)
  for (let i = 0; i < width; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = H[j * stride + i]!
      const rowI = i * width
      const rowJ = j * width
      for (let k = 0; k < j; k += 1) sum -= L[rowI + k]! * L[rowJ + k]!
      if (i === j) {
        if (!(sum > 0)) return undefined
        L[rowI + i] = Math.sqrt(sum)
      } else {
        L[rowI + j] = sum / L[rowJ + j]!
      }
    }
  }
  return L
}

/** Solves L Lᵀ x = b. */
export function choleskySolve(L: Float64Array, b: Float64Array): Float64Array {
  const width = b.length
  const x = new Float64Array(width)
  for (let i = 0; i < width; i += 1) {
    let sum = b[i]!
    for (let k = 0; k < i; k += 1) sum -= L[i * width + k]! * x[k]!
    x[i] = sum / L[i * width + i]!
  }
  for (let i = width - 1; i >= 0; i -= 1) {
    let sum = x[i]!
    for (let k = i + 1; k < width; k += 1) sum -= L[k * width + i]! * x[k]!
    x[i] = sum / L[i * width + i]!
  }
  return x
}

/** Euclidean length of each row of H⁻¹: how far an error in one component of a gradient can move each weight. */
export function inverseRowLengths(L: Float64Array, width: number): Float64Array {
  const squares = new Float64Array(width)
  const unit = new Float64Array(width)
  for (let k = 0; k < width; k += 1) {
    unit[k] = 1
    const column = choleskySolve(L, unit)
    unit[k] = 0
    for (let j = 0; j < width; j += 1) squares[j]! += column[j]! * column[j]!
  }
  return squares.map(Math.sqrt)
}
