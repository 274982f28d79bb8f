export const laws = ['gdpr', 'uk-gdpr', 'ccpa'] as const
export type Law = (typeof laws)[number]

/** A person's request covers all their rows; a request by rows covers just those named. */
export type RequestScope = 'person' | 'rows'

export type RequestState = 'received' | 'verified' | 'approved' | 'executing' | 'verifying' | 'completed'

export interface RequestSummary {
  readonly requestId: string
  readonly datasetId: string
  readonly scope: RequestScope
  readonly law: Law
  readonly ruleVersion: string
  readonly receivedAt: string
  readonly dueAt: string
  readonly state: RequestState
  readonly matchedRows: number
}
