import { z } from 'zod'
import { instant } from './shape.ts'

/** What someone may do here; one may have several. roles.ts says which calls each is for. */
export const Role = z.enum(['administrator', 'officer', 'approver', 'engineer', 'auditor'])
export type Role = z.output<typeof Role>

export const Roles = z.array(Role).min(1, 'needs at least one role').max(5).refine(roles => new Set(roles).size === roles.length, 'names a role twice').readonly()
export type Roles = z.output<typeof Roles>

/** What colleagues call each other. It is kept until they leave, and is in no ledger, record or log. */
export const colleagueName = z.string().trim().min(1, 'needs a name').max(100).regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, 'has a character that is not shown')

/** One who works here. A person, in this product, is someone who asks to be erased. */
export const Colleague = z.strictObject({
  /** Pseudonymous, as the ledger names them. */
  id: z.string(),
  /** null where none was given: in a workspace of one. */
  name: z.string().nullable(),
  roles: Roles, addedAt: instant,
}).readonly()
export type Colleague = z.output<typeof Colleague>

/** A secret that stands for whoever signed in, in memory only. */
export const sessionToken = z.string().regex(/^[\w-]{43}$/, 'not a session')

/** Someone who was just let in, and the token their calls carry from now on. */
export const SignedIn = z.strictObject({ session: sessionToken, colleague: Colleague }).readonly()
export type SignedIn = z.output<typeof SignedIn>

/** Minutes without a call after which a session ends; a day at most. */
export const idleMinutes = z.number().int().min(1).max(1440)

/** Who a window works for. */
export const Current = z.strictObject({
  /** True where two or more work here, so that each must sign in. */
  signsIn: z.boolean(),
  /** Who this call acted for; null where that is nobody yet. */
  colleague: Colleague.nullable(),
  idleMinutes,
}).readonly()
export type Current = z.output<typeof Current>

export const AddedColleague = z.strictObject({
  colleague: Colleague,
  /** Where the first one had to be named with it: they are signed in already. */
  first: SignedIn.nullable(),
}).readonly()
export type AddedColleague = z.output<typeof AddedColleague>
