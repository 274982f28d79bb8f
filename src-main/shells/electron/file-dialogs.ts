import { basename, extname, join } from 'node:path'
import type { BrowserWindow, Dialog } from 'electron'
import type { HandedFile } from '../../core/base/handed-files.ts'

export interface FileDialogs {
  /** null where the person closed the dialog. */
  pickToRead(endings: readonly string[]): Promise<HandedFile | null>
  pickToWrite(suggestedName: string): Promise<HandedFile | null>
}

/** The system's own dialogs, one at a time: while one is open, asking for another picks nothing. */
export function fileDialogs(dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>, window: () => BrowserWindow | undefined, folder: () => string): FileDialogs {
  let open = false
  const one = async (show: (parent: BrowserWindow) => Promise<HandedFile | null>): Promise<HandedFile | null> => {
    const parent = window()
    if (open || parent === undefined) return null
    open = true
    try {
      return await show(parent)
    } finally {
      open = false
    }
  }
  return {
    pickToRead: endings => one(async parent => {
      const { canceled, filePaths } = await dialog.showOpenDialog(parent, { properties: ['openFile'], filters: filtersFor(endings) })
      const path = filePaths[0]
      return canceled || path === undefined ? null : { path, name: basename(path), mayReplace: false }
    }),
    pickToWrite: suggestedName => one(async parent => {
      const ending = extname(suggestedName)
      const { canceled, filePath } = await dialog.showSaveDialog(parent, {
        defaultPath: join(folder(), suggestedName), filters: filtersFor(ending === '' ? [] : [ending.slice(1)]), properties: ['showOverwriteConfirmation', 'createDirectory'],
      })
      if (canceled || filePath === undefined || filePath === '') return null
      // Where the dialog leaves out the ending, the person was asked about another file than the one that would be replaced.
      const path = extname(filePath) === '' ? filePath + ending : filePath
      return { path, name: basename(path), mayReplace: path === filePath }
    }),
  }
}

function filtersFor(endings: readonly string[]): { name: string; extensions: string[] }[] {
  const any = { name: 'All files', extensions: ['*'] }
  return endings.length === 0 ? [any] : [{ name: endings.map(ending => ending.toUpperCase()).join(', '), extensions: [...endings] }, any]
}
