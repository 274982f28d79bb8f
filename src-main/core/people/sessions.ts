import type { Clock, RandomBytes } from '../ports.ts'
import { sha256 } from '../base/hash.ts'
import { signInPace, type SignInPace } from './sign-in-pace.ts'

/** Whoever signed in, in this process's memory alone: it ends with it, when they sign out, and when nothing was asked for too long. */
export interface Sessions {
  /** Starts one and returns its token, a secret; salt is that of the passphrase they signed in with. */
  open(actor: string, salt: Buffer): string
  /** Whose it is, seen again now; undefined where there is none, or it has ended. */
  find(token: string | undefined, idleMinutes: number): { readonly actor: string; readonly salt: Buffer } | undefined
  /** The passphrase of whoever it is of is another one now: this session goes on, others of theirs end by their salt. */
  follow(token: string, salt: Buffer): void
  end(token: string | undefined): void
  /** True of a token that was given out and has not been ended, however long it was not used. */
  knows(token: string | undefined): boolean
  readonly pace: SignInPace
}

interface Session {
  readonly actor: string
  readonly salt: Buffer
  readonly seen: Moment
}

interface Moment {
  readonly elapsedMs: number
  readonly wallMs: number
}

const tokenBytes = 32
/** The longest unused are forgotten. */
const most = 200

export function openSessions({ clock, randomBytes }: { readonly clock: Clock; readonly randomBytes: RandomBytes }): Sessions {
  // By hashes: comparing the tokens themselves would tell by its time how much of one was right.
  const sessions = new Map<string, Session>()
  const now = (): Moment => ({ elapsedMs: clock.elapsed(), wallMs: clock.now().getTime() })

  function put(key: string, session: Session): void {
    sessions.delete(key)
    sessions.set(key, session)
    const [oldest] = sessions.size > most ? sessions.keys() : []
    if (oldest !== undefined) sessions.delete(oldest)
  }

  return {
    open(actor, salt) {
      const token = randomBytes(tokenBytes).toString('base64url')
      put(keyOf(token), { actor, salt, seen: now() })
      return token
    },
    find(token, idleMinutes) {
      if (token === undefined) return undefined
      const key = keyOf(token)
      const session = sessions.get(key)
      if (session === undefined) return undefined
      const at = now()
      if (idleMs(session.seen, at) > idleMinutes * 60_000) {
        sessions.delete(key)
        return undefined
      }
      put(key, { ...session, seen: at })
      return session
    },
    follow(token, salt) {
      const session = sessions.get(keyOf(token))
      if (session !== undefined) put(keyOf(token), { ...session, salt })
    },
    end: token => void (token !== undefined && sessions.delete(keyOf(token))),
    knows: token => token !== undefined && sessions.has(keyOf(token)),
    pace: signInPace(clock),
  }
}

/** A computer that slept has not counted, and a clock may be set: whichever says more time has passed is believed. */
const idleMs = ({ elapsedMs, wallMs }: Moment, at: Moment): number => Math.max(at.elapsedMs - elapsedMs, at.wallMs - wallMs)

const keyOf = (token: string): string => sha256(Buffer.from(token)).toString('hex')
