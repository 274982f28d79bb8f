import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { askLethe, importSample } from '../ask-lethe.ts'
import { DatasetPage } from '../pages/dataset-page.ts'
import { ImportPage } from '../pages/datasets-page.ts'
import { Frame } from '../pages/frame.ts'
import { ModelsPage } from '../pages/models-page.ts'
import { RequestsPage } from '../pages/requests-page.ts'
import { SettingsPage } from '../pages/settings-page.ts'
import { type RunningApp, startApp, writeTemporary } from '../start-app.ts'
import { expect, test } from '../test.ts'

// What goes otherwise than one would wish, in a browser with several pages of one workspace.

test.describe('when it goes otherwise', { tag: '@page' }, () => {
  let app: RunningApp
  let made: { readonly dataset: string }
  test.beforeAll(async ({ shell, pageBrowser }) => {
    app = await startApp(shell, pageBrowser)
    made = importSample(app)
  })
  test.afterAll(() => app.stop())
  test.afterEach(() => expect(app.problems.splice(0)).toEqual([]))

  /** Another tab of the same browser, let in by the first. */
  async function anotherPage(path: string): Promise<Page> {
    const page = await app.page.context().newPage()
    page.on('console', message => { if (message.type() === 'error') app.problems.push(`another page: ${message.text()}`) })
    await page.goto(`${new URL(app.page.url()).origin}/#${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    return page
  }

  test('of two windows on one request the second acts, and the first is told calmly', async () => {
    const { requestId } = askLethe<{ requestId: string }>(app, ['request', 'open', made.dataset, '--law', 'gdpr', '--rows', writeTemporary(app.outside, 'rows.txt', '11\n12\n')])
    const first = new RequestsPage(app.page)
    await new Frame(app.page).goToPath(`/requests/${requestId}`)
    await app.page.getByRole('button', { name: 'Verify identity' }).click()
    await expect(app.page.getByRole('dialog')).toBeVisible()
    const page = await anotherPage(`/requests/${requestId}`)
    await new RequestsPage(page).verifyAndApprove()
    await expect(app.page.getByText('Somebody else took a step here meanwhile: this request is now approved. Nothing is lost.')).toBeVisible()
    await expect(app.page.getByRole('dialog')).toBeHidden()
    await first.eraseButton.click()
    await new RequestsPage(page).erase()
    await expect(first.receipt).toContainText('0 found')
    await expect(app.page.getByRole('alertdialog')).toBeHidden()
    await page.close()
  })

  test('a job that ended while its page was closed is found again, with what came of it', async () => {
    const page = await anotherPage('/models/train')
    await page.getByRole('combobox', { name: 'Dataset' }).selectOption({ label: 'Clinic visits' })
    const started = page.waitForResponse(/\/start\/model\.train$/)
    await page.getByRole('button', { name: 'Train model' }).click()
    await started
    await page.close()
    await new Frame(app.page).goTo('Jobs')
    await app.page.getByRole('table', { name: 'Ended' }).getByRole('link', { name: /^Training/ }).click()
    await expect(new ModelsPage(app.page).fingerprint).toBeVisible()
  })

  test('hostile text is shown as text, on every page that shows it', async () => {
    const asked: string[] = []
    app.page.on('dialog', dialog => {
      asked.push(dialog.message())
      void dialog.dismiss()
    })
    const column = '<img src=x onerror=alert(1)>'
    const cells = ['\u202Eevil\u202C', '👩‍👩‍👧 مرحبا', '{{ 7 * 7 }}', '=HYPERLINK("https://example.org")', 'x'.repeat(10_000)]
    const lines = Array.from({ length: 40 }, (_, i) => `H-${i},"${cells[i % cells.length]!.replaceAll('"', '""')}",${i},${i % 2 === 0 ? 'yes' : 'no'}`)
    const imports = new ImportPage(app.page)
    await imports.open()
    await imports.choose(app, writeTemporary(app.outside, 'hostile.csv', `patient_id,"${column}",age,left\n${lines.join('\n')}\n`))
    await expect(imports.roleOf(column)).toBeVisible()
    await imports.roleOf(column).selectOption({ label: 'feature' })
    const name = '<b>Hostile</b> \u{1F469}'
    await imports.importAs(name)
    await expect(new Frame(app.page).title).toHaveText(name)
    const rows = new DatasetPage(app.page)
    await expect(rows.grid.getByRole('columnheader', { name: column })).toBeVisible()
    await expect(rows.row(2)).toContainText('👩‍👩‍👧 مرحبا')
    await expect(rows.row(3)).toContainText('{{ 7 * 7 }}')
    const tall = (await rows.row(5).boundingBox())!
    expect([tall.height < 60, tall.x + tall.width < 6000]).toEqual([true, true])
    await rows.row(5).getByText('xxxx').dblclick()
    const whole = app.page.getByRole('dialog')
    await expect(whole).toContainText('x'.repeat(10_000))
    await app.page.keyboard.press('Escape')
    await expect(whole).toBeHidden()
    await app.page.getByRole('tab', { name: 'Columns' }).click()
    await expect(app.page.getByRole('table', { name: 'Columns' })).toContainText(column)
    await new ModelsPage(app.page).train(name)
    await new Frame(app.page).goTo('Jobs')
    await expect(app.page.getByRole('table', { name: 'Ended' })).toContainText(name)
    expect(await app.page.locator('main img, main b:text-is("Hostile")').count()).toBe(0)
    expect(asked).toEqual([])
  })

  test('a backup does not open with another passphrase, and the workspace stays as it was', async () => {
    const backup = join(app.outside, 'lethe.age')
    const settings = new SettingsPage(app.page)
    await settings.open('Backup')
    await settings.backUp(app, backup, 'four words taken at random')
    expect(existsSync(backup)).toBe(true)
    await settings.restore(app, backup, 'four words taken at ease')
    await expect(app.page.getByRole('alert').filter({ hasText: 'The backup was not restored.' })).toContainText('passphrase')
    await new Frame(app.page).goTo('Datasets')
    await expect(app.page.getByRole('table', { name: 'Datasets' })).toContainText('Clinic visits')
  })
})
