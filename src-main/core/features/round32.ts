const float = new Float64Array(1)
const bits = new BigUint64Array(float.buffer)

/** Rounds to 32 significant bits (half away from zero), so coarsely that no way of summing shows. */
export function round32(value: number): number {
  float[0] = value
  bits[0] = (bits[0]! + (1n << 20n)) & ~((1n << 21n) - 1n)
  return float[0]!
}
