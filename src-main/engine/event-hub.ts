import type { AnyEvent, EventData, EventName } from '../contract/events.ts'

/** Tells events to whoever asked for them. */
export interface EventHub {
  tell<E extends EventName>(event: E, data: EventData<E>): void
  on<E extends EventName>(event: E, told: (data: EventData<E>) => void): () => void
}

export function eventHub(): EventHub {
  const listeners = new Map<EventName, Set<(data: never) => void>>()
  return {
    tell(event, data) {
      // A listener may take itself away while it is told.
      for (const told of Array.from(listeners.get(event) ?? [])) told(data as never)
    },
    on(event, told) {
      const all = listeners.get(event) ?? new Set()
      listeners.set(event, all.add(told))
      return () => void all.delete(told)
    },
  }
}

/** Passes every event on as it would cross a boundary. */
export function tellAll(on: EventHub['on'], told: (event: AnyEvent) => void): () => void {
  const stops = (['job.changed', 'workspace.changed', 'engine.changed'] as const).map(event => on(event, data => told({ event, data } as AnyEvent)))
  return () => {
    for (const stop of stops) stop()
  }
}
