import { z } from 'zod'
import { KeyProtection } from './ledger.ts'
import { count, digest, instant } from './shape.ts'

/** One key the ledger has named, and for which of its entries it counts. */
export const KeySummary = z.strictObject({
  /** SHA-256 of the public key's SPKI DER, hex: what people compare. */
  fingerprint: digest,
  /** How its private half is kept, or was in the end. */
  protection: KeyProtection,
  /** The entry that names it, and its time; every checkpoint from there on is signed by it. */
  sinceSeq: count, since: instant,
  /** The entry that put another key in its place; null for the present one. */
  untilSeq: count.nullable(),
  ended: z.enum(['rotated', 'lost']).nullable(),
  current: z.boolean(),
  /** Whether its private half is there: null where that cannot be told, and for keys that ended. */
  held: z.boolean().nullable(),
  /** The public half of the present key, where it is known. */
  publicKeyPem: z.string().nullable(),
}).readonly()
export type KeySummary = z.output<typeof KeySummary>

/** A change of the key: the one that counts from the entry `seq` on, and the one before it. */
export const ChangedKey = z.strictObject({ key: digest, before: digest, protection: KeyProtection, seq: count }).readonly()
export type ChangedKey = z.output<typeof ChangedKey>

/** How the keys of the workspace are kept from now on. */
export const KeptKeys = z.strictObject({ protection: KeyProtection }).readonly()
export type KeptKeys = z.output<typeof KeptKeys>

/** The key as a page for an auditor. */
export const KeyCard = z.strictObject({ file: z.string(), sizeBytes: count, key: digest }).readonly()
export type KeyCard = z.output<typeof KeyCard>

export const Countersigned = z.strictObject({
  requestId: z.string(),
  /** The fingerprint of the second person's key. */
  key: digest,
}).readonly()
export type Countersigned = z.output<typeof Countersigned>
