import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { askLethe, importSample, person, sample } from '../ask-lethe.ts'
import { Frame } from '../pages/frame.ts'
import { RequestsPage } from '../pages/requests-page.ts'
import { type RunningApp, startApp, writeTemporary } from '../start-app.ts'
import { expect, test } from '../test.ts'

// A person's request from the letter to the answer, a whole list of them, and many at once: what only a window does.

const lines = readFileSync(sample, 'utf8').split('\n')
/** People of the sample besides the first, by their e-mail address. */
const others = [...new Set(lines.slice(40, 400).map(line => line.split(',')[1]!))].filter(mail => mail.includes('@'))

test.describe('requests', () => {
  test.describe.configure({ mode: 'serial' })
  let app: RunningApp
  let requests: RequestsPage
  let frame: Frame
  let dataset: string
  test.beforeAll(async ({ shell, pageBrowser }) => {
    app = await startApp(shell, pageBrowser)
    ;[requests, frame] = [new RequestsPage(app.page), new Frame(app.page)]
    dataset = importSample(app, { withModel: true }).dataset
  })
  test.afterAll(() => app.stop())
  test.afterEach(() => expect(app.problems).toEqual([]))

  test('looking first says what a request would be about, and the day it came says when the answer is due', async () => {
    const { page } = app
    await requests.begin('Clinic visits')
    await requests.identifier.fill(person)
    await page.getByRole('textbox', { name: 'Received on' }).fill('9 Nov 2026')
    await expect(page.getByRole('textbox', { name: 'Received on' })).toHaveAccessibleDescription('Received Monday 9 November 2026. The answer is due by Wednesday 9 December 2026.')
    await page.getByRole('button', { name: 'Look first' }).click()
    await expect(requests.panel('What it would be about')).toContainText('Clinic visits')
    await page.getByRole('button', { name: 'Open request' }).click()
    await expect(requests.title).toHaveText(/^Request rq-/)
    await expect(requests.ask).toContainText('Make sure that whoever asked is who they say.')
  })

  test('one match is kept by key, with a reason of the law, and the rest is erased', async () => {
    const { page } = app
    await page.getByRole('button', { name: 'Verify identity' }).click()
    await page.getByRole('radio', { name: 'By a document' }).check()
    await page.getByRole('button', { name: 'It was verified this way' }).click()
    await expect(requests.panel('Approval')).toContainText('by a document')
    await requests.panel('Matches').getByRole('link').first().focus()
    await page.keyboard.press('k')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox', { name: 'Reason in law' }).selectOption('gdpr.17-3-e')
    await expect(dialog).toContainText('What the person must be told')
    await dialog.getByRole('button', { name: 'Keep for this reason' }).click()
    await expect(requests.panel('Matches')).toContainText(/1 keep.*Kept: Art\. 17\(3\)\(e\)/s)
    await page.getByRole('button', { name: 'Approve', exact: true }).click()
    await page.getByRole('button', { name: 'Approve the request' }).click()
    await requests.erase()
    await expect(requests.receipt).toBeVisible({ timeout: 60_000 })
    await expect(requests.panel('What was kept')).toContainText('1 row stays')
    await expect(requests.ask).toContainText('It has ended. Answer the person by Wednesday 9 December 2026')
  })

  test('the answer is written, says what the law asks for, and ends what is owed', async () => {
    const { page } = app
    await page.getByRole('button', { name: 'Write the answer…' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('textbox', { name: 'Text' })).toHaveValue(/legal claims/)
    await expect(dialog).toContainText(/(\d+) of \1 said/)
    await app.save(join(app.outside, 'answer.txt'), () => dialog.getByRole('button', { name: 'Save as a text file' }).click())
    await expect(dialog.getByRole('alert')).toContainText('Written to')
    await dialog.getByRole('button', { name: 'It was sent…' }).click()
    await dialog.getByRole('button', { name: 'Note it as sent' }).click()
    await expect(dialog.getByRole('alert')).toContainText('Noted as sent on')
    await page.keyboard.press('Escape')
    await expect(requests.ask).toContainText('Nothing. Answered on')
    await expect(requests.panel('Who asked')).toContainText('Destroyed')
    await expect(requests.panel('Timeline')).toContainText(/Answer sent.*Identifiers destroyed/s)
    expect(readFileSync(join(app.outside, 'answer.txt'), 'utf8')).not.toContain(person)
  })

  test('a list is looked at, its refused lines are named by place, and loaded', async () => {
    const { page } = app
    const list = writeTemporary(app.outside, 'list.csv', `email,name\n${others[0]},A\n${others[1]},B\nno address,C\nnobody@nowhere.example,D\n`)
    await frame.goToPath('/requests/lists')
    await app.pick(list, () => page.getByRole('button', { name: 'Choose a list' }).click())
    await expect(requests.panel('Refused lines')).toContainText('not an e-mail address')
    await expect(requests.panel('What would happen')).toContainText('Requests to open')
    await page.getByRole('button', { name: /^Open \d requests$/ }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'is loaded' })).toBeVisible()
    await expect(requests.panel('Lists that were loaded')).toContainText('People, a line each')
  })

  test('a hold keeps a request from being erased until it is lifted', async () => {
    const { page } = app
    const { requestId } = askLethe<{ requestId: string }>(app, ['request', 'open', dataset, '--rows', writeTemporary(app.outside, 'rows.txt', '3001\n'), '--law', 'gdpr'])
    askLethe(app, ['request', 'verify', requestId])
    askLethe(app, ['request', 'approve', requestId])
    await frame.goToPath(`/requests/${requestId}`)
    await page.getByRole('button', { name: 'Put on hold…' }).click()
    await page.getByRole('button', { name: 'Put it on hold' }).click()
    await expect(requests.eraseButton).toHaveAttribute('aria-disabled', 'true')
    await requests.ask.getByRole('button', { name: 'Lift the hold…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Lift the hold' }).click()
    await expect(requests.eraseButton).not.toHaveAttribute('aria-disabled', 'true')
  })

  test('the board is gone through by arrow keys, and Enter opens a card', async () => {
    const { page } = app
    await frame.goToPath('/requests?view=board')
    const board = page.getByRole('group', { name: 'Requests by what they wait for' })
    await board.getByRole('region', { name: 'To verify' }).getByRole('link').first().focus()
    await page.keyboard.press('ArrowDown')
    await expect(board.getByRole('region', { name: 'To verify' }).getByRole('link').nth(1)).toBeFocused()
    await page.keyboard.press('End')
    await page.keyboard.press('ArrowRight')
    await expect(board.getByRole('region', { name: 'To carry out' }).getByRole('link').first()).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(requests.title).toHaveText(/^Request rq-/)
  })

  test('many requests are approved and carried out as one erasure, and what is left out is said', async () => {
    const { page } = app
    for (const row of ['3101', '3102']) askLethe(app, ['request', 'verify', askLethe<{ requestId: string }>(app, ['request', 'open', dataset, '--rows', writeTemporary(app.outside, 'rows.txt', `${row}\n`), '--law', 'gdpr']).requestId])
    await frame.goToPath('/requests')
    await page.getByRole('checkbox', { name: 'Tick all of this page' }).check()
    await page.getByRole('button', { name: 'Approve…' }).click()
    await expect(page.getByRole('dialog')).toContainText('not waiting for approval')
    await page.getByRole('dialog').getByRole('button', { name: 'Approve 2' }).click()
    await expect(frame.toast).toContainText('2 requests approved.')
    await page.getByRole('combobox', { name: 'Stage' }).selectOption('erase')
    await page.getByRole('checkbox', { name: 'Tick all of this page' }).check()
    await page.getByRole('button', { name: 'Carry out together…' }).click()
    const dialog = page.getByRole('alertdialog')
    await dialog.getByRole('textbox').fill('erase 3')
    await dialog.getByRole('button', { name: 'Erase', exact: true }).click()
    await expect(page.getByRole('alert').filter({ hasText: '3 rows of 3 requests erased.' })).toBeVisible({ timeout: 60_000 })
  })

  test('a filter that finds nothing is named and can be taken off', async () => {
    const { page } = app
    await frame.goToPath('/requests')
    await page.getByRole('searchbox', { name: 'Part of the number' }).fill('zzz')
    await expect(page.getByRole('heading', { name: 'No request fits this filter' })).toBeVisible()
    await page.getByRole('button', { name: 'Take the filter off' }).click()
    await expect(page.getByRole('table')).toBeVisible()
  })
})
