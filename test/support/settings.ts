import type { Policy, Settings } from '../../src-main/contract/settings.ts'
import { answer } from './answer.ts'
import type { TestCore } from './core-with.ts'

/** Changes some of the settings, leaving the others. */
export async function changeSettings(lethe: TestCore, changes: Partial<Settings>): Promise<Settings> {
  return answer(lethe, 'settings.change', { ...await answer(lethe, 'settings.show', {}), ...changes })
}

export async function changePolicy(lethe: TestCore, changes: Partial<Policy>): Promise<Settings> {
  const { policy } = await answer(lethe, 'settings.show', {})
  return changeSettings(lethe, { policy: { ...policy, ...changes } })
}
