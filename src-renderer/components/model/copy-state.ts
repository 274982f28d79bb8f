import type { ExportedCopy } from '../../../src-main/contract/model.ts'
import type { MessageKey } from '../../messages/message-key.ts'
import type { IconName } from '../base/icons.ts'

/** How a copy that left stands, in colour, icon and word. */
export interface CopyState {
  readonly tone: 'warn' | 'none'
  readonly icon: IconName
  readonly word: MessageKey
}

export function copyState({ state, modelExists }: Pick<ExportedCopy, 'state' | 'modelExists'>): CopyState {
  if (state === 'present') return { tone: 'none', icon: 'check', word: 'copies.present' }
  if (state === 'replaced') return { tone: 'none', icon: 'history', word: 'copies.replaced' }
  return { tone: 'warn', icon: 'clock', word: modelExists ? 'copies.toBeReplaced' : 'copies.toBeDestroyed' }
}
