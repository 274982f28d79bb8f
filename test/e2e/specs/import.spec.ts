import { ImportPage } from '../pages/datasets-page.ts'
import { Frame } from '../pages/frame.ts'
import { type RunningApp, startApp, writeTemporary } from '../start-app.ts'
import { expect, test } from '../test.ts'

// From a file to a dataset, with everything that may be wrong with the file. One window for all, in this order.

const visits = (lines: readonly string[]) => `member_id;age;visits;plan;left\n${lines.join('\n')}\n`
const people = Array.from({ length: 60 }, (_, i) => `M-${100 + i};${20 + i};${i % 7};${i % 3 === 0 ? 'basic' : 'full'};${i % 2 === 0 ? 'yes' : 'no'}`)

test.describe('importing', { tag: '@page' }, () => {
  test.describe.configure({ mode: 'serial' })
  let app: RunningApp
  let imports: ImportPage
  test.beforeAll(async ({ shell, pageBrowser }) => {
    app = await startApp(shell, pageBrowser)
    imports = new ImportPage(app.page)
  })
  test.afterAll(() => app.stop())
  test.afterEach(() => expect(app.problems).toEqual([]))

  test('records that cannot be read are listed with line and reason, and the others are imported', async () => {
    await imports.open()
    await imports.choose(app, writeTemporary(app.outside, 'members.csv', visits([...people, 'M-200;thirty;1;full;no', 'M-201;31;1', ';40;2;basic;yes'])))
    await expect(imports.columns).toContainText('member_id')
    await expect(imports.rejects.getByRole('row')).toHaveCount(1 + 2)
    await expect(imports.rejects.getByRole('row').nth(1)).toContainText(/62.*61.*age.*not a number, in a column of numbers/)
    await expect(imports.rejects.getByRole('row').nth(2)).toContainText(/63.*62.*whole record.*another number of cells/)
    await expect(app.page.getByText('No column identifies people.')).toBeVisible()
  })

  test('a role that two columns have stops the import, and says why', async () => {
    await expect(imports.roleOf('left')).toHaveValue('label')
    await imports.roleOf('plan').selectOption('label')
    const said = imports.columns.getByText('Only one column can have the role "label". plan, left have it.')
    await expect(said).toBeVisible()
    await expect(imports.importButton).toHaveAccessibleDescription(/Only one column can have the role/)
    await imports.name.press('Enter')
    await expect(new Frame(app.page).title).toHaveText('Import members.csv')
    await imports.roleOf('plan').selectOption('ignored')
    await expect(said).toBeHidden()
  })

  test('what the person chose is looked at again, and becomes part of the dataset', async () => {
    await imports.roleOf('member_id').selectOption({ label: 'person' })
    await expect(app.page.getByText('No column identifies people.')).toBeHidden()
    await expect(app.page.getByText('Choices were changed since the file was looked at.')).toBeVisible()
    await app.page.getByRole('button', { name: 'Look again' }).click()
    await expect(app.page.getByText('Choices were changed since the file was looked at.')).toBeHidden()
    await expect(imports.columns.getByRole('row').filter({ hasText: 'plan' })).toContainText('you chose it')
    await expect(imports.rejects.getByRole('row')).toHaveCount(1 + 3)
    await expect(imports.rejects.getByRole('row').nth(3)).toContainText(/64.*63.*member_id.*no identifier of a person/)
    await imports.name.fill(' ')
    await imports.name.press('Enter')
    await expect(imports.name).toHaveAccessibleDescription('Give the dataset a name.')
    await imports.importAs('Members')
    await expect(new Frame(app.page).title).toHaveText('Members')
    await expect(new Frame(app.page).toast).toContainText('Members is imported: 60 rows.')
    await app.page.getByRole('tab', { name: 'Columns' }).click()
    await expect(app.page.getByRole('table', { name: 'Columns' }).getByRole('row').filter({ hasText: 'plan' })).toContainText('ignored')
    await app.page.getByRole('tab', { name: 'Rows not read' }).click()
    await expect(app.page.getByRole('table', { name: 'Rows not read' }).getByRole('row')).toHaveCount(1 + 3)
  })

  test('a file that is no table is refused, and another can be chosen', async () => {
    await imports.open()
    await imports.choose(app, writeTemporary(app.outside, 'open-quote.csv', 'member_id,age\nM-1,"30\nM-2,31\n'))
    const said = app.page.getByRole('alert').filter({ hasText: 'The file could not be looked at.' })
    await expect(said).toContainText('Line 2: a quoted cell starts here and is never closed')
    await app.pick(writeTemporary(app.outside, 'better.csv', visits(people)), () => app.page.getByRole('button', { name: 'Choose another file' }).click())
    await expect(imports.columns).toBeVisible()
    await expect(said).toBeHidden()
  })

  test('looking and importing can be cancelled, and nothing of it stays', async () => {
    const rows = Array.from({ length: 300_000 }, (_, i) => `P-${i},${i % 90},${i % 7},${i % 2}`).join('\n')
    const large = writeTemporary(app.outside, 'large.csv', `patient_id,age,visits,label\n${rows}\n`)
    const cancel = app.page.getByRole('button', { name: 'Cancel', exact: true })
    await imports.open()
    await imports.choose(app, large)
    await cancel.click()
    await expect(app.page.getByText('Looking at the file was cancelled.')).toBeVisible()
    await app.page.getByRole('button', { name: 'Look again' }).click()
    await imports.importAs('Large')
    await cancel.click()
    await expect(app.page.getByText('The import was cancelled. Nothing was imported.')).toBeVisible()
    await new Frame(app.page).goTo('Datasets')
    await expect(app.page.getByRole('table', { name: 'Datasets' }).getByRole('row')).toHaveCount(1 + 1)
  })
})
