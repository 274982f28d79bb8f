import { join } from 'node:path'
import { DatasetsPage, ImportPage } from '../pages/datasets-page.ts'
import { Frame } from '../pages/frame.ts'
import { expect, test } from '../test.ts'

const sample = join(import.meta.dirname, '../../../resources/samples/clinic-visits.csv')

test('an engine that is killed comes back by itself, and the window says so meanwhile', { tag: '@desktop' }, async ({ app }) => {
  const frame = new Frame(app.page)
  const imports = new ImportPage(app.page)
  await imports.open()
  await imports.choose(app, sample)
  await imports.importAs('Kept')
  await expect(frame.title).toHaveText('Kept')
  const first = app.enginePid()
  const saidMeanwhile = await frame.watchAlerts()
  process.kill(first, 'SIGKILL')
  await expect.poll(saidMeanwhile).toContainEqual(expect.stringContaining('is being started again'))
  await expect(frame.banner).toBeHidden()
  expect(app.enginePid()).not.toBe(first)
  const datasets = new DatasetsPage(app.page)
  await datasets.open()
  await expect(datasets.row('Kept')).toBeVisible()
})

// The local page is served by the engine's own process.
test('a local page says that its server has gone', { tag: '@page' }, async ({ app }) => {
  const frame = new Frame(app.page)
  await new DatasetsPage(app.page).open()
  process.kill(app.enginePid(), 'SIGKILL')
  await expect(frame.banner).toContainText('will not come back by itself')
})
