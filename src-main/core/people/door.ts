import type { Sessions } from './sessions.ts'

/** How a call came in. */
export interface Door {
  readonly sessions: Sessions
  /** The session it carries, if any. */
  readonly session: string | undefined
  /** Who acts; null before anyone signed in. */
  readonly actor: string | null
}
