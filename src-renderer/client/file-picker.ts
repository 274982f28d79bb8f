import type { FileToken } from '../../src-main/contract/shape.ts'

/** A file the person chose: the token that stands for it, and how to call it in words. */
export interface ChosenFile {
  readonly token: FileToken
  readonly name: string
}

/** How a shell lets a person choose files. A screen never learns a path. */
export interface FilePicker {
  /** `accept` as in an input's attribute, such as ".csv,.tsv". Null where the person chose nothing. */
  pickToRead(accept: string): Promise<ChosenFile | null>
  /** For a file that was dropped on the window. */
  handOver(file: File): Promise<ChosenFile>
  /** `done` is called when the file has been written; what a browser then offers to save. */
  pickToWrite(suggestedName: string): Promise<(ChosenFile & { done(): Promise<void> }) | null>
}
