import { z } from 'zod'

// A strict Content-Security-Policy forbids making code from text, which zod would try.
z.config({ jitless: true })

/** What every name, id and short text of a call is: not blank, not endless. */
export const shortText = z.string().trim().min(1).max(500)

/** A text with as many characters at most, not blank. */
export const longText = (most: number) => z.string().max(most).regex(/\S/, 'is blank')

/** 1-based position of a data record in the imported file. */
export const rowNumber = z.number().int().min(1).max(4_294_967_295)

export const count = z.number().int().nonnegative()

/** A time as ISO 8601 text in UTC. */
export const instant = z.string()

/** SHA-256 as 64 hexadecimal digits. */
export const digest = z.string().regex(/^[0-9a-f]{64}$/)

/**
 * Stands for a file the person picked: a shell hands it out and the engine knows the path behind it. Nothing else that crosses
 * the boundary can name a file.
 */
export const fileToken = z.string().regex(/^file-[0-9a-f]{32}$/, 'not a file handed out by this program')
export type FileToken = z.output<typeof fileToken>

export const Law = z.enum(['gdpr', 'uk-gdpr', 'ccpa'])
export type Law = z.output<typeof Law>
