import { useI18n } from 'vue-i18n'
import { formatCount } from './format/numbers.ts'
import { hasMessage, type MessageKey } from './messages/message-key.ts'

export type Values = Readonly<Record<string, string | number>>

/** The words of the window, by key. Numbers given as values are written out with separators. */
export function useText() {
  const { t } = useI18n({ useScope: 'global' })
  return {
    t: (key: MessageKey, values: Values = {}): string => t(key, written(values)),
    /** Chooses between one and many by `count`, which the message may quote. */
    counted: (key: MessageKey, count: number, values: Values = {}): string => t(key, { ...written(values), count: formatCount(count) }, count),
    /** A message for a name that the engine gives, such as a stage; the name itself where there is none. */
    named: (prefix: string, name: string): string => (hasMessage(`${prefix}.${name}`) ? t(`${prefix}.${name}`) : name),
  }
}

const written = (values: Values): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, typeof value === 'number' ? formatCount(value) : value]))
