import type { Reason } from '../../../contract/reason.ts'

/** A reason as its law has it; what it can be given for follows from its scope and effect. */
export type LawReason = Omit<Reason, 'law' | 'givenFor'>
