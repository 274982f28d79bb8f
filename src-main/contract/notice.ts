import { z } from 'zod'
import { count } from './shape.ts'

/** Someone who had data of datasets from us. The name may be a person's: it is in a table alone, and in no ledger or record. */
export const Recipient = z.strictObject({ recipientId: z.string(), name: z.string(), contact: z.string(), datasets: z.array(z.string()).readonly() }).readonly()
export type Recipient = z.output<typeof Recipient>

/** open: nobody was told yet. impossible: told nobody, or heard nothing, for a reason that is noted. */
export const NoticeState = z.enum(['open', 'sent', 'confirmed', 'impossible'])
export type NoticeState = z.output<typeof NoticeState>

/** Why a recipient could not be told, or did not confirm. */
export const NoticeReason = z.enum(['recipient-gone', 'not-reachable', 'disproportionate', 'no-confirmation'])
export type NoticeReason = z.output<typeof NoticeReason>

/** One who has to be told that data was erased: a recipient of datasets, or the holder of a copy of a model. */
export const Notice = z.strictObject({
  noticeId: z.string(), requestId: z.string(), about: z.enum(['datasets', 'copy']),
  /** Of the two one is null. */
  recipientId: z.string().nullable(), exportId: z.string().nullable(),
  /** Empty where the recipient was removed since, or the holder of the copy was not said. */
  name: z.string(), contact: z.string(), datasets: z.array(z.string()).readonly(), modelId: z.string().nullable(),
  state: NoticeState, sentOn: z.string().nullable(), confirmedOn: z.string().nullable(),
  reason: NoticeReason.nullable(), explanation: z.string().nullable(),
}).readonly()
export type Notice = z.output<typeof Notice>

export const NoticeLetter = z.strictObject({ noticeId: z.string(), text: z.string() }).readonly()
export type NoticeLetter = z.output<typeof NoticeLetter>

/** A file with what a recipient is to erase. */
export const ExportedNotices = z.strictObject({ file: z.string(), sizeBytes: count, notices: count }).readonly()
export type ExportedNotices = z.output<typeof ExportedNotices>

/** Recipients to tell of an erasure, as counts. */
export const NoticeCounts = z.strictObject({ open: count, sent: count, confirmed: count, impossible: count }).readonly()
export type NoticeCounts = z.output<typeof NoticeCounts>
