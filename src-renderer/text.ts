import { useI18n } from 'vue-i18n'
import { insideSentence } from './format/hostile-text.ts'
import { formatCount } from './format/numbers.ts'
import { hasMessage, type MessageKey } from './messages/message-key.ts'

export type Values = Readonly<Record<string, string | number>>

/** The words of the window, by key. Numbers given as values are written out with separators; text cannot turn the words around it. */
export function useText() {
  const { t, locale } = useI18n({ useScope: 'global' })
  return {
    t: (key: MessageKey, values?: Values): string => (values === undefined ? plain(`${locale.value}.${key}`, () => t(key)) : t(key, written(values))),
    /** Chooses between one and many by `count`, which the message may quote. */
    counted: (key: MessageKey, count: number, values: Values = {}): string => t(key, { ...written(values), count: formatCount(count) }, count),
    /** A message for a name that the engine gives, such as a stage; the name itself where there is none. */
    named: (prefix: string, name: string): string => (hasMessage(`${prefix}.${name}`) ? t(`${prefix}.${name}`) : name),
  }
}

/** Messages without values, by locale and key: a long table asks for the same few thousands of times. */
const known = new Map<string, string>()

function plain(name: string, read: () => string): string {
  const found = known.get(name) ?? read()
  known.set(name, found)
  return found
}

const written = (values: Values): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, typeof value === 'number' ? formatCount(value) : insideSentence(value)]))
