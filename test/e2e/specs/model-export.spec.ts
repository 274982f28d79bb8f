import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runOnnx } from '../../support/run-onnx.ts'
import { askLethe, importSample } from '../ask-lethe.ts'
import { Frame } from '../pages/frame.ts'
import { type RunningApp, writeTemporary } from '../start-app.ts'
import { expect, test } from '../test.ts'

/** A row as it stands in the sample, of the columns a model learns from. */
const rawRow = { age: [46], sex: ['male'], region: ['Ironvale'], occupation: ['retired'], visits_last_year: [0], bmi: [28.3], smoker: ['no'], blood_pressure: [122], diagnosis_code: ['F41'], email: [''] }

function erase(app: RunningApp, dataset: string, row: number): void {
  const { requestId } = askLethe<{ requestId: string }>(app, ['request', 'open', dataset, '--law', 'gdpr', '--rows', writeTemporary(app.outside, `row-${row}.txt`, `${row}\n`)])
  askLethe(app, ['erase', requestId])
}

test('a model leaves as a file, its copy is to be replaced when it forgets, and that is confirmed with a day', async ({ app }) => {
  // Without held-out rows, so that every erased row was learned from.
  const { dataset } = importSample(app)
  const { modelId } = askLethe<{ modelId: string }>(app, ['train', dataset, '--set', 'test-share=0'])
  const { page } = app
  const frame = new Frame(page)
  await frame.goToPath(`/models/${modelId}`)
  const panel = page.getByRole('region', { name: 'Exported copies' })
  await expect(panel).toContainText('No copy of this model has left the workspace.')

  const file = join(app.outside, 'model.onnx')
  await panel.getByRole('button', { name: 'Export…' }).press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('cannot be called back')
  await dialog.getByLabel('Who gets it').fill('Scoring service')
  await app.save(file, () => dialog.getByRole('button', { name: 'Export as ONNX…' }).click())
  await expect(dialog).toContainText('registered as cp-')
  await page.keyboard.press('Escape')
  await expect(panel.getByRole('row')).toHaveCount(2)
  await expect(panel).toContainText('Scoring service')
  await expect(panel).toContainText('As the model is')
  const { probability } = await runOnnx(readFileSync(file), rawRow)
  expect(probability![0]).toBeGreaterThan(0)
  expect(probability![0]).toBeLessThan(1)

  erase(app, dataset, 41)
  await expect(panel).toContainText('To be replaced')
  await frame.goToPath('/')
  await expect(page.getByRole('main')).toContainText('1 exported copy of a model holds what the model has forgotten.')
  await page.getByRole('link', { name: 'Show copies' }).click()
  await expect(panel).toContainText('To be replaced')

  // Another copy, which one person tells from the first.
  await panel.getByRole('link', { name: modelId }).click()
  await panel.getByRole('button', { name: 'Export…' }).press('Enter')
  await dialog.getByRole('button', { name: 'Export as ONNX…' }).click()
  await expect(dialog).toContainText('Only 1 person was erased since a copy left.')
  await expect(dialog.getByRole('button', { name: 'Export as ONNX…' })).toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Escape')

  await panel.getByRole('button', { name: 'Confirm replaced…' }).press('Enter')
  await dialog.getByLabel('Replaced on').fill('1 Jan 2999')
  await dialog.getByRole('button', { name: 'Confirm replaced' }).click()
  await expect(dialog.getByLabel('Replaced on')).toHaveAttribute('aria-invalid', 'true')
  await dialog.getByLabel('Replaced on').fill('1 Jan 2020')
  await dialog.getByRole('button', { name: 'Confirm replaced' }).click()
  await expect(dialog).toContainText('Nothing was confirmed.')
  const { exports: [copy] } = askLethe<{ exports: { exportId: string }[] }>(app, ['model', 'exports'])
  await page.keyboard.press('Escape')
  await panel.getByRole('button', { name: 'Confirm replaced…' }).press('Enter')
  await dialog.getByRole('button', { name: 'Confirm replaced' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(panel).toContainText('Replaced')
  await expect(panel.getByRole('button', { name: 'Confirm replaced…' })).toHaveCount(0)
  expect(askLethe<{ copiesToReplace: number }>(app, ['status']).copiesToReplace).toBe(0)
  await frame.goTo('Ledger')
  await expect(page.getByRole('main')).toContainText('Exported copy replaced')
  expect(copy!.exportId).toMatch(/^cp-/)
  // A browser tells each refusal at its console.
  expect(app.problems.filter(problem => !problem.includes('422'))).toEqual([])
})
