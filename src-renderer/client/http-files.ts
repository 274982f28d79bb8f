import type { FileToken } from '../../src-main/contract/shape.ts'
import { ApiFailure } from './api-failure.ts'
import type { ChosenFile, FilePicker } from './file-picker.ts'
import type { PageRequest } from './page-request.ts'

/** What only a browser's page can do: show its file dialog, and offer to save bytes. */
export interface FileDialogs {
  choose(accept: string): Promise<File | null>
  save(content: Blob, name: string): void
}

export interface HttpFiles extends FilePicker {
  /** No call will name this file any more: the server's copy is deleted now rather than when the page leaves. */
  forget(token: FileToken): Promise<void>
}

/** Files of a page in a browser: sent to the server to be read there, written there to be downloaded. */
export function httpFiles(request: PageRequest, dialogs: FileDialogs): HttpFiles {
  async function handOver(file: File): Promise<ChosenFile> {
    const offered = await request.ask<ChosenFile>('/files/read', { name: file.name, sizeBytes: file.size })
    try {
      return await request.sendBytes<ChosenFile>(`/files/read/${offered.token}`, file)
    } catch (failure) {
      // A browser does not tell whether the file could not be read or the connection broke.
      throw failure instanceof ApiFailure && failure.code === 'page/unreachable' ? new ApiFailure({ code: 'file/not-sent', details: {} }) : failure
    }
  }
  return {
    handOver,
    async pickToRead(accept) {
      const file = await dialogs.choose(accept)
      return file === null ? null : handOver(file)
    },
    async pickToWrite(suggestedName) {
      const file = await request.ask<ChosenFile>('/files/write', { name: suggestedName })
      return { ...file, done: async () => dialogs.save(await request.fetchBytes('/files/download', { token: file.token }), file.name) }
    },
    forget: token => request.ask<void>('/files/forget', { token }),
  }
}
