/** Orders texts by their UTF-8 bytes (which is the order of code points), whatever the language of the machine. */
export function compareUtf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
