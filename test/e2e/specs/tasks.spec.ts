import { join } from 'node:path'
import { askLethe } from '../ask-lethe.ts'
import { Frame } from '../pages/frame.ts'
import { ModelsPage } from '../pages/models-page.ts'
import { RequestsPage } from '../pages/requests-page.ts'
import { writeTemporary, type RunningApp } from '../start-app.ts'
import { expect, test } from '../test.ts'

/** Made-up stays in a ward: how long, in which one, and whether somebody came back. Every number follows from the row's own. */
const stays = ['person,age,town,days,ward,back', ...Array.from({ length: 240 }, (_, i) => {
  const [age, town, noise] = [20 + (i * 37) % 70, 'ABCD'[(i * 7) % 4]!, ((i * 53) % 17) / 10]
  return [`p${i}`, age, town, (age / 10 + (town === 'A' ? 3 : 0) + noise).toFixed(1), age > 65 ? 'north' : age > 40 ? 'south' : 'west', age + noise * 10 > 60 ? 'yes' : 'no'].join(',')
})].join('\n')

/** One dataset for each label. */
function importStays(app: RunningApp): void {
  const file = writeTemporary(app.outside, 'stays.csv', stays)
  for (const label of ['days', 'ward', 'back']) askLethe(app, ['import', file, '--name', label, '--subject', 'person', '--label', label])
}

const kinds = [
  { learner: 'Logistic regression', dataset: 'back', predicts: 'One of two classes', score: 'Accuracy', listed: /accuracy \d+\.\d\d %/ },
  { learner: 'Forest', dataset: 'ward', predicts: 'One of several classes', score: 'Always the most frequent class', listed: /accuracy \d+\.\d\d %/ },
  { learner: 'Naive Bayes', dataset: 'ward', predicts: 'One of several classes', score: 'Always the most frequent class', listed: /accuracy \d+\.\d\d %/ },
  { learner: 'Ridge regression', dataset: 'days', predicts: 'A number', score: 'R², share of the variance explained', listed: /R² 0\.\d+/ },
] as const

test('each learner is trained through the window, and its page and the list say how well it does in the measures of its task', async ({ app }) => {
  const { page } = app
  importStays(app)
  const models = new ModelsPage(page)
  for (const { learner, dataset, predicts, score, listed } of kinds) {
    await models.trainWith(learner, dataset)
    const main = page.getByRole('main')
    await expect(main.getByText(predicts, { exact: true })).toBeVisible()
    await expect(main.getByText(score, { exact: true })).toBeVisible()
    await new Frame(page).goTo('Models')
    await expect(page.getByRole('table', { name: 'Models' }).getByRole('row').filter({ hasText: `${learner} on ${dataset}` })).toContainText(listed)
  }
  expect(app.problems).toEqual([])
})

test('a label a learner cannot predict is refused at the field that cures it', async ({ app }) => {
  const { page } = app
  importStays(app)
  const models = new ModelsPage(page)
  await models.openTraining('ward')
  await page.getByRole('button', { name: 'Train model' }).click()
  await expect(models.task).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByText('train/task-not-for-learner')).toBeAttached()
  await models.task.selectOption({ label: 'One of two classes' })
  await page.getByRole('button', { name: 'Train model' }).click()
  await models.title.filter({ hasText: 'Logistic regression on ward' }).waitFor()
  expect(app.problems).toEqual([])
})

test('a preset fills in the settings, and a forest of several classes shows what matters to it', async ({ app }) => {
  const { page } = app
  importStays(app)
  const models = new ModelsPage(page)
  await models.openTraining('ward')
  await models.learner.selectOption({ label: 'Forest' })
  await models.preset.selectOption({ label: 'Fast' })
  await expect(models.setting('groups')).not.toHaveValue('')
  await models.setting('groups').fill('3')
  await expect(models.preset.getByRole('option', { selected: true })).toHaveText('Own settings')
  await page.getByRole('button', { name: 'Train model' }).click()
  await models.title.filter({ hasText: 'Forest on ward' }).waitFor()
  await expect(page.getByRole('img', { name: /^Importance by feature: age / })).toBeVisible()
  expect(app.problems).toEqual([])
})

test('a person is erased from a model of numbers, and R² stands where accuracy would', async ({ app }) => {
  const { page } = app
  importStays(app)
  const models = new ModelsPage(page)
  await models.trainWith('Ridge regression', 'days')
  const requests = new RequestsPage(page)
  await requests.openFor('days', 'p7')
  await requests.verifyAndApprove()
  await requests.erase()
  await expect(requests.verdict).toBeVisible({ timeout: 60_000 })
  await expect(page.getByRole('table', { name: 'Unlearning and retraining' }).getByRole('row').filter({ hasText: 'R²' })).toContainText(/0\.\d+ over \d+ rows not learned from/)
  await expect(page.getByRole('img', { name: /^R² by method: / })).toBeVisible()
  await expect(page.getByRole('main').getByText(/accuracy/i)).toHaveCount(0)
  const record = join(app.outside, 'record.zip')
  await requests.exportRecord(app, record)
  await expect(requests.exported).toBeVisible()
  expect(askLethe<{ intact: boolean }>(app, ['record', 'check', record])).toMatchObject({ intact: true })
  expect(app.problems).toEqual([])
})
