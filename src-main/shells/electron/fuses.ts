import type { FuseV1Options } from '@electron/fuses'

export interface Fuse {
  readonly on: boolean
  readonly why: string
}

/** Every fuse of the runtime that a packaged Lethe comes with (electronjs.org/docs/latest/tutorial/fuses), none left to its default. */
export const fuses: Readonly<Record<keyof typeof FuseV1Options, Fuse>> = {
  RunAsNode: { on: false, why: 'Whoever can set an environment variable would run scripts under the name, the rights and the keychain entry of Lethe.' },
  EnableCookieEncryption: { on: true, why: 'Lethe sets no cookie; should one ever be kept, it is not in plain text.' },
  EnableNodeOptionsEnvironmentVariable: { on: false, why: 'NODE_OPTIONS could load other code into the process that holds the wrapping key.' },
  EnableNodeCliInspectArguments: { on: false, why: 'A debugger could read the wrapping key from memory.' },
  EnableEmbeddedAsarIntegrityValidation: { on: true, why: 'An archive of the program that was changed after it was packaged is refused (macOS and Windows).' },
  OnlyLoadAppFromAsar: { on: true, why: 'A folder put beside the archive would otherwise be run in its place, unchecked.' },
  LoadBrowserProcessSpecificV8Snapshot: { on: false, why: 'There is no snapshot of our own, and a file of that name must not be loaded.' },
  GrantFileProtocolExtraPrivileges: { on: false, why: 'The window comes from app://; pages from files need no rights, since none is ever shown.' },
  WasmTrapHandlers: { on: true, why: 'Accesses out of the bounds of WebAssembly memory are caught by the processor; Lethe has no WebAssembly that would need it otherwise.' },
}
