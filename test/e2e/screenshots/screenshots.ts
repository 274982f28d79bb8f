import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { askLethe, importSample, person, root, sample } from '../ask-lethe.ts'
import { DatasetPage } from '../pages/dataset-page.ts'
import { ImportPage } from '../pages/datasets-page.ts'
import { Frame } from '../pages/frame.ts'
import { LedgerPage } from '../pages/ledger-page.ts'
import { RecordsPage } from '../pages/records-page.ts'
import { RequestsPage } from '../pages/requests-page.ts'
import { writeTemporary } from '../start-app.ts'
import { expect, test } from '../test.ts'

// Every page as it looks with something in it. Run by src-main/setup/run-screenshots.mjs.

const folder = join(root, 'resources/screenshots')
const dayMs = 86_400_000
const daysAgo = (days: number) => new Date(Date.now() - days * dayMs).toISOString().slice(0, 10)

test('pictures of every page', async ({ app }) => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const { page } = app
  const session = await page.context().newCDPSession(page)
  // WebP, which Playwright does not write: a third of the size of a PNG, and letters stay sharp.
  const take = async (name: string) => {
    await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0)
    await expect(page.locator('.toast')).toHaveCount(0)
    await page.evaluate(() => (globalThis as unknown as { document: { fonts: { ready: Promise<unknown> } } }).document.fonts.ready)
    const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 80 })
    writeFileSync(join(folder, `${name}.webp`), Buffer.from(data, 'base64'))
  }
  const frame = new Frame(page)
  const use = (theme: string) => page.getByRole('radiogroup', { name: 'Theme' }).getByRole('radio', { name: theme, exact: true }).click()
  const visit = async (path: string) => {
    await frame.goToPath(path)
    await expect(frame.title).toBeVisible()
  }
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await use('Light')
  await take('first-start')

  const { dataset, model } = importSample(app, { withModel: true })
  const open = (days: number, law: string, ...who: string[]) => askLethe<{ requestId: string }>(app, ['request', 'open', dataset, '--law', law, '--received', daysAgo(days), ...who]).requestId
  const rows = (list: string) => writeTemporary(app.outside, 'rows.txt', list)
  const done = open(12, 'gdpr', '--rows', rows('5\n9\n'))
  askLethe(app, ['erase', done, '--compare'])
  const record = join(app.outside, `lethe-${done}.zip`)
  const { key } = askLethe<{ key: string }>(app, ['record', 'export', done, '--out', record])
  open(33, 'uk-gdpr', '--rows', rows('301\n'))
  open(40, 'ccpa', '--rows', rows('611\n702\n'))
  open(2, 'gdpr', '--rows', rows('1204\n'))
  const approved = open(9, 'gdpr', '--subject', person)
  askLethe(app, ['request', 'verify', approved])
  askLethe(app, ['request', 'approve', approved])

  await visit('/')
  await take('overview')
  await visit('/requests')
  await take('requests')
  await visit('/requests?view=board')
  await expect(page.getByRole('link', { name: approved })).toBeVisible()
  await take('requests-board')
  await visit(`/requests/${approved}`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(approved)
  await expect(page.getByRole('button', { name: 'Erase 3 rows' })).toBeVisible()
  await take('request')

  const imports = new ImportPage(page)
  await visit('/datasets/import')
  await imports.choose(app, sample)
  await expect(imports.columns).toBeVisible()
  await take('import')
  await visit('/datasets')
  await take('datasets')
  const table = new DatasetPage(page)
  await table.open(dataset)
  await page.getByRole('button', { name: 'Profile of age' }).click()
  await expect(page.getByText('Standard deviation')).toBeVisible()
  await table.checkbox(11).click()
  await table.row(14).click({ modifiers: ['Shift'], position: { x: 120, y: 10 } })
  await take('dataset')

  await visit('/models')
  await take('models')
  await visit('/models/train')
  await take('train')
  await visit(`/models/${model}`)
  await take('model')
  await visit('/dilemma')
  await take('dilemma')
  await visit(`/models/${model}/compare?request=${approved}`)
  await page.getByRole('button', { name: 'Compare methods' }).click()
  await expect(page.getByRole('region', { name: 'Side by side' })).toBeVisible()
  await take('compare')

  const requests = new RequestsPage(page)
  await visit(`/requests/${approved}`)
  await requests.erase()
  await expect(requests.verdict).toBeVisible()
  await take('erased')
  await use('Dark')
  await take('erased-dark')
  await visit('/')
  await take('overview-dark')
  await use('High contrast')
  await take('overview-high-contrast')
  await use('Light')

  await visit('/jobs')
  await take('jobs')
  await visit('/records')
  await take('records')
  await visit(`/records/${done}`)
  await expect(page.getByRole('button', { name: /Export/ }).first()).toBeVisible()
  await take('record')
  const records = new RecordsPage(page)
  await records.check(app, record)
  await expect(records.result).toContainText('Intact')
  await records.checkWithKey(key)
  await expect(records.result).toContainText('Genuine and complete')
  await take('record-check')
  const ledger = new LedgerPage(page)
  await ledger.check()
  await expect(ledger.result).toContainText('Intact')
  await ledger.entries.nth(1).getByRole('button').first().click()
  await take('ledger')
  await visit('/settings')
  await take('settings')
  await page.keyboard.press('ControlOrMeta+k')
  await expect(page.getByRole('dialog', { name: 'Find or run' })).toBeVisible()
  await take('find-or-run')
  await page.keyboard.press('Escape')

  await page.setViewportSize({ width: 400, height: 800 })
  await visit('/')
  await take('overview-narrow')
  await visit(`/requests/${approved}`)
  await requests.verdict.scrollIntoViewIfNeeded()
  await take('erased-narrow')
})
