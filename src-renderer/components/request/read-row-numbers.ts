/** Row numbers as typed, separated by spaces, commas or lines; or the first word that is none. */
export function readRowNumbers(text: string): { readonly rows: readonly number[] } | { readonly bad: string } {
  const words = text.split(/[\s,;]+/).filter(word => word !== '')
  const bad = words.find(word => !/^\d{1,10}$/.test(word) || Number(word) < 1 || Number(word) > 4_294_967_295)
  return bad === undefined ? { rows: [...new Set(words.map(Number))] } : { bad: bad.slice(0, 20) }
}
