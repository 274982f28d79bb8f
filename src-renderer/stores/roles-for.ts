import type { ApiName } from '../../src-main/contract/api.ts'
import type { Role } from '../../src-main/contract/people.ts'
import { admits } from '../../src-main/contract/roles.ts'

/** The roles a call is for, where none of these is among them; undefined where whoever has these may make it. The engine decides; this says so beforehand. */
export function rolesFor(name: ApiName, own: readonly Role[]): readonly Role[] | undefined {
  const rule = admits[name]
  return Array.isArray(rule) && !(rule as readonly Role[]).some(role => own.includes(role)) ? rule as readonly Role[] : undefined
}
