import { inject, type InjectionKey } from 'vue'
import type { MenuCommand } from '../../src-main/contract/bridge.ts'
import type { ApiName } from '../../src-main/contract/api.ts'
import type { Role } from '../../src-main/contract/people.ts'
import type { ApiClient } from '../../src-main/contract/reply.ts'
import type { FilePicker } from './file-picker.ts'
import { heldSession, type HeldSession } from './held-session.ts'

/** What else the shell can do for a window. */
export interface ShellActs {
  onMenu(told: (command: MenuCommand) => void): () => void
  /** Ends what serves this page; undefined where closing the window does. */
  readonly stopServer?: () => Promise<void>
}

/** The roles a call is for that whoever is signed in has none of; undefined where they may make it. */
export type Lacks = (name: ApiName) => readonly Role[] | undefined

export const lacksKey: InjectionKey<Lacks> = Symbol('roles that are missing')
export const apiClientKey: InjectionKey<ApiClient> = Symbol('api client')
/** Which session the window's calls carry. */
export const heldSessionKey: InjectionKey<HeldSession> = Symbol('held session')
export const filePickerKey: InjectionKey<FilePicker> = Symbol('file picker')
export const shellActsKey: InjectionKey<ShellActs> = Symbol('shell acts')

export const useApiClient = (): ApiClient => injected(apiClientKey, 'an api client')

/** A window that was not given one holds one of its own. */
export const useHeldSession = (): HeldSession => inject(heldSessionKey, heldSession, true)

export const useFilePicker = (): FilePicker => injected(filePickerKey, 'a file picker')

export const useShellActs = (): ShellActs => injected(shellActsKey, 'what the shell can do')

function injected<T>(key: InjectionKey<T>, what: string): T {
  const found = inject(key)
  if (found === undefined) throw new Error(`main.ts provides ${what}`)
  return found
}
