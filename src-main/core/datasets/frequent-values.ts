import { sha256 } from '../base/hash.ts'

/** Different values are counted up to here. */
export const mostDistinct = 10_000

const longestShown = 1000

type Value = string | number

/** Counts values in bounded memory. */
export interface ValueCounter {
  add(value: Value): void
  /** How many different values there were; 10,001 stands for more than 10,000. */
  distinct(): number
  /** Where there were more than 10,000, all values must be added once more before `frequent` is right. */
  begin(): boolean
  /** The most frequent values with how often each occurred, at most `most`. Of more than 10,000 only those that make up more than a ten-thousandth. */
  frequent(most: number): { value: Value; rows: number }[]
}

/**
 * Exact up to 10,000 different values. Beyond that the counters of Misra and Gries (Finding repeated elements, 1982) keep every
 * value that makes up more than one in 10,001, and a second walk counts those.
 */
export function valueCounter(): ValueCounter {
  let counts = new Map<Value, number>()
  let total = 0
  let isFull = false
  let isSecond = false
  const addFirst = (key: Value): void => {
    total += 1
    const count = counts.get(key)
    if (count !== undefined) counts.set(key, count + 1)
    else if (counts.size < mostDistinct) counts.set(key, 1)
    else {
      isFull = true
      for (const [other, times] of counts) {
        if (times === 1) counts.delete(other)
        else counts.set(other, times - 1)
      }
    }
  }
  const addSecond = (key: Value): void => {
    const count = counts.get(key)
    if (count !== undefined) counts.set(key, count + 1)
  }
  return {
    add: value => (isSecond ? addSecond : addFirst)(keyOf(value)),
    distinct: () => (isFull ? mostDistinct + 1 : counts.size),
    begin() {
      isSecond = isFull
      if (isSecond) counts = new Map(Array.from(counts.keys(), key => [key, 0]))
      return isSecond
    },
    frequent: most => [...counts].filter(([, rows]) => !isFull || rows > total / (mostDistinct + 1))
      .sort(([, a], [, b]) => b - a).slice(0, most).map(([key, rows]) => ({ value: shown(key), rows })),
  }
}

/** A long text is kept as its beginning and its digest. No text of a dataset contains NUL. */
function keyOf(value: Value): Value {
  if (typeof value === 'number' || value.length <= longestShown) return value
  return Buffer.from(`${value.slice(0, longestShown)}\0${sha256(value).toString('hex')}`).toString()
}

const shown = (key: Value): Value => (typeof key === 'string' && key.includes('\0') ? `${key.slice(0, key.indexOf('\0'))}…` : key)
