import type { Task } from './model.ts'
import type { ModelOutcome } from './record.ts'

/** What an erased model predicts: its settings name it, but where it is one of two classes. In a file without a package, as the checker in every record has it. */
export function taskOfOutcome({ settings: { task }, unlearned }: ModelOutcome): Task {
  return task === 'regression' || unlearned?.unseen.regression !== undefined ? 'regression' : task === 'multiclass' ? task : 'binary'
}
