import { inject, type InjectionKey } from 'vue'
import type { MenuCommand } from '../../src-main/contract/bridge.ts'
import type { ApiClient } from '../../src-main/contract/reply.ts'
import type { FilePicker } from './file-picker.ts'

/** What else the shell can do for a window. */
export interface ShellActs {
  onMenu(told: (command: MenuCommand) => void): () => void
  /** Ends what serves this page; undefined where closing the window does. */
  readonly stopServer?: () => Promise<void>
}

export const apiClientKey: InjectionKey<ApiClient> = Symbol('api client')
export const filePickerKey: InjectionKey<FilePicker> = Symbol('file picker')
export const shellActsKey: InjectionKey<ShellActs> = Symbol('shell acts')

export const useApiClient = (): ApiClient => injected(apiClientKey, 'an api client')

export const useFilePicker = (): FilePicker => injected(filePickerKey, 'a file picker')

export const useShellActs = (): ShellActs => injected(shellActsKey, 'what the shell can do')

function injected<T>(key: InjectionKey<T>, what: string): T {
  const found = inject(key)
  if (found === undefined) throw new Error(`main.ts provides ${what}`)
  return found
}
