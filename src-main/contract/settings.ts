import { z } from 'zod'
import { Guarantee } from './model.ts'
import { Law } from './shape.ts'

/** What this workspace allows when a model has to forget. */
export const Policy = z.strictObject({
  /** The least a method must promise to be used: 'none' allows every method. */
  guarantee: Guarantee,
  /** The accuracy on unseen rows, 0 to 1, below which no model may fall by an erasure without a person saying so; null: no floor. */
  accuracyFloor: z.number().min(0).max(1).nullable(),
  /** Days an approved request may wait for others to be carried out together, never past its due date. */
  batchDays: z.number().int().min(0).max(30),
}).readonly()
export type Policy = z.output<typeof Policy>

export const Settings = z.strictObject({
  /** Who answers for the data: stated in every record made from now on. Empty: not stated. */
  organisation: z.strictObject({ name: z.string().trim().max(200), contact: z.string().trim().max(500) }).readonly(),
  policy: Policy,
  /** The law a new request is proposed under. */
  law: Law,
  /** Days before its due date from which a request is called due soon. */
  dueSoonDays: z.number().int().min(1).max(30),
  /** IANA name of the place whose calendar days count for new requests; null: where this computer is. */
  timeZone: z.string().min(1).max(100).nullable(),
  /** For each law the calendar whose public holidays count for new requests, such as "DE-BY"; a law that is not named counts weekends alone. */
  calendars: z.partialRecord(Law, z.string().min(1).max(20)).readonly(),
  /** Readings of the laws that were chosen in the place of the cautious ones, by their names. */
  readings: z.record(z.string().max(100), z.string().max(100)).readonly(),
}).readonly()
export type Settings = z.output<typeof Settings>
