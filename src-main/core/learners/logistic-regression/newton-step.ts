import { choleskySolve } from './cholesky.ts'

/**
 * The Newton step H⁻¹g from a Cholesky factor of a nearby Hessian, corrected by what the last moves showed: each move s with
 * its change of gradient y is a BFGS update of the inverse (Nocedal 1980, two-loop recursion). Few passes then do the work of
 * a new factor.
 */
export function newtonSteps(factor: Float64Array) {
  const moves: { s: Float64Array; y: Float64Array; scale: number }[] = []
  return {
    step(gradient: Float64Array): Float64Array {
      const q = Float64Array.from(gradient)
      const shares = new Float64Array(moves.length)
      for (let i = moves.length - 1; i >= 0; i -= 1) {
        const { s, y, scale } = moves[i]!
        shares[i] = scale * dot(s, q)
        for (let j = 0; j < q.length; j += 1) q[j]! -= shares[i]! * y[j]!
      }
      const r = choleskySolve(factor, q)
      moves.forEach(({ s, y, scale }, i) => {
        const share = shares[i]! - scale * dot(y, r)
        for (let j = 0; j < r.length; j += 1) r[j]! += share * s[j]!
      })
      return r
    },
    /** Learns from a move from a to b, where the gradient went from ga to gb. */
    learn(a: Float64Array, b: Float64Array, ga: Float64Array, gb: Float64Array): void {
      const s = b.map((value, j) => value - a[j]!)
      const y = gb.map((value, j) => value - ga[j]!)
      const curvature = dot(s, y)
      // The loss is strongly convex, so the curvature is positive unless rounding is all there is.
      if (curvature > 0) moves.push({ s, y, scale: 1 / curvature })
    },
  }
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let j = 0; j < a.length; j += 1) sum += a[j]! * b[j]!
  return sum
}
