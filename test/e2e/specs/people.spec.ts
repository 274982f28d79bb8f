import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { importSample, person, root } from '../ask-lethe.ts'
import { Frame } from '../pages/frame.ts'
import { PeoplePage } from '../pages/people-page.ts'
import { RequestsPage } from '../pages/requests-page.ts'
import { type RunningApp, writeTemporary } from '../start-app.ts'
import { expect, test } from '../test.ts'

const ada = { name: 'Ada Moor', passphrase: 'ada does all the rest' }
const bo = { name: 'Bo Lind', passphrase: 'bo approves on mondays' }

/** A command on the same workspace, by the engine of the window, as one of them. */
function askAs({ workspace, outside }: RunningApp, who: typeof ada, words: readonly string[]): Record<string, unknown> {
  const file = writeTemporary(outside, 'passphrase.txt', who.passphrase)
  return JSON.parse(execFileSync(process.execPath, [join(root, 'src-main/shells/cli/main.ts'), ...words, '--as', who.name, '--workspace', workspace, '--json'], { encoding: 'utf8', env: { ...process.env, LETHE_PEOPLE_PASSPHRASE_FILE: file } })) as Record<string, unknown>
}

async function addBo(app: RunningApp, roles: readonly string[]): Promise<PeoplePage> {
  const people = new PeoplePage(app.page)
  await people.open()
  await people.add({ ...bo, roles, me: ada })
  await expect(people.list.getByRole('row')).toHaveCount(3)
  return people
}

