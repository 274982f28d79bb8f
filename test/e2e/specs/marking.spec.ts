import { importSample } from '../ask-lethe.ts'
import { DatasetPage } from '../pages/dataset-page.ts'
import { Frame } from '../pages/frame.ts'
import { RequestsPage } from '../pages/requests-page.ts'
import { type RunningApp, startApp } from '../start-app.ts'
import { expect, test } from '../test.ts'

// Marking rows in the table of a dataset, with the pointer and with keys, and asking for what is marked to be erased.

test.describe('marking', { tag: '@page' }, () => {
  test.describe.configure({ mode: 'serial' })
  let app: RunningApp
  let rows: DatasetPage
  let made: { readonly dataset: string }
  test.beforeAll(async ({ shell, pageBrowser }) => {
    app = await startApp(shell, pageBrowser)
    rows = new DatasetPage(app.page)
    made = importSample(app, { withModel: true })
    await rows.open(made.dataset)
  })
  test.afterAll(() => app.stop())
  test.afterEach(() => expect(app.problems).toEqual([]))

  test('a click on the box marks one row, Shift with a click marks all up to there', async () => {
    await rows.checkbox(2).click()
    await expect(rows.marked).toHaveCount(1)
    await rows.row(6).click({ modifiers: ['Shift'], position: { x: 120, y: 10 } })
    await expect(rows.marked).toHaveCount(5)
    await expect(rows.selection).toContainText('5 rows marked of 3,915; 1 model learned from this dataset')
    await rows.row(4).click({ modifiers: ['Control'], position: { x: 120, y: 10 } })
    await expect(rows.marked).toHaveCount(4)
  })

  test('keys move, mark, extend and clear; the frame keeps the focus and points at the active row', async () => {
    await rows.grid.focus()
    await rows.grid.press('Home')
    await rows.grid.press('Space')
    await expect(rows.row(1)).toHaveAttribute('aria-selected', 'true')
    await expect(rows.grid).toHaveAttribute('aria-activedescendant', (await rows.row(1).getAttribute('id'))!)
    await rows.grid.press('Escape')
    await expect(rows.selection).toBeHidden()
    await rows.grid.press('End')
    await rows.grid.press('Shift+ArrowUp')
    await rows.grid.press('Shift+ArrowUp')
    await expect(rows.selection).toContainText('3 rows marked')
    await expect(rows.row(3915)).toBeVisible()
    await expect(rows.grid).toBeFocused()
  })

  test('ticks beside the scroll bar show where marked rows lie', async () => {
    await expect(rows.ticks).toHaveCount(1)
    expect(parseFloat((await rows.ticks.getAttribute('style'))!.split(':')[1]!)).toBeGreaterThan(99)
    await rows.grid.press('Home')
    await rows.grid.press('Space')
    await expect(rows.ticks).toHaveCount(2)
  })

  test('Ctrl A marks what the filter leaves, after asking', async () => {
    await rows.grid.press('Escape')
    await rows.addFilter('age', 'equals', '46')
    await expect(rows.found).toHaveText(/^\d+ of 3,915 rows$/)
    const count = /^\d+/.exec(await rows.found.innerText())![0]
    await rows.grid.focus()
    await rows.grid.press('Control+a')
    const asked = app.page.getByRole('dialog', { name: 'Mark all rows of this view?' })
    await expect(asked).toContainText(`${count} rows are marked.`)
    await expect(rows.selection).toBeHidden()
    await asked.getByRole('button', { name: 'Mark all' }).click()
    await expect(rows.selection).toContainText(`${count} rows marked`)
    await app.page.getByRole('button', { name: 'Remove filter: age is 46' }).click()
    await expect(rows.found).toHaveText('3,915 rows')
    await expect(rows.selection).toContainText(`${count} rows marked`)
  })

  test('what is marked becomes a request, and its rows say so afterwards', async () => {
    await rows.selection.getByRole('button', { name: 'Clear marks' }).click()
    await rows.checkbox(1).click()
    await rows.row(3).click({ modifiers: ['Shift'], position: { x: 120, y: 10 } })
    await rows.selection.getByRole('link', { name: 'Open request' }).click()
    await expect(app.page.getByRole('radio', { name: 'Marked rows' })).toBeChecked()
    await app.page.getByRole('button', { name: 'Open request' }).click()
    const requests = new RequestsPage(app.page)
    await expect(requests.title).toHaveText(/^Request rq-/)
    await new Frame(app.page).goToPath(`/datasets/${made.dataset}`)
    await expect(rows.row(1)).toContainText('An open request is about this row')
    await expect(rows.selection).toBeHidden()
  })
})
