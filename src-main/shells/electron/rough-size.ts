/** How deep a message of ours ever nests, with room to spare. */
const mostDepth = 32

/**
 * About how many bytes a message holds: eight a number, two a character. undefined for what is no plain data (a circle, a map, a
 * buffer) or nested deeper than any message of ours. Stops counting beyond `most`.
 */
export function roughSize(value: unknown, most: number): number | undefined {
  let size = 0
  const add = (part: unknown, depth: number): boolean => {
    size += 8
    if (size > most) return true
    if (typeof part === 'string') size += 2 * part.length
    if (typeof part !== 'object' || part === null) return typeof part !== 'function' && typeof part !== 'symbol'
    if (depth === mostDepth) return false
    if (Array.isArray(part)) return part.every(item => add(item, depth + 1))
    const prototype: unknown = Object.getPrototypeOf(part)
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return false
    return Object.entries(part).every(([name, item]) => {
      size += 2 * name.length
      return add(item, depth + 1)
    })
  }
  return add(value, 0) ? size : undefined
}
