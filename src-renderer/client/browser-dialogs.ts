import type { FileDialogs } from './http-files.ts'

/** How long a browser may take to start reading what it saves, in milliseconds; the bytes are let go after that. */
const readingMs = 60_000

/** The browser's own dialogs. */
export const browserDialogs: FileDialogs = {
  choose(accept) {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = accept
    return new Promise(resolve => {
      input.addEventListener('change', () => resolve(input.files?.[0] ?? null))
      input.addEventListener('cancel', () => resolve(null))
      input.click()
    })
  },
  save(content, name) {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(content)
    link.download = name
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), readingMs)
  },
}
