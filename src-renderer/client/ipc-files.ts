import type { WindowBridge } from '../../src-main/contract/bridge.ts'
import type { FilePicker } from './file-picker.ts'
import { valueOf } from './ipc-client.ts'

/** Files by the system's own dialogs; what is read and written lies where the person said, so nothing is copied. */
export function ipcFiles(bridge: WindowBridge): FilePicker {
  return {
    pickToRead: async accept => valueOf(await bridge.pickToRead(endingsIn(accept))),
    handOver: async file => valueOf(await bridge.handOverDropped(file)),
    async pickToWrite(suggestedName) {
      const file = valueOf(await bridge.pickToWrite(suggestedName))
      return file === null ? null : { ...file, done: async () => {} }
    },
  }
}

/** "csv" and "tsv" for ".csv, .TSV,text/csv": what an input's attribute says, without kinds that are no endings. */
const endingsIn = (accept: string): string[] => accept.split(',').map(part => part.trim().toLowerCase()).filter(part => part.startsWith('.')).map(part => part.slice(1))
