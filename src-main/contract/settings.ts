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
  /** The fewest people that may tell an exported copy of a model from an earlier one without a person accepting it. */
  smallBatch: z.number().int().min(1).max(1000),
}).readonly()
export type Policy = z.output<typeof Policy>

export const Settings = z.strictObject({
  /** Who answers for the data: stated in every record made from now on. Empty: not stated. */
  organisation: z.strictObject({ name: z.string().trim().max(200), contact: z.string().trim().max(500) }).readonly(),
  policy: Policy,
  requests: z.strictObject({
    /** Hours in which an approval can be taken back, and nothing is erased; 0: there are none. */
    graceHours: z.number().int().min(0).max(720),
    /** Days after a request ended in which another of the same person is told to be its duplicate. */
    duplicateDays: z.number().int().min(0).max(400),
    /** Days a person who was asked who they are has to show it, before their request may expire; null: until its answer is due. */
    identityDays: z.number().int().min(1).max(365).nullable(),
  }).readonly(),
  matching: z.strictObject({
    /** The country calling code, such as "49", of telephone numbers that are written without one; null: such a number is no identifier. */
    phoneCountry: z.string().regex(/^[1-9]\d{0,2}$/, 'a country calling code has one to three digits').nullable(),
    /** Years after which the keyed hashes that keep an erased person from being imported again are destroyed; null: they stay. */
    suppressionYears: z.number().int().min(1).max(100).nullable(),
  }).readonly(),
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
