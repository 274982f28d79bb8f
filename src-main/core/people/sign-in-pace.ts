import { CoreError } from '../base/core-error.ts'
import type { Clock } from '../ports.ts'

/** How fast passphrases may be tried: each wrong one for a name makes the next try wait longer, never for more than a minute. */
export interface SignInPace {
  /** Carries out one try, after those before it; throws 'people/sign-in-later' where it comes too soon. `isRight` tells whether it was right. */
  attempt<T>(name: string, work: () => Promise<T>, isRight: (result: T) => boolean): Promise<T>
}

/** So many typing errors cost nothing. */
const free = 3
const longestSeconds = 60
/** Names remembered, whether somebody has them or not. */
const mostNames = 200

export function signInPace(clock: Pick<Clock, 'elapsed'>): SignInPace {
  const wrong = new Map<string, { readonly tries: number; readonly at: number }>()
  let before: Promise<unknown> = Promise.resolve()

  function refuseTooSoon(name: string): void {
    const known = wrong.get(name)
    if (known === undefined || known.tries < free) return
    const waitMs = 1000 * Math.min(longestSeconds, 2 ** (known.tries - free))
    const left = known.at + waitMs - clock.elapsed()
    if (left > 0) throw new CoreError('people/sign-in-later', { seconds: Math.ceil(left / 1000) })
  }

  function note(name: string, right: boolean): void {
    const tries = wrong.get(name)?.tries ?? 0
    wrong.delete(name)
    if (right) return
    const [oldest] = wrong.size >= mostNames ? wrong.keys() : []
    if (oldest !== undefined) wrong.delete(oldest)
    wrong.set(name, { tries: tries + 1, at: clock.elapsed() })
  }

  return {
    attempt(name, work, isRight) {
      const mine = before.then(async () => {
        refuseTooSoon(name)
        const result = await work()
        note(name, isRight(result))
        return result
      })
      // One at a time: each takes 128 MiB.
      before = mine.catch(() => {})
      return mine
    },
  }
}
