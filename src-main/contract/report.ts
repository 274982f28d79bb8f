import { z } from 'zod'
import { count } from './shape.ts'

/** ccpa-requests: 11 CCR 7101, a line a request. ccpa-year: 11 CCR 7102, counts and medians. accountability: GDPR Art. 5(2). */
export const ReportName = z.enum(['ccpa-requests', 'ccpa-year', 'accountability'])
export type ReportName = z.output<typeof ReportName>

export const ReportFormat = z.enum(['csv', 'pdf'])
export type ReportFormat = z.output<typeof ReportFormat>

export const ExportedReport = z.strictObject({ file: z.string(), sizeBytes: count, report: ReportName, requests: count }).readonly()
export type ExportedReport = z.output<typeof ExportedReport>
