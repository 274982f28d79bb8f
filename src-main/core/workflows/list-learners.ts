import type { LearnerOffer } from '../../contract/model.ts'
import { learners } from '../learners/catalogue.ts'
import { recipeSettings } from '../learners/recipe.ts'

/** Every learner with what a person may choose for it: its own settings, and those every learner has. */
export const listLearners = (): LearnerOffer[] => learners.map(({ name, tasks, presets = [], settings }) => ({
  learner: name, tasks, presets: presets.map(preset => ({ preset: preset.name, about: preset.about, settings: preset.settings })),
  settings: [...settings, ...recipeSettings].map(setting => ({ name: setting.name, default: setting.default, expected: setting.expected, about: setting.about })),
}))
