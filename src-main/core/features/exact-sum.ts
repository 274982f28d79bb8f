/**
 * The sum of float64 numbers, correctly rounded: the same bits in whatever order they come.
 * Grows a list of non-overlapping partial sums (Shewchuk 1997, "Adaptive Precision Floating-Point Arithmetic", section 2.4),
 * as Python's math.fsum does; ECMAScript's Math.sumPrecise will replace this once Node has it.
 */
export function exactSum(values: Float64Array): number {
  let a = 0
  let b = 0
  let c = 0
  for (let i = 0; i < values.length; i += 1) {
    // Three error-free additions (Knuth's two-sum): a + b + c stays the exact sum while the last error is zero.
    const x = values[i]!
    const a1 = a + x
    const xa = a1 - a
    const ea = a - (a1 - xa) + (x - xa)
    const b1 = b + ea
    const xb = b1 - b
    const eb = b - (b1 - xb) + (ea - xb)
    const c1 = c + eb
    const xc = c1 - c
    if (c - (c1 - xc) + (eb - xc) !== 0) return partialsSum(values)
    a = a1
    b = b1
    c = c1
  }
  return partialsSum([c, b, a])
}

/** The same for numbers of any spread of exponents. */
function partialsSum(values: ArrayLike<number>): number {
  const partials: number[] = []
  for (let i = 0; i < values.length; i += 1) {
    let x = values[i]!
    let used = 0
    for (let k = 0; k < partials.length; k += 1) {
      let y = partials[k]!
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x]
      const high = x + y
      const low = y - (high - x)
      if (low !== 0) {
        partials[used] = low
        used += 1
      }
      x = high
    }
    partials.length = used
    partials.push(x)
  }
  return roundPartials(partials)
}

function roundPartials(partials: readonly number[]): number {
  let k = partials.length - 1
  if (k < 0) return 0
  let high = partials[k]!
  let low = 0
  while (k > 0) {
    k -= 1
    const x = high
    const y = partials[k]!
    high = x + y
    low = y - (high - x)
    if (low !== 0) break
  }
  // Half way between two numbers, the partials below decide which is nearer.
  if (k > 0 && ((low < 0 && partials[k - 1]! < 0) || (low > 0 && partials[k - 1]! > 0))) {
    const doubled = low * 2
    const moved = high + doubled
    if (doubled === moved - high) high = moved
  }
  return high
}
