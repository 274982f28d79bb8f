/** The types of electron-runtime.mjs, for the tests that start the window. */
export interface ElectronRuntime {
  readonly binary: string
  readonly version: string
  readonly isOld: boolean
}
export function findElectron(): ElectronRuntime | undefined
export function electronCommand(electron: ElectronRuntime, args: readonly string[], node: string): { readonly args: readonly string[]; readonly env: NodeJS.ProcessEnv }
