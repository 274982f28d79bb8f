import type { LearnerOffer } from '../../../contract/model.ts'
import type { Command } from '../command.ts'
import { table } from '../terminal.ts'

export const learnerListCommand: Command = {
  name: 'learner list',
  arguments: [],
  options: {},
  about: 'List the learners, and what can be set for each',
  examples: ['lethe learner list'],
  async run({ call }) {
    const learners = await call('learner.list', {})
    return { json: { learners }, lines: learners.flatMap(learnerLines) }
  },
}

const learnerLines = ({ learner, settings }: LearnerOffer): string[] => [
  learner,
  ...table([['  setting', 'default', 'must be', 'about'], ...settings.map(s => [`  ${s.name}`, String(s.default), s.expected, s.about])]),
]
