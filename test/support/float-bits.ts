const float = new Float64Array(1)
const bits = new BigUint64Array(float.buffer)

/** The 64 bits of a number, sign first. */
export function bitsOf(value: number): bigint {
  float[0] = value
  return bits[0]!
}

export function fromBits(value: bigint): number {
  bits[0] = value
  return float[0]!
}

/** The exact value as a whole number of 2^−1074, the smallest number there is. */
export function inSmallestUnits(value: number): bigint {
  const all = bitsOf(value)
  const exponent = (all >> 52n) & 0x7ffn
  const fraction = all & ((1n << 52n) - 1n)
  const magnitude = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n)
  return all >> 63n === 1n ? -magnitude : magnitude
}

/** The nearest number above. */
export function nextUp(value: number): number {
  if (value === 0) return Number.MIN_VALUE
  return fromBits(bitsOf(value) + (value > 0 ? 1n : -1n))
}

export const nextDown = (value: number): number => -nextUp(-value)
