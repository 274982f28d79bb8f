import type { DesignMatrix } from '../../features/design-matrix.ts'

/** Rows summed plainly before their sum is added, with compensation, to the total: bounds how rounding errors grow. */
const blockRows = 128

/**
 * One pass over the rows: the gradient of F(w) = Σ log(1 + exp(−s·wᵀx)) + λ/2‖w‖² at w, into `gradient` [width], and, where
 * given, the upper triangle of the Hessian Σ p(1−p)·x·xᵀ + λI into `hessian` [(width+1) × (width+1)], whose last row and
 * column take what belongs to no column. Blocks are fixed and their sums compensated (Neumaier 1974), so the rounding error
 * of each component stays near 8·2⁻⁵³·√(its Hessian diagonal) and the order of rows shows far below what is published.
 */
export function lossPass(matrix: DesignMatrix, lambda: number, w: Float64Array, gradient: Float64Array, hessian?: Float64Array): void {
  const { count, width, numberCount, slotCount, numbers, slots, labels } = matrix
  const constant = width - 1
  const stride = width + 1
  const nonZeros = numberCount + slotCount + 1
  const weights = new Float64Array(stride)
  weights.set(w)
  const block = new Float64Array(stride)
  const low = new Float64Array(width)
  const columns = new Int32Array(nonZeros)
  const values = new Float64Array(nonZeros).fill(1)
  for (let k = 0; k < numberCount; k += 1) columns[k] = k
  columns[nonZeros - 1] = constant
  gradient.fill(0)
  hessian?.fill(0)
  for (let i = 0; i < count; i += 1) {
    let margin = weights[constant]!
    const firstNumber = i * numberCount
    const firstSlot = i * slotCount
    for (let k = 0; k < numberCount; k += 1) margin += weights[k]! * numbers[firstNumber + k]!
    for (let s = 0; s < slotCount; s += 1) margin += weights[slots[firstSlot + s]!]!
    const probability = 1 / (1 + Math.exp(-margin))
    const residual = probability - labels[i]!
    for (let k = 0; k < numberCount; k += 1) block[k]! += residual * numbers[firstNumber + k]!
    for (let s = 0; s < slotCount; s += 1) block[slots[firstSlot + s]!]! += residual
    block[constant]! += residual
    if (hessian !== undefined) {
      for (let k = 0; k < numberCount; k += 1) values[k] = numbers[firstNumber + k]!
      for (let s = 0; s < slotCount; s += 1) columns[numberCount + s] = slots[firstSlot + s]!
      const curvature = probability * (1 - probability)
      for (let a = 0; a < nonZeros; a += 1) {
        const scaled = curvature * values[a]!
        const row = columns[a]! * stride
        for (let b = a; b < nonZeros; b += 1) hessian[row + columns[b]!]! += scaled * values[b]!
      }
    }
    if (i % blockRows === blockRows - 1 || i === count - 1) {
      for (let j = 0; j < width; j += 1) {
        const add = block[j]!
        if (add === 0) continue
        const total = gradient[j]!
        const sum = total + add
        low[j]! += Math.abs(total) >= Math.abs(add) ? total - sum + add : add - sum + total
        gradient[j] = sum
        block[j] = 0
      }
    }
  }
  for (let j = 0; j < width; j += 1) {
    gradient[j] = gradient[j]! + low[j]! + lambda * w[j]!
    if (hessian !== undefined) hessian[j * stride + j]! += lambda
  }
}

/** Probabilities of the positive class, [count]. */
export function probabilities(matrix: DesignMatrix, w: Float64Array): Float64Array {
  const { count, width, numberCount, slotCount, numbers, slots } = matrix
  const weights = new Float64Array(width + 1)
  weights.set(w)
  const result = new Float64Array(count)
  for (let i = 0; i < count; i += 1) {
    let margin = weights[width - 1]!
    for (let k = 0; k < numberCount; k += 1) margin += weights[k]! * numbers[i * numberCount + k]!
    for (let s = 0; s < slotCount; s += 1) margin += weights[slots[i * slotCount + s]!]!
    result[i] = 1 / (1 + Math.exp(-margin))
  }
  return result
}
