import type { RandomBytes } from '../ports.ts'

const prefixes = { dataset: 'ds', model: 'm', request: 'rq', workspace: 'ws', actor: 'p', job: 'j', erasure: 'er', hold: 'h', copy: 'cp', recipient: 'rc', notice: 'nt', list: 'l' } as const

export type IdKind = keyof typeof prefixes

/** A random identifier such as "rq-4f0c9b7a21d3"; it says what it names and nothing else. */
export function newId(kind: IdKind, randomBytes: RandomBytes): string {
  return `${prefixes[kind]}-${randomBytes(6).toString('hex')}`
}
