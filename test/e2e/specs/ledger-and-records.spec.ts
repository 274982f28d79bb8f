import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { askLethe, importSample } from '../ask-lethe.ts'
import { Frame } from '../pages/frame.ts'
import { LedgerPage } from '../pages/ledger-page.ts'
import { RecordsPage } from '../pages/records-page.ts'
import { SettingsPage } from '../pages/settings-page.ts'
import { type RunningApp, startApp, writeTemporary } from '../start-app.ts'
import { expect, test } from '../test.ts'

/** A request that was carried out, with retraining beside, on a model of the sample. */
function erased(app: RunningApp): { readonly request: string; readonly model: string } {
  const { dataset, model } = importSample(app, { withModel: true })
  const { requestId } = askLethe<{ requestId: string }>(app, ['request', 'open', dataset, '--law', 'gdpr', '--rows', writeTemporary(app.outside, 'rows.txt', '41\n')])
  askLethe(app, ['erase', requestId, '--compare'])
  return { request: requestId, model }
}

/** The hash of the address, as it is kept when a page is loaded anew. */
const hashOf = (app: RunningApp): Promise<string> => app.page.evaluate(() => (globalThis as unknown as { location: { hash: string } }).location.hash)

test('the ledger shows what is looked for, and the address keeps it', async ({ app }) => {
  const { request, model } = erased(app)
  const { page } = app
  const ledger = new LedgerPage(page)
  await new Frame(page).goTo('Ledger')
  await expect(ledger.entries).toHaveCount(10)
  await page.getByLabel('Kind').selectOption('erasures')
  await expect(ledger.entries).toHaveCount(4)
  await expect(page.getByRole('main')).toContainText('3 of 9 entries')
  expect(await hashOf(app)).toBe('#/ledger?kind=erasures')

  await page.getByRole('button', { name: 'Show all entries' }).click()
  await expect(ledger.entries).toHaveCount(10)
  await page.getByRole('combobox', { name: 'Request, model or dataset' }).fill(model)
  await page.keyboard.press('Enter')
  // Trained, intended for, and made to forget.
  await expect(ledger.entries).toHaveCount(4)
  await page.reload()
  await expect(ledger.entries).toHaveCount(4)
  expect(await hashOf(app)).toBe(`#/ledger?about=${model}`)

  await page.getByLabel('From', { exact: true }).fill('30 Feb 2026')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Write a day, such as 24 Nov 2026.')).toBeVisible()
  await expect(page.getByLabel('From', { exact: true })).toBeFocused()
  await page.getByLabel('From', { exact: true }).fill('1 Jan 2100')
  await page.keyboard.press('Enter')
  await expect(page.getByText('No entry fits this filter')).toBeVisible()
  await page.getByRole('main').getByRole('button', { name: 'Show all entries' }).last().click()
  await expect(ledger.entries).toHaveCount(10)

  await ledger.entries.filter({ hasText: 'Request opened' }).getByRole('button').click()
  await page.getByRole('button', { name: `Show all entries about ${request}` }).click()
  await expect(page.getByRole('main')).toContainText('6 of 9 entries')
  expect(app.problems).toEqual([])
})

