import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { person, root, sample } from '../ask-lethe.ts'
import { DatasetsPage, ImportPage } from '../pages/datasets-page.ts'
import { ModelsPage } from '../pages/models-page.ts'
import { RecordsPage } from '../pages/records-page.ts'
import { RequestsPage } from '../pages/requests-page.ts'
import { expect, test } from '../test.ts'

test('a person is erased from data and model, and the record of it is given away and checked', async ({ app }) => {
  const { page } = app
  const imports = new ImportPage(page)
  await imports.open()
  await imports.choose(app, sample)
  await expect(imports.columns).toContainText('patient_id')
  await imports.importAs('Clinic visits')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Clinic visits')

  const datasets = new DatasetsPage(page)
  await datasets.open()
  await expect(datasets.row('Clinic visits')).toContainText('3,915')

  await new ModelsPage(page).train('Clinic visits')

  const requests = new RequestsPage(page)
  await requests.openFor('Clinic visits', person)
  await requests.verifyAndApprove()
  await requests.erase()
  await expect(requests.verdict).toBeVisible({ timeout: 60_000 })
  await expect(requests.receipt).toContainText('0 found')

  const record = join(app.outside, 'record.zip')
  await requests.exportRecord(app, record)
  await expect(requests.exported).toContainText(/Exported as \S+\.zip, /)

  const records = new RecordsPage(page)
  await records.check(app, record)
  await expect(records.result).toContainText('Intact')
  expect(app.problems).toEqual([])

  // Nothing of the person is left where the workspace is, and the record says nothing of them.
  const files = readdirSync(app.workspace, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  expect(files.filter(file => readFileSync(file).includes(person))).toEqual([])
  expect(readFileSync(record).includes(person)).toBe(false)
  const answer = JSON.parse(execFileSync(process.execPath, [join(root, 'src-main/shells/cli/main.ts'), 'record', 'check', record, '--json'], { encoding: 'utf8' })) as { intact: boolean }
  expect(answer.intact).toBe(true)
})

test('a file that is dragged in is imported', async ({ app }) => {
  test.skip(app.desktop?.knowsDroppedPaths === false, 'this Electron cannot tell where a dropped file lies; webUtils came later')
  const imports = new ImportPage(app.page)
  await imports.open()
  await imports.drop(app, sample)
  await imports.importAs('Dragged in')
  await expect(app.page.getByRole('heading', { level: 1 })).toHaveText('Dragged in')
  expect(app.problems).toEqual([])
})
