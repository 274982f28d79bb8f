import type { LearnerOffer, Task } from '../../../src-main/contract/model.ts'

/** What is to be predicted, or that the label decides. */
export type TaskAsked = Task | 'auto'

type Typed = Readonly<Record<string, string>>

/** The task asked for, where this learner can do it. */
export const taskAsked = (task: TaskAsked, offer: Pick<LearnerOffer, 'tasks'> | undefined): TaskAsked => (task !== 'auto' && offer?.tasks.includes(task) !== true ? 'auto' : task)

/** What is not typed is left to its usual value; what was typed for a setting of another learner is left out. */
export function settingsGiven(offer: LearnerOffer | undefined, task: TaskAsked, typed: Typed): Record<string, string> {
  const own = (offer?.settings ?? []).flatMap(({ name }) => { const text = typed[name]?.trim() ?? ''; return text === '' ? [] : [[name, text] as const] })
  return Object.fromEntries(task === 'auto' ? own : [...own, ['task', task] as const])
}

/** The preset whose values the settings have, or none. */
export function presetOf({ presets, settings }: LearnerOffer, typed: Typed): LearnerOffer['presets'][number] | undefined {
  const valueOf = (name: string) => { const text = typed[name]?.trim() ?? ''; return text === '' ? settings.find(one => one.name === name)?.default : Number(text) }
  return presets.find(preset => Object.entries(preset.settings).every(([name, value]) => valueOf(name) === value))
}
