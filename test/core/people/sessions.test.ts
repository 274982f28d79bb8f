import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { CoreError } from '../../../src-main/core/base/core-error.ts'
import { openSessions } from '../../../src-main/core/people/sessions.ts'
import { signInPace } from '../../../src-main/core/people/sign-in-pace.ts'

const minute = 60_000

/** A measuring clock and a wall clock that are moved by hand, each by itself. */
function handClock() {
  const now = { elapsedMs: 0, wallMs: Date.UTC(2026, 10, 25, 10) }
  return {
    clock: { now: () => new Date(now.wallMs), elapsed: () => now.elapsedMs, cpu: () => 0, timeZone: 'Etc/UTC' },
    pass(ms: number) {
      now.elapsedMs += ms
      now.wallMs += ms
    },
    setWall(ms: number) {
      now.wallMs += ms
    },
  }
}

describe('a session', () => {
  const salt = Buffer.from('salt')

  test('lasts as long as something is asked within its minutes, and not longer', () => {
    const { clock, pass } = handClock()
    const sessions = openSessions({ clock, randomBytes })
    const token = sessions.open('p-1', salt)
    for (let asked = 0; asked < 3; asked += 1) {
      pass(29 * minute)
      expect(sessions.find(token, 30)).toMatchObject({ actor: 'p-1' })
    }
    pass(30 * minute + 1)
    expect(sessions.find(token, 30)).toBeUndefined()
    // Once ended it stays so.
    expect(sessions.find(token, 24 * 60)).toBeUndefined()
    expect(sessions.knows(token)).toBe(false)
  })

  test('ends on a computer that slept, whose measuring clock stood still', () => {
    const { clock, setWall } = handClock()
    const sessions = openSessions({ clock, randomBytes })
    const token = sessions.open('p-1', salt)
    setWall(31 * minute)
    expect(sessions.find(token, 30)).toBeUndefined()
  })

  test('does not last longer where the clock is set back', () => {
    const { clock, pass, setWall } = handClock()
    const sessions = openSessions({ clock, randomBytes })
    const token = sessions.open('p-1', salt)
    setWall(-24 * 60 * minute)
    pass(29 * minute)
    expect(sessions.find(token, 30)).toMatchObject({ actor: 'p-1' })
    pass(31 * minute)
    expect(sessions.find(token, 30)).toBeUndefined()
  })

  test('is found by its own token alone, and of too many the longest unused is forgotten', () => {
    const { clock } = handClock()
    const sessions = openSessions({ clock, randomBytes })
    const first = sessions.open('p-1', salt)
    const second = sessions.open('p-2', salt)
    expect(sessions.find(first, 30)).toMatchObject({ actor: 'p-1' })
    for (const wrong of [undefined, '', `${first}x`, first.slice(1), first.toLowerCase()]) expect(sessions.find(wrong, 30)).toBeUndefined()
    for (let i = 0; i < 199; i += 1) sessions.open('p-3', salt)
    expect([sessions.knows(first), sessions.knows(second)]).toEqual([true, false])
    sessions.end(first)
    sessions.end(first)
    expect(sessions.find(first, 30)).toBeUndefined()
  })
})

const wrong = async () => false

describe('wrong passphrases', () => {
  test('make the next try for that name wait longer each time, a minute at most, and for no other name', async () => {
    const { clock, pass } = handClock()
    const pace = signInPace(clock)
    const attempt = (name: string, work: () => Promise<boolean> = wrong) => pace.attempt(name, work, right => right)
    for (let i = 0; i < 3; i += 1) expect(await attempt('bo')).toBe(false)
    const waits: number[] = []
    for (let i = 0; i < 9; i += 1) {
      const { details } = await attempt('bo').catch((error: CoreError<'people/sign-in-later'>) => error) as CoreError<'people/sign-in-later'>
      waits.push(details.seconds)
      pass(details.seconds * 1000)
      expect(await attempt('bo')).toBe(false)
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60])
    expect(await attempt('ada')).toBe(false)
    pass(minute)
    expect(await attempt('bo', async () => true)).toBe(true)
    // Forgotten with the first right one.
    expect(await attempt('bo')).toBe(false)
    expect(await attempt('bo')).toBe(false)
  })

  test('are tried one after the other, also where many come at once', async () => {
    const { clock } = handClock()
    const pace = signInPace(clock)
    let trying = 0
    let most = 0
    const slow = async () => {
      trying += 1
      most = Math.max(most, trying)
      await new Promise(resolve => setImmediate(resolve))
      trying -= 1
      return false
    }
    const ends = await Promise.allSettled(Array.from({ length: 6 }, () => pace.attempt('bo', slow, right => right)))
    expect(most).toBe(1)
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected', 'rejected'])
  })
})
