import type { ListColumns } from '../../../src-main/contract/list.ts'
import type { Identifier } from '../../../src-main/contract/request.ts'

/** What a column of a list is used for. */
const identifierUses = ['exact', 'any-case', 'e-mail', 'phone'] as const satisfies readonly Identifier['kind'][]
const singleUses = ['law', 'received', 'channel', 'name', 'contact'] as const
export const listUses = ['none', ...identifierUses, ...singleUses] as const
export type ListUse = (typeof listUses)[number]

/** The use of each column, by its name. */
export type ListUses = Readonly<Record<string, ListUse>>

const isIdentifier = (use: ListUse): use is Identifier['kind'] => (identifierUses as readonly ListUse[]).includes(use)

export function usesOf(header: readonly string[], columns: ListColumns | null): ListUses {
  return Object.fromEntries(header.map(column => {
    const identifier = columns?.identifiers.find(one => one.column === column)
    return [column, identifier?.kind ?? singleUses.find(use => columns?.[use] === column) ?? 'none']
  }))
}

/** The same as the engine is asked; or what is wrong with it. */
export function columnsOf(uses: ListUses): { readonly columns: ListColumns } | { readonly doubled: ListUse } | { readonly none: true } {
  const all = Object.entries(uses)
  const identifiers = all.flatMap(([column, use]) => (isIdentifier(use) ? [{ column, kind: use }] : []))
  if (identifiers.length === 0) return { none: true }
  const doubled = singleUses.find(use => all.filter(([, one]) => one === use).length > 1)
  if (doubled !== undefined) return { doubled }
  return { columns: { identifiers, ...Object.fromEntries(singleUses.flatMap(use => { const found = all.find(([, one]) => one === use); return found === undefined ? [] : [[use, found[0]]] })) } }
}