test('a record is read before it is given away, in the numbers of its PDF, and replayed', async ({ app }) => {
  const { request, model } = erased(app)
  const { page } = app
  await new Frame(page).goTo('Records')
  await page.getByRole('table', { name: 'Records' }).getByRole('link', { name: request }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Record of ${request}`)
  const { pages } = askLethe<{ pages: { blocks: { kind: string; text?: string; chart?: { alt: string } }[] } }>(app, ['record', 'show', request])
  const paper = page.getByRole('region', { name: 'Preview of the record' })
  for (const { kind, text, chart } of pages.blocks) {
    if (kind === 'heading' || kind === 'paragraph') await expect(paper).toContainText(text!)
    if (chart !== undefined) await expect(paper.getByRole('img', { name: chart.alt, exact: true })).toBeVisible()
  }
  await paper.getByRole('radio', { name: 'Table' }).first().check({ force: true })
  await expect(paper.getByRole('table', { name: `Time to compute, ${model}` })).toBeVisible()
  await expect(page.getByRole('list', { name: 'What was checked' }).getByRole('listitem').filter({ hasText: 'Passed' })).toHaveCount(9)

  await page.getByRole('button', { name: 'Replay the claim' }).click()
  await expect(page.getByRole('table', { name: 'Replay' })).toContainText('Same bits', { timeout: 60_000 })

  const file = join(app.outside, 'given.zip')
  await page.getByRole('button', { name: 'Export…' }).press('Enter')
  const dialog = page.getByRole('dialog')
  await app.save(file, () => dialog.getByRole('button', { name: 'Export record' }).click())
  await expect(dialog).toContainText('Exported as')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('main')).toContainText('exported 1 time')
  expect(app.problems).toEqual([])
})

test('a changed copy is told in red with its place, and an unconfirmed key is never called genuine', async ({ app }) => {
  const { request } = erased(app)
  const { page } = app
  const record = join(app.outside, 'record.zip')
  const { key } = askLethe<{ key: string }>(app, ['record', 'export', request, '--out', record])
  const bytes = readFileSync(record)
  bytes.write('"erased":7', bytes.indexOf('"erased":1'))
  const changed = join(app.outside, 'changed.zip')
  writeFileSync(changed, bytes)

  const records = new RecordsPage(page)
  await records.check(app, changed)
  await expect(records.result).toContainText('Altered or incomplete')
  const failed = (name: string) => records.result.getByRole('listitem').filter({ hasText: name })
  await expect(failed('Ledger and statement tell the same')).toContainText('differ about the number of rows erased')
  await expect(failed('Every file is the one that was listed')).toContainText('entries.jsonl')
  await expect(failed('Every file is the one that was listed')).toContainText('Failed')
  await expect(failed('The statement keeps to its form')).toContainText('Passed')
  await expect(page.getByRole('button', { name: 'Replay the claim' })).toHaveCount(0)

  await app.pick(record, () => page.getByRole('button', { name: 'Choose a record' }).click())
  await expect(records.result).toContainText('Intact, signer not confirmed')
  await expect(failed('It is the key it should be')).toContainText('Not confirmed')
  await expect(records.result).not.toContainText('Genuine')
  await records.checkWithKey(key.replaceAll(/(.{4})/g, '$1 '))
  await expect(records.result).toContainText('Genuine and complete')
  await expect(records.result).toContainText('9 of 9 checks passed')
  expect(app.problems).toEqual([])
})

test('the key is changed, the ledger says so, and a second person counter-signs', async ({ app }) => {
  const { request } = erased(app)
  const { page } = app
  const settings = new SettingsPage(page)
  await settings.open('Keys')
  const panel = page.getByRole('region', { name: 'Keys and their protection' })
  const digits = panel.getByText(/^([0-9a-f]{4} ){15}[0-9a-f]{4}$/)
  const before = await digits.innerText()
  await panel.getByRole('button', { name: 'Change the key…' }).press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'Keep this key' }).press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await panel.getByRole('button', { name: 'Change the key…' }).press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'Change the key' }).press('Enter')
  const earlier = page.getByRole('table', { name: 'Earlier keys' })
  await expect(earlier).toContainText(`${before.slice(0, 4)}…${before.slice(-4)}`)
  await expect(digits).not.toHaveText(before)

  await page.emulateMedia({ media: 'print' })
  await expect(page.getByText('Fingerprint of the key that signs our records')).toBeVisible()
  await expect(panel).toBeHidden()
  await page.emulateMedia({ media: 'screen' })
  await earlier.getByRole('link').click()
  await expect(page.getByRole('heading', { name: /^Entry \d+$/ })).toBeVisible()
  await new Frame(page).goToPath('/ledger?kind=keys')
  await expect(new LedgerPage(page).entries.nth(1)).toContainText('Key rotated')

  await new Frame(page).goToPath(`/records/${request}`)
  await page.getByRole('button', { name: 'Counter-sign…' }).press('Enter')
  const dialog = page.getByRole('dialog')
  const wrong = writeTemporary(app.outside, 'wrong.pem', 'no key')
  await app.pick(wrong, () => dialog.getByRole('button', { name: 'Choose a key…' }).press('Enter'))
  await expect(dialog).toContainText('wrong.pem')
  await dialog.getByRole('button', { name: 'Counter-sign' }).press('Enter')
  await expect(dialog).toContainText('holds no Ed25519 private key')
  const second = writeTemporary(app.outside, 'second.pem', generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string)
  await app.pick(second, () => dialog.getByRole('button', { name: 'Choose a key…' }).press('Enter'))
  await expect(dialog).toContainText('second.pem')
  await dialog.getByRole('button', { name: 'Counter-sign' }).press('Enter')
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('region', { name: 'Signatures' })).toContainText('Counter-signed by')
  // A refused key is an answer of its own, which a browser also tells its console.
  expect(app.problems.filter(problem => !problem.includes('Failed to load resource'))).toEqual([])
})

test('a lost key is declared lost by its first digits typed, and the ledger says where the break is', async ({ shell, pageBrowser }) => {
  let lost = ''
  const app = await startApp(shell, pageBrowser, {}, place => {
    importSample(place)
    lost = askLethe<{ keys: { fingerprint: string }[] }>(place, ['key', 'list']).keys[0]!.fingerprint
    rmSync(join(place.workspace, 'keys', 'signing-key'))
  })
  try {
    const { page } = app
    await new SettingsPage(page).open('Keys')
    const panel = page.getByRole('region', { name: 'Keys and their protection' })
    await expect(panel).toContainText('The key that signs is missing.')
    await expect(panel.getByRole('button', { name: 'Change the key…' })).toHaveCount(0)
    await panel.getByRole('button', { name: 'Declare the key lost…' }).press('Enter')
    const asked = page.getByRole('alertdialog')
    await expect(asked).toContainText('No signature of the old one says that it may')
    const sure = asked.getByRole('button', { name: 'Declare lost' })
    const phrase = lost.slice(0, 16).replaceAll(/(.{4})(?!$)/g, '$1 ')
    await asked.getByRole('textbox').fill(phrase.replace(/.$/, last => (last === '0' ? '1' : '0')))
    await expect(sure).toHaveAttribute('aria-disabled', 'true')
    await asked.getByRole('textbox').fill(phrase)
    await sure.press('Enter')
    await expect(page.getByRole('region', { name: /^Messages/ })).toContainText('A new key signs from now on. Tell its fingerprint')
    const earlier = page.getByRole('table', { name: 'Earlier keys' })
    await expect(earlier).toContainText('declared lost at entry 3')
    await earlier.getByRole('link').click()
    await expect(page.getByRole('heading', { name: 'Entry 3' })).toBeVisible()
    await new Frame(page).goToPath('/ledger?kind=keys')
    await expect(new LedgerPage(page).entries.nth(1)).toContainText('Key declared lost')
    await page.getByRole('button', { name: 'Check the ledger' }).first().press('Enter')
    await expect(page.getByRole('main')).toContainText('The lost key did not vouch for it', { timeout: 60_000 })
    expect(app.problems).toEqual([])
  } finally {
    await app.stop()
  }
})

test('a statement that was changed is told in red with its member', async ({ app }) => {
  const { request } = erased(app)
  const record = join(app.outside, 'record.zip')
  askLethe(app, ['record', 'export', request, '--out', record])
  const bytes = readFileSync(record)
  const start = bytes.indexOf('"payload":"') + 11
  const payload = bytes.subarray(start, bytes.indexOf('"', start))
  const statement = Buffer.from(payload.toString(), 'base64')
  const at = statement.indexOf('"searched":') + 11
  statement[at] = statement[at] === 0x37 ? 0x38 : 0x37
  payload.write(statement.toString('base64'))
  const changed = join(app.outside, 'changed.zip')
  writeFileSync(changed, bytes)
  const records = new RecordsPage(app.page)
  await records.check(app, changed)
  await expect(records.result).toContainText('Altered or incomplete')
  const story = records.result.getByRole('listitem').filter({ hasText: 'Ledger and statement tell the same' })
  await expect(story).toContainText('record.dsse.json, predicate.outcome.residue.searched')
  await expect(story).toContainText(/differ about the traces searched for: [78]\d* and \d+\./)
  await expect(records.result.getByRole('listitem').filter({ hasText: 'PDF and list of software say the same' })).toContainText('predicate.outcome.residue.searched')
  expect(app.problems).toEqual([])
})