test('the second person is added in one step, and from then on each signs in', async ({ app }) => {
  const { page } = app
  const people = new PeoplePage(page)
  const frame = new Frame(page)
  await people.open()
  await expect(page.getByText('You work alone in this workspace')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Sign out' })).toHaveCount(0)

  // What is missing is said at its place, and what was typed stays.
  await people.addButton.click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Their name').fill(bo.name)
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(dialog.getByText('Choose at least one role.')).toBeVisible()
  await expect(dialog.getByLabel('Your name')).toBeFocused()
  await expect(dialog.getByLabel('Their name')).toHaveValue(bo.name)
  await dialog.getByLabel('Your name').fill(ada.name)
  await dialog.getByLabel('Your passphrase').fill('short')
  await dialog.getByLabel('Their passphrase').fill(bo.passphrase)
  await dialog.getByRole('checkbox', { name: 'Approver' }).check()
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(dialog.getByRole('alert').getByText('at least 8 characters')).toBeVisible()
  await dialog.getByLabel('Your passphrase').fill(ada.passphrase)
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()

  // Whoever added them is signed in already.
  await expect(frame.toast).toContainText('Bo Lind works here from now on.')
  await expect(people.list.getByRole('row', { name: /Ada Moor \(you\)/ })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Signed in as Ada Moor' })).toBeVisible()
  await frame.goTo('Ledger')
  await expect(page.getByRole('row', { name: /Colleague added.*Ada Moor/ })).toBeVisible()

  // The address stays while somebody else signs in; what was said to the one before does not.
  await people.signOut()
  await expect(people.signInTitle).toBeVisible()
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused()
  await expect(page.getByRole('navigation')).toHaveCount(0)
  await people.signIn('bo lind', 'not it, whatever it is')
  await expect(page.getByRole('alert')).toContainText('do not belong together')
  await expect(page.getByLabel('Passphrase', { exact: true })).toBeFocused()
  await expect(page.getByLabel('Passphrase', { exact: true })).toHaveValue('')
  await page.keyboard.type(bo.passphrase)
  await page.keyboard.press('Enter')
  await expect(frame.title).toHaveText('Ledger')
  await expect(page.getByRole('link', { name: 'Signed in as Bo Lind' })).toBeVisible()
  await expect(frame.toast).toHaveCount(0)
  expect(app.problems.filter(problem => !/401|403|422|409/.test(problem))).toEqual([])
})

test('what a role may not do stays in reach and says whose it is', async ({ app }) => {
  const { page } = app
  importSample(app)
  const people = await addBo(app, ['Auditor'])
  await people.signOut()
  await people.signIn(bo.name, bo.passphrase)
  const add = people.addButton
  await expect(add).toHaveAttribute('aria-disabled', 'true')
  await expect(add).toHaveAccessibleDescription('You have no role for this. It is for the administrator.')
  await add.focus()
  await expect(add).toBeFocused()
  await add.click({ force: true })
  await expect(page.getByRole('dialog')).toHaveCount(0)
  // One's own name and passphrase are one's own matter; others' are not.
  await expect(people.list.getByRole('row', { name: /^Ada Moor/ }).getByRole('button')).toHaveCount(0)
  await people.choose('Bo Lind', 'New passphrase…')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Present passphrase').fill(bo.passphrase)
  await dialog.getByLabel('New passphrase').fill('bo reads on tuesdays')
  await dialog.getByRole('button', { name: 'Set passphrase' }).click()
  await expect(new Frame(page).toast).toContainText('The new passphrase holds.')
  // The engine refuses the same, whoever asks.
  expect(() => askAs(app, { name: bo.name, passphrase: 'bo reads on tuesdays' }, ['settings', 'change', '--batch-days', '3'])).toThrow(/people\/role-missing/)
  expect(askAs(app, ada, ['settings', 'change', '--batch-days', '3'])).toMatchObject({ policy: { batchDays: 3 } })
})

test('someone who leaves is signed out where they are, and the one who is left works alone again', async ({ app }) => {
  const { page } = app
  const people = await addBo(app, ['Approver', 'Officer'])
  await people.choose('Bo Lind', 'Take out…')
  const asked = page.getByRole('alertdialog')
  await expect(asked).toContainText('You are then alone here')
  await expect(asked.getByRole('button', { name: 'Take out' })).toHaveAttribute('aria-disabled', 'true')
  await asked.getByRole('textbox').fill('Bo Lind')
  await asked.getByRole('button', { name: 'Take out' }).click()
  await expect(page.getByText('You work alone in this workspace')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Sign out' })).toHaveCount(0)
  await expect(people.list).not.toContainText('Bo Lind')
})

test('whoever is taken out elsewhere, or is given another passphrase, must sign in at the next thing they do', async ({ app }) => {
  const { page } = app
  const people = await addBo(app, ['Administrator'])
  await people.signOut()
  await people.signIn(bo.name, bo.passphrase)
  await expect(page.getByRole('link', { name: 'Signed in as Bo Lind' })).toBeVisible()
  const file = writeTemporary(app.outside, 'new.txt', 'ada gave this one')
  askAs(app, ada, ['people', 'passphrase', '--of', bo.name, '--new-passphrase-file', file])
  // The window hears of it by itself.
  await expect(people.signInTitle).toBeVisible()
  await people.signIn(bo.name, 'ada gave this one')
  await expect(page.getByRole('link', { name: 'Signed in as Bo Lind' })).toBeVisible()
})

test('who gives no sign of themselves is signed out and comes back to the same page', { tag: '@page' }, async ({ app }) => {
  const { page } = app
  // Loaded again, so that the window measures by this clock from its beginning.
  await page.clock.install()
  await page.reload()
  const people = await addBo(app, ['Officer'])
  await new Frame(page).goTo('Ledger')
  await page.clock.fastForward('00:29:00')
  await expect(new Frame(page).title).toHaveText('Ledger')
  await page.keyboard.press('Shift')
  await page.clock.fastForward('00:29:00')
  await expect(new Frame(page).title).toHaveText('Ledger')
  await page.clock.fastForward('00:31:00')
  await expect(people.signInTitle).toBeVisible()
  await expect(page.getByText('You were signed out after 30 minutes without a sign of you.')).toBeVisible()
  await people.signIn(ada.name, ada.passphrase)
  await expect(new Frame(page).title).toHaveText('Ledger')
})

test('whoever opened a request cannot approve it, a colleague can, and both stand beside it by name', async ({ app }) => {
  const { page } = app
  importSample(app)
  const people = await addBo(app, ['Approver'])
  const requests = new RequestsPage(page)
  await requests.openFor('Clinic visits', person)
  const address = new URL(page.url()).hash
  await page.getByRole('button', { name: 'Verify identity' }).click()
  await page.getByRole('button', { name: 'I vouch for it' }).click()
  await page.getByRole('button', { name: 'Ask for approval' }).first().click()
  await page.getByRole('alertdialog').or(page.getByRole('dialog')).getByRole('button', { name: 'Ask for approval' }).click()
  const approve = page.getByRole('button', { name: 'Approve', exact: true })
  await expect(approve).toHaveAttribute('aria-disabled', 'true')
  const requestId = /rq-[0-9a-f]+/.exec(address)![0]
  expect(() => askAs(app, ada, ['request', 'approve', requestId])).toThrow(/people\/four-eyes/)

  await people.signOut()
  await people.signIn(bo.name, bo.passphrase)
  await expect(requests.title).toContainText(requestId)
  await approve.click()
  await page.getByRole('button', { name: 'Approve the request' }).click()
  await expect(requests.panel('Approval')).toContainText(/Ada Moor.*vouched for.*Approved\s*you/)
  expect(askAs(app, ada, ['request', 'show', requestId])).toMatchObject({ state: 'approved', steps: expect.arrayContaining([expect.objectContaining({ step: 'approved', how: 'by-second-person' })]) as unknown })
})
