import type { ViewCondition } from '../../../src-main/contract/dataset.ts'
import { formatCell } from '../../format/numbers.ts'
import { useText } from '../../text.ts'

/** A filter as one line of words. */
export function useConditionWords() {
  const { t } = useText()
  return (condition: ViewCondition): string => {
    const { column } = condition
    switch (condition.is) {
      case 'equal': return t('datasets.chipEqual', { column, value: typeof condition.value === 'number' ? formatCell(condition.value) : condition.value })
      case 'containing': return t('datasets.chipContaining', { column, value: condition.value })
      case 'starting': return t('datasets.chipStarting', { column, value: condition.value })
      case 'between': {
        if (condition.to === null) return t('datasets.chipFrom', { column, from: number(condition.from) })
        if (condition.from === null) return t('datasets.chipTo', { column, to: number(condition.to) })
        return t('datasets.chipBetween', { column, from: number(condition.from), to: number(condition.to) })
      }
      case 'empty': return t('datasets.chipEmpty', { column })
      case 'present': return t('datasets.chipPresent', { column })
    }
  }
}

const number = (value: number | null): string => (value === null ? '' : formatCell(value))
