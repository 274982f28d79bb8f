import { api, type Input, type Output } from '../../src-main/contract/api.ts'
import type { CoreCall } from '../../src-main/core/core.ts'
import type { TestCore } from './core-with.ts'

/** Calls the core; what it answers must be what the contract says, field by field. */
export async function answer<N extends CoreCall>({ core, run }: TestCore, name: N, input: Input<N>, session?: string): Promise<Output<N>> {
  return api[name].output.parse(await core.call(name, input, run, { session })) as Output<N>
}
