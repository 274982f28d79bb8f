/**
 * Says whether a value read from JSON has a shape, without a package. Members that a shape does not name are allowed: the parsing
 * rules of in-toto (spec/v1/README.md) ask readers to ignore what they do not know, so that a format can grow.
 */

/** Where the value does not fit, as a path such as "outcome.models[0].version", or undefined where it fits. */
export type Shape<T> = ((value: unknown, path: string) => string | undefined) & { readonly of?: T }

export const text: Shape<string> = (value, path) => (typeof value === 'string' ? undefined : path)
export const flag: Shape<boolean> = (value, path) => (typeof value === 'boolean' ? undefined : path)
export const real: Shape<number> = (value, path) => (typeof value === 'number' && Number.isFinite(value) ? undefined : path)
export const count: Shape<number> = (value, path) => (Number.isSafeInteger(value) && Number(value) >= 0 ? undefined : path)
export const hash: Shape<string> = (value, path) => (typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? undefined : path)
export const setting: Shape<number | string | boolean> = (value, path) =>
  (typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)) ? undefined : path)

export const oneOf = <const T extends string>(...values: readonly T[]): Shape<T> =>
  (value, path) => ((values as readonly unknown[]).includes(value) ? undefined : path)

export const orNull = <T>(shape: Shape<T>): Shape<T | null> => (value, path) => (value === null ? undefined : shape(value, path))

/** For a member that need not be there. */
export const orAbsent = <T>(shape: Shape<T>): Shape<T> => (value, path) => (value === undefined ? undefined : shape(value, path))

export const listOf = <T>(shape: Shape<T>): Shape<readonly T[]> => (value, path) => {
  if (!Array.isArray(value)) return path
  for (const [i, item] of value.entries()) {
    const misfit = shape(item, `${path}[${i}]`)
    if (misfit !== undefined) return misfit
  }
  return undefined
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

export const mapOf = <T>(shape: Shape<T>): Shape<Readonly<Record<string, T>>> => (value, path) => {
  if (!isObject(value)) return path
  for (const name of Object.keys(value)) {
    const misfit = shape(value[name], `${path}.${name}`)
    if (misfit !== undefined) return misfit
  }
  return undefined
}

/** An object with at least these members; the compiler sees to it that none of T is forgotten. */
export const members = <T>(shapes: { readonly [K in keyof T]-?: Shape<T[K]> }): Shape<T> => (value, path) => {
  if (!isObject(value)) return path
  for (const name of Object.keys(shapes) as (keyof T & string)[]) {
    const misfit = shapes[name](value[name], path === '' ? name : `${path}.${name}`)
    if (misfit !== undefined) return misfit
  }
  return undefined
}
