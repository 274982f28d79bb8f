import type { BrowserWindow, OpenDialogOptions, SaveDialogOptions } from 'electron'
import { describe, expect, test } from 'vitest'
import { fileDialogs } from '../../../src-main/shells/electron/file-dialogs.ts'

const window = {} as BrowserWindow

/** The system's dialog, answered as given; what it was asked with is kept. */
function answering(path: string | undefined, parent: BrowserWindow | undefined = window) {
  const asked: (OpenDialogOptions | SaveDialogOptions)[] = []
  const { promise: shown, resolve: show } = Promise.withResolvers<void>()
  const dialogs = fileDialogs({
    showOpenDialog: async (_parent: unknown, options: OpenDialogOptions) => {
      asked.push(options)
      await shown
      return { canceled: path === undefined, filePaths: path === undefined ? [] : [path] }
    },
    showSaveDialog: async (_parent: unknown, options: SaveDialogOptions) => {
      asked.push(options)
      await shown
      return { canceled: path === undefined, filePath: path ?? '' }
    },
  } as never, () => parent, () => '/home/anna/Documents')
  return { asked, show, dialogs }
}

describe('picking a file to read', () => {
  test('offers the endings that fit, and any', async () => {
    const { asked, show, dialogs } = answering('/data/people.csv')
    show()
    expect(await dialogs.pickToRead(['csv', 'tsv'])).toEqual({ path: '/data/people.csv', name: 'people.csv', mayReplace: false })
    expect(asked).toEqual([{ properties: ['openFile'], filters: [{ name: 'CSV, TSV', extensions: ['csv', 'tsv'] }, { name: 'All files', extensions: ['*'] }] }])
  })

  test('gives nothing where the dialog was closed, or there is no window', async () => {
    const closed = answering(undefined)
    closed.show()
    expect(await closed.dialogs.pickToRead([])).toBeNull()
    expect(await closed.dialogs.pickToWrite('a.zip')).toBeNull()
    const noWindow = fileDialogs({} as never, () => undefined, () => '/')
    expect(await noWindow.pickToRead([])).toBeNull()
  })

  test('shows one dialog at a time, and another when it is closed', async () => {
    const { asked, show, dialogs } = answering('/data/a.csv')
    const first = dialogs.pickToRead([])
    expect(await dialogs.pickToWrite('b.zip')).toBeNull()
    show()
    expect(await first).not.toBeNull()
    expect(asked).toHaveLength(1)
    expect(await dialogs.pickToWrite('b.zip')).not.toBeNull()
  })
})

describe('picking a file to write', () => {
  test('may replace the one the person was asked about', async () => {
    const { asked, show, dialogs } = answering('/data/record.zip')
    show()
    expect(await dialogs.pickToWrite('record.zip')).toEqual({ path: '/data/record.zip', name: 'record.zip', mayReplace: true })
    expect(asked).toMatchObject([{ defaultPath: '/home/anna/Documents/record.zip', filters: [{ extensions: ['zip'] }, { extensions: ['*'] }], properties: ['showOverwriteConfirmation', 'createDirectory'] }])
  })

  test('may not replace a file that only got its ending here', async () => {
    const { show, dialogs } = answering('/data/record')
    show()
    expect(await dialogs.pickToWrite('record.zip')).toEqual({ path: '/data/record.zip', name: 'record.zip', mayReplace: false })
  })
})
