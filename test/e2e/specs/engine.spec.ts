import { person, sample } from '../ask-lethe.ts'
import { DatasetsPage, ImportPage } from '../pages/datasets-page.ts'
import { Frame } from '../pages/frame.ts'
import { RequestsPage } from '../pages/requests-page.ts'
import { expect, test } from '../test.ts'

test('an engine that is killed comes back by itself, the window says so meanwhile, and a form that was half filled in is as it was', { tag: '@desktop' }, async ({ app }) => {
  const frame = new Frame(app.page)
  const requests = new RequestsPage(app.page)
  const imports = new ImportPage(app.page)
  await imports.open()
  await imports.choose(app, sample)
  await imports.importAs('Kept')
  await expect(frame.title).toHaveText('Kept')
  await requests.begin('Kept')
  await requests.identifier.fill(person)
  const received = app.page.getByRole('textbox', { name: 'Received on' })
  await received.fill('9 Novem')
  const first = app.enginePid()
  const saidMeanwhile = await frame.watchAlerts()
  process.kill(first, 'SIGKILL')
  await expect.poll(saidMeanwhile).toContainEqual(expect.stringContaining('is being started again'))
  await expect(frame.banner).toBeHidden()
  expect(app.enginePid()).not.toBe(first)
  await expect(requests.identifier).toHaveValue(person)
  await expect(received).toHaveValue('9 Novem')
  await received.fill('9 November 2025')
  await received.press('Enter')
  await expect(requests.title).toHaveText(/^Request rq-/)
})

// The local page is served by the engine's own process.
test('a local page says that its server has gone', { tag: '@page' }, async ({ app }) => {
  const frame = new Frame(app.page)
  await new DatasetsPage(app.page).open()
  process.kill(app.enginePid(), 'SIGKILL')
  await expect(frame.banner).toContainText('will not come back by itself')
})
