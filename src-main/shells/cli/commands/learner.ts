import type { LearnerOffer, Task } from '../../../contract/model.ts'
import type { Command } from '../command.ts'
import { table } from '../terminal.ts'

export const learnerListCommand: Command = {
  name: 'learner list',
  arguments: [],
  options: {},
  about: 'List the learners, what each can predict, and what can be set for it',
  examples: ['lethe learner list'],
  async run({ call }) {
    const learners = await call('learner.list', {})
    return { json: { learners }, lines: learners.flatMap(learnerLines) }
  },
}

export const taskWords: { readonly [task in Task]: string } = { binary: 'two classes', multiclass: 'several classes', regression: 'a number' }

const learnerLines = ({ learner, tasks, presets, settings }: LearnerOffer): string[] => [
  learner,
  `  predicts: ${tasks.map(task => `${taskWords[task]} (task=${task})`).join(', ')}`,
  ...(presets.length === 0 ? [] : table([['  preset', 'sets', 'about'], ...presets.map(p => [`  ${p.preset}`, Object.entries(p.settings).map(([name, value]) => `${name}=${value}`).join(' '), p.about])])),
  ...table([['  setting', 'default', 'must be', 'about'], ...settings.map(s => [`  ${s.name}`, String(s.default), s.expected, s.about])]),
]
