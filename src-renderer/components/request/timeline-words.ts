import type { TimelineEntry } from '../../../src-main/contract/request.ts'
import { formatDay } from '../../format/dates.ts'
import { useText } from '../../text.ts'

/** What an entry about a request says besides its kind, in words. */
export function useTimelineWords(reasonWords: (code: string) => string) {
  const { t, counted, named } = useText()
  return (entry: TimelineEntry): string => {
    const text = (name: string) => String(entry[name] ?? '')
    const number = (name: string) => Number(entry[name] ?? 0)
    const length = (name: string) => (Array.isArray(entry[name]) ? (entry[name] as readonly unknown[]).length : 0)
    switch (entry.kind) {
      case 'request-opened': return counted('request.told.opened', number('matched'), { channel: named('terms.channel', text('channel') || 'other') })
      case 'request-noted': return t('request.told.noted', { what: named('request.noted', text('what')), day: formatDay(text('on')), due: formatDay(text('dueAt')) })
      case 'request-matched': return counted('request.told.matched', number('matched'))
      case 'matches-decided': return t('request.told.decided', { erase: number('erase'), keep: (entry['keep'] as readonly { readonly rows: number }[] | undefined ?? []).reduce((sum, one) => sum + one.rows, 0) })
      case 'request-extended': return t('request.told.due', { due: formatDay(text('dueAt')) })
      case 'request-verified': return named('request.howDone', text('how'))
      case 'request-denied': return reasonWords(text('reason'))
      case 'hold-placed': return entry['rows'] === null ? t('request.told.holdAll') : counted('request.told.holdRows', number('rows'))
      case 'answer-sent': return t('request.told.letter', { letter: named('letters.kind', text('letter')), day: formatDay(text('on')) })
      case 'notice-sent': case 'notice-confirmed': return t('request.told.day', { day: formatDay(text('on')) })
      case 'notice-impossible': return named('notices.reason', text('reason'))
      case 'erasure-intended': return counted('request.told.intended', number('rows'), { models: counted('request.told.models', length('models')) })
      case 'erasure-undone': return named('request.told.undone', text('why'))
      case 'erasure-adopted': return counted('request.told.erased', number('erased'), { models: counted('request.told.models', length('models')) })
      case 'erasure-completed': return t('request.told.completed', { searched: number('searched'), residue: number('residue') })
      default: return ''
    }
  }
}
