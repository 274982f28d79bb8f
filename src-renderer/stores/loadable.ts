import { markRaw, shallowRef, type Raw, type ShallowRef } from 'vue'
import type { ApiError } from '../../src-main/contract/errors.ts'
import { errorOf } from '../client/failure.ts'

/** Something the engine knows, as last read. Until the first answer both `content` and `error` are undefined: it is loading. */
export interface Loadable<T> {
  readonly content: Readonly<ShallowRef<T | undefined>>
  /** Why the last reading failed; the content before it is kept and shown. */
  readonly error: Readonly<ShallowRef<ApiError | undefined>>
  readonly updating: Readonly<ShallowRef<boolean>>
  /** Reads it. While one reading is under way, asking again reads once more after it: what it began with may be out of date. */
  load(): Promise<void>
  /** Reads it again, if anybody has asked for it before. */
  refresh(): Promise<void>
}

/** Marked raw, so that it is the same object whether it is reached through a store or not. */
export function loadable<T>(read: () => Promise<T>): Raw<Loadable<T>> {
  const content = shallowRef<T>()
  const error = shallowRef<ApiError>()
  const updating = shallowRef(false)
  let underWay: Promise<void> | undefined
  let again = false
  let wanted = false

  async function readUntilFresh(): Promise<void> {
    updating.value = true
    do {
      again = false
      try {
        content.value = await read()
        error.value = undefined
      } catch (thrown) {
        error.value = errorOf(thrown)
      }
    } while (again)
    updating.value = false
    underWay = undefined
  }

  function load(): Promise<void> {
    wanted = true
    if (underWay === undefined) underWay = readUntilFresh()
    else again = true
    return underWay
  }

  return markRaw({ content, error, updating, load, refresh: () => (wanted ? load() : Promise.resolve()) })
}

/** More than are shown at a time; those asked for longest ago are forgotten, as each is read again whenever something changes. */
const mostKnown = 50

/** One loadable for each id, made when it is first asked for. */
export function loadableById<T>(read: (id: string) => Promise<T>): { of(id: string): Raw<Loadable<T>>; refresh(): void; forget(id: string): void } {
  const known = new Map<string, Raw<Loadable<T>>>()
  return {
    of(id) {
      const found = known.get(id) ?? loadable(() => read(id))
      known.delete(id)
      known.set(id, found)
      for (const old of known.keys()) {
        if (known.size <= mostKnown) break
        known.delete(old)
      }
      return found
    },
    /** Read no more by itself: there will be nothing to read. */
    forget: id => void known.delete(id),
    // What nothing can be read of any more is forgotten rather than asked for for ever.
    refresh() {
      const all = [...known]
      for (const [id, one] of all) void one.refresh().then(() => (one.error.value?.code.endsWith('/not-found') === true ? known.delete(id) : undefined))
    },
  }
}
