import type { Locator, Page } from '@playwright/test'
import { Frame } from './frame.ts'

export class ModelsPage {
  readonly page: Page
  readonly title: Locator
  /** Its SHA-256; the whole of it is its title. */
  readonly fingerprint: Locator

  constructor(page: Page) {
    this.page = page
    this.title = page.getByRole('heading', { level: 1 })
    this.fingerprint = page.getByRole('main').getByTitle(/^[0-9a-f]{64}$/).first()
  }

  setting(name: string): Locator {
    return this.page.getByRole('textbox', { name: new RegExp(`^${name} `) })
  }

  get learner(): Locator {
    return this.page.getByRole('combobox', { name: 'Learner' })
  }

  get task(): Locator {
    return this.page.getByRole('combobox', { name: 'What to predict' })
  }

  get preset(): Locator {
    return this.page.getByRole('combobox', { name: 'Preset' })
  }

  async openTraining(dataset: string): Promise<void> {
    await new Frame(this.page).goTo('Models')
    await this.page.getByRole('main').getByRole('link', { name: 'Train model' }).first().click()
    await this.page.getByRole('combobox', { name: 'Dataset' }).selectOption({ label: dataset })
  }

  /** With this learner, and its usual settings. */
  async trainWith(learner: string, dataset: string): Promise<void> {
    await this.openTraining(dataset)
    await this.learner.selectOption({ label: learner })
    await this.page.getByRole('button', { name: 'Train model' }).click()
    await this.title.filter({ hasText: `${learner} on ${dataset}` }).waitFor()
  }

  /** With the usual settings; ends on the page of the model. */
  async train(dataset: string): Promise<void> {
    await this.openTraining(dataset)
    await this.page.getByRole('button', { name: 'Train model' }).click()
    await this.title.filter({ hasText: `on ${dataset}` }).waitFor()
  }
}
