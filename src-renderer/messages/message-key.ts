import { en } from './en.ts'

type Leaves<T, Prefix extends string = ''> = { [K in keyof T & string]: T[K] extends string ? `${Prefix}${K}` : Leaves<T[K], `${Prefix}${K}.`> }[keyof T & string]

/** Every key there is: a wrong one does not compile. */
export type MessageKey = Leaves<typeof en>

export function hasMessage(key: string): key is MessageKey {
  let at: unknown = en
  for (const part of key.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return false
    at = (at as Record<string, unknown>)[part]
  }
  return typeof at === 'string'
}
