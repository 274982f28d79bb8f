import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { askLethe, importSample, person } from '../ask-lethe.ts'
import { newerRecord } from '../newer-record.ts'
import { Frame } from '../pages/frame.ts'
import { LedgerPage } from '../pages/ledger-page.ts'
import { ModelsPage } from '../pages/models-page.ts'
import { RecordsPage } from '../pages/records-page.ts'
import { RequestsPage } from '../pages/requests-page.ts'
import { type RunningApp, startApp } from '../start-app.ts'
import { expect, test } from '../test.ts'

// Each step from a model to a checked record, with what can be wrong in it. One request all along, in this order.

test.describe('erasing', { tag: '@page' }, () => {
  test.describe.configure({ mode: 'serial' })
  let app: RunningApp
  let frame: Frame
  let requests: RequestsPage
  let records: RecordsPage
  let ledger: LedgerPage
  test.beforeAll(async ({ shell, pageBrowser }) => {
    app = await startApp(shell, pageBrowser)
    ;[frame, requests, records, ledger] = [new Frame(app.page), new RequestsPage(app.page), new RecordsPage(app.page), new LedgerPage(app.page)]
    importSample(app)
  })
  test.afterAll(() => app.stop())
  test.afterEach(() => expect(app.problems).toEqual([]))
  const record = () => join(app.outside, 'record.zip')

  test('a setting that cannot be is said at its field, and what was typed stays', async () => {
    const models = new ModelsPage(app.page)
    await models.openTraining('Clinic visits')
    await models.setting('lambda').fill('-3')
    await models.setting('seed').fill('7')
    await models.setting('lambda').press('Enter')
    await expect(models.setting('lambda')).toHaveAccessibleDescription('A number from 1e-6 to 1e6')
    await expect(models.setting('lambda')).toHaveAttribute('aria-invalid', 'true')
    await expect(models.setting('lambda')).toHaveValue('-3')
    await expect(models.setting('seed')).toHaveValue('7')
    await models.setting('lambda').fill('0.5')
    await models.setting('lambda').press('Enter')
    await expect(frame.title).toHaveText(/on Clinic visits/)
    await expect(frame.toast).toContainText('The model is trained in')
  })

  test('a request without anybody or for a day to come is not opened, and somebody unknown is told before', async () => {
    await requests.begin('Clinic visits')
    await requests.identifier.press('Enter')
    await expect(requests.identifier).toBeFocused()
    await expect(requests.identifier).toHaveAccessibleDescription('Enter the identifier.')
    const received = app.page.getByRole('textbox', { name: 'Received on' })
    await requests.identifier.fill('P-99999-XX')
    await received.fill('1 January 2199')
    await received.press('Enter')
    await expect(received).toHaveAccessibleDescription('This day has not come yet. Enter the day it was received.')
    await received.fill('')
    await app.page.getByRole('button', { name: 'Look first' }).click()
    await expect(app.page.getByRole('alert').filter({ hasText: 'No row is about this person' })).toBeVisible()
    await expect(requests.identifier).toHaveValue('P-99999-XX')
    await requests.identifier.fill(person)
    await requests.identifier.press('Enter')
    await expect(requests.title).toHaveText(/^Request rq-/)
  })

  test('a question that is not answered changes nothing, and gives the focus back', async () => {
    const verify = app.page.getByRole('button', { name: 'Verify identity' })
    await verify.click()
    await expect(app.page.getByRole('dialog')).toContainText('Lethe does not check identities.')
    await app.page.keyboard.press('Escape')
    await expect(app.page.getByRole('dialog')).toBeHidden()
    await expect(verify).toBeFocused()
    await requests.verifyAndApprove()
    await expect(requests.eraseButton).toBeVisible()
  })

  test('nothing is erased before the words are typed; then the fingerprints meet', async () => {
    await requests.eraseButton.click()
    const dialog = app.page.getByRole('alertdialog')
    const field = dialog.getByRole('textbox')
    await expect(field).toBeFocused()
    await field.fill('erase')
    await field.press('Enter')
    await expect(dialog.getByRole('button', { name: 'Erase', exact: true })).toHaveAccessibleDescription(/^Type erase \d first$/)
    await dialog.getByRole('button', { name: 'Keep everything as it is' }).click()
    await expect(requests.eraseButton).toBeFocused()
    await requests.erase()
    await expect(requests.verdict).toContainText('All 64 digits of both SHA-256 fingerprints agree.')
    await expect(requests.prints.filter({ visible: true })).toHaveAccessibleName('Both fingerprints are the same, all 64 digits')
    await expect(requests.receipt).toContainText('0 found')
    await expect(requests.receipt).toContainText('Not erased by Lethe')
  })

  test('an exported record is genuine with its key, and only intact without or with another', async () => {
    await requests.exportRecord(app, record())
    await expect(requests.exported).toContainText('Signed by')
    await records.check(app, record())
    await expect(records.result).toContainText('Intact, signer not confirmed')
    const { signedBy } = askLethe<{ signedBy: string }>(app, ['record', 'check', record()])
    await records.checkWithKey('0'.repeat(64))
    await expect(records.result).toContainText('Intact, but signed by another key')
    await records.checkWithKey(signedBy.toUpperCase().replaceAll(/(..)(?!$)/g, '$1:'))
    await expect(records.result).toContainText('Genuine and complete')
    await records.checkWithKey('abc')
    await expect(records.key).toHaveAccessibleDescription(/^A fingerprint has 64 digits .*; this has 3\.$/)
    await expect(records.key).toHaveAttribute('aria-invalid', 'true')
  })

  test('an altered record names the file that was altered', async () => {
    const bytes = readFileSync(record())
    const at = bytes.indexOf('"gdpr"')
    const altered = join(app.outside, 'altered.zip')
    writeFileSync(altered, Buffer.concat([bytes.subarray(0, at), Buffer.from('"ccpa"'), bytes.subarray(at + 6)]))
    await records.check(app, altered)
    await expect(records.result).toContainText('Altered or incomplete')
    await expect(records.result.getByRole('list', { name: 'What was checked' })).toContainText('entries.jsonl')
  })

  test('a record of a newer Lethe is not called altered', async () => {
    const newer = join(app.outside, 'newer.zip')
    writeFileSync(newer, newerRecord(readFileSync(record())))
    await records.check(app, newer)
    await expect(records.result).toContainText('Made by a newer Lethe')
    await expect(records.result).not.toContainText('Altered')
  })

  test('the ledger is intact, also against the record, and shows its entries', async () => {
    await ledger.check()
    await expect(ledger.result).toContainText(/Intact\. All \d+ entries fit their signed checkpoints\./)
    await expect(frame.status).toContainText('Ledger intact')
    await ledger.checkAgainst(app, record())
    await expect(ledger.result).toContainText('It contains everything the record record.zip says it did.')
    await expect(ledger.entries.nth(1)).toContainText('Record exported')
    await ledger.entries.nth(1).getByRole('button').click()
    await expect(app.page.getByRole('region', { name: /^Entry \d+$/ })).toContainText('"kind": "record-exported"')
  })

  test('jobs tell what was done, lead to it, and have a log without anything about anybody', async () => {
    await frame.goTo('Jobs')
    const done = app.page.getByRole('table', { name: 'Ended' })
    await expect(done).toContainText('Clinic visits')
    await app.page.getByRole('button', { name: /^Show the log of Erasure/ }).click()
    const log = app.page.getByRole('dialog', { name: /^Log of Erasure/ })
    await expect(log.getByRole('row').last()).toContainText('Done')
    await expect(log).not.toContainText(person)
    await app.page.keyboard.press('Escape')
    await done.getByRole('link', { name: /^Erasure/ }).click()
    await expect(requests.title).toHaveText(/^Request rq-/)
    await expect(requests.receipt).toContainText('0 found')
  })
})
