import type { WindowBridge } from '../src-main/contract/bridge.ts'

declare global {
  interface Window {
    /** Only in the desktop's window. */
    readonly lethe?: WindowBridge
  }
}
