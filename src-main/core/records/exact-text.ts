/** The text of UTF-8 bytes, or undefined where they are not UTF-8 or begin with a byte order mark. */
export function exactText(bytes: Buffer): string | undefined {
  const text = bytes.toString('utf8')
  return Buffer.from(text).equals(bytes) ? text : undefined
}
