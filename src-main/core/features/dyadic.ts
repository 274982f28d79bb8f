/** An exact number: digits · 2^unit. Sums and products of float64 numbers are such numbers. */
export interface Dyadic {
  readonly digits: bigint
  readonly unit: number
}

/** A float64 number whose exponent has no limits: fraction · 2^exponent, where 1 ≤ |fraction| < 2 or fraction is 0. */
export interface Scaled {
  readonly fraction: number
  readonly exponent: number
}

export const nothing: Dyadic = { digits: 0n, unit: 0 }

/** So many sums of nothing. */
export const zeros = (length: number): Dyadic[] => Array.from({ length }, () => nothing)

const float = new Float64Array(1)
const words = new Uint32Array(float.buffer)
const littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1
const highWord = littleEndian ? 1 : 0

/** The same number with its fraction from 1 to 2. */
export function scaled(value: number, exponent = 0): Scaled {
  if (value === 0) return { fraction: 0, exponent: 0 }
  const normal = Math.abs(value) < 2 ** -1022 ? value * 2 ** 64 : value
  float[0] = normal
  const biased = (words[highWord]! >>> 20) & 0x7ff
  words[highWord] = (words[highWord]! & 0x800fffff) | (1023 << 20)
  return { fraction: float[0], exponent: biased - 1023 + exponent - (normal === value ? 0 : 64) }
}

/** As a float64 number; of what is below the least normal one, some digits are lost. */
export function unscaled({ fraction, exponent }: Scaled): number {
  if (exponent >= -1022 && exponent <= 1023) return fraction * 2 ** exponent
  return exponent > 1023 ? fraction * Infinity || 0 : fraction * 2 ** Math.max(exponent + 1022, -1022) * 2 ** -1022
}

/** The digits of a float64 number: 53 bits and their unit. */
export function wholeDigits(value: number): { digits: number; unit: number } {
  if (Number.isSafeInteger(value)) return { digits: value + 0, unit: 0 }
  const { fraction, exponent } = scaled(value)
  return { digits: fraction * 2 ** 52, unit: exponent - 52 }
}

export function dyadic(value: number): Dyadic {
  const { digits, unit } = wholeDigits(value)
  return { digits: BigInt(digits), unit }
}

export function plus(a: Dyadic, b: Dyadic): Dyadic {
  if (a.digits === 0n) return b
  if (b.digits === 0n) return a
  if (a.unit === b.unit) return { digits: a.digits + b.digits, unit: a.unit }
  const [fine, coarse] = a.unit < b.unit ? [a, b] : [b, a]
  return { digits: fine.digits + (coarse.digits << BigInt(coarse.unit - fine.unit)), unit: fine.unit }
}

export const minus = (a: Dyadic, b: Dyadic): Dyadic => (b.digits === 0n ? a : plus(a, { digits: -b.digits, unit: b.unit }))

export const times = (a: Dyadic, b: Dyadic): Dyadic =>
  (a.digits === 0n || b.digits === 0n ? nothing : { digits: a.digits * b.digits, unit: a.unit + b.unit })

/** Not more than three bits too many. */
const bitLength = (whole: bigint): number => whole.toString(16).length * 4

/** a / divisor, rounded to the nearest float64 fraction, for a divisor above 0. */
export function ratio({ digits, unit }: Dyadic, divisor = 1n): Scaled {
  const size = digits < 0n ? -digits : digits
  if (size === 0n) return { fraction: 0, exponent: 0 }
  // Of at least 64 bits and one more that stands for all others: rounding these is rounding the whole.
  const shift = Math.max(0, 68 + bitLength(divisor) - bitLength(size))
  const numerator = size << BigInt(shift)
  let quotient = numerator / divisor
  let rest = quotient * divisor !== numerator
  const surplus = Math.max(0, bitLength(quotient) - 128)
  if (surplus > 0) {
    const whole = quotient
    quotient >>= BigInt(surplus)
    rest ||= quotient << BigInt(surplus) !== whole
  }
  const rounded = Number((quotient << 1n) | (rest ? 1n : 0n))
  return scaled(digits < 0n ? -rounded : rounded, unit - shift + surplus - 1)
}

/** As near as needed where a few units in the last place do not matter, and fast for short numbers. */
export function roughly(value: Dyadic): Scaled {
  const short = Number(value.digits)
  return Number.isFinite(short) ? scaled(short, value.unit) : ratio(value)
}

/** The square root of a number not below 0: of its fraction, rounded, so that neither end of the exponents matters. */
export function squareRoot({ fraction, exponent }: Scaled): Scaled {
  const odd = exponent & 1
  return scaled(Math.sqrt(fraction * 2 ** odd), (exponent - odd) / 2)
}

/** The one text of an exact number, whatever it was computed from: hexadecimal digits without zeros at the end, and their unit. */
export function dyadicText({ digits, unit }: Dyadic): string {
  if (digits === 0n) return '0'
  const text = digits.toString(16)
  const short = text.replace(/0+$/, '')
  // Four bits a digit: units are brought to the same remainder, or equal numbers could have several texts.
  const spare = ((unit % 4) + 4) % 4
  if (spare !== 0) return dyadicText({ digits: digits << BigInt(spare), unit: unit - spare })
  return `${short}p${unit + 4 * (text.length - short.length)}`
}

/** Reads such a text; undefined where it is none. */
export function readDyadic(text: unknown): Dyadic | undefined {
  if (text === '0') return nothing
  const found = typeof text === 'string' ? /^(-?)([0-9a-f]+)p(-?\d{1,5})$/.exec(text) : null
  if (found === null) return undefined
  const size = BigInt(`0x${found[2]!}`)
  return { digits: found[1] === '-' ? -size : size, unit: Number(found[3]) }
}
