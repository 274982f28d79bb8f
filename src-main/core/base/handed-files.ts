import { statSync } from 'node:fs'
import { basename } from 'node:path'
import type { SampleFile } from '../../contract/dataset.ts'
import type { FileToken } from '../../contract/shape.ts'
import { CoreError } from './core-error.ts'

export interface HandedFile {
  readonly path: string
  readonly name: string
  /** True where the person was asked whether an existing file may be replaced, and agreed. */
  readonly mayReplace: boolean
}

/** Files a person picked, by the tokens handed out for them. A token is good for one use (reading or writing) and for this session. */
export interface HandedFiles {
  handOut(path: string, use: 'read' | 'write', options?: { readonly name?: string; readonly mayReplace?: boolean }): FileToken
  /** Takes over a token that another process handed out. */
  accept(token: FileToken, use: 'read' | 'write', file: HandedFile): void
  takeBack(token: FileToken): void
  toRead(token: FileToken): HandedFile
  toWrite(token: FileToken): HandedFile
  /** The files that come with the product, each under the same token all session. */
  samples(): SampleFile[]
  /** What stands behind this token, whatever its use; undefined for any other text. */
  find(token: string): { readonly use: 'read' | 'write'; readonly file: HandedFile } | undefined
}

/** `samplePaths` are the files that come with the product; those that are not there are passed over. */
export function handedFiles(randomBytes: (size: number) => Buffer, samplePaths: readonly string[] = []): HandedFiles {
  const known = new Map<string, { readonly use: 'read' | 'write'; readonly file: HandedFile }>()
  const behind = (token: string, use: 'read' | 'write'): HandedFile => {
    const found = known.get(token)
    if (found?.use !== use) throw new CoreError('file/unknown', {})
    return found.file
  }
  const sampleTokens = new Map<string, FileToken>()
  const handOut: HandedFiles['handOut'] = (path, use, { name = basename(path), mayReplace = false } = {}) => {
    const token = `file-${randomBytes(16).toString('hex')}`
    known.set(token, { use, file: { path, name, mayReplace } })
    return token
  }
  return {
    handOut,
    accept: (token, use, file) => void known.set(token, { use, file }),
    takeBack: token => void known.delete(token),
    toRead: token => behind(token, 'read'),
    toWrite: token => behind(token, 'write'),
    samples: () => samplePaths.flatMap(path => {
      const sizeBytes = fileSize(path)
      if (sizeBytes === undefined) return []
      const file = sampleTokens.get(path) ?? handOut(path, 'read')
      sampleTokens.set(path, file)
      return [{ name: basename(path), file, sizeBytes }]
    }),
    find: token => known.get(token),
  }
}

function fileSize(path: string): number | undefined {
  try {
    return statSync(path).size
  } catch {
    return undefined
  }
}
