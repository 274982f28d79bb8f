import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { askLethe, importSample } from '../ask-lethe.ts'
import { SettingsPage } from '../pages/settings-page.ts'
import { startApp, writeTemporary } from '../start-app.ts'
import { expect, test } from '../test.ts'

// The desktop on a machine without a keychain, where the keys of the workspace are behind a passphrase.

test('a workspace behind a passphrase asks for it in a page of its own, as often as it takes, and opens with it', { tag: '@stand-in' }, async () => {
  const words = 'four words taken at random'
  const app = await startApp('stand-in', undefined, { STAND_IN_KEYCHAIN: 'none' }, place => {
    importSample(place)
    askLethe(place, ['key', 'protect', '--new-passphrase-file', writeTemporary(place.outside, 'words.txt', `${words}\n`)])
    rmSync(join(place.outside, 'words.txt'))
  })
  try {
    const { page } = app
    const field = page.getByLabel('Passphrase of the keys')
    await expect(field).toBeFocused()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This workspace is locked')
    // Nothing of the workspace is there before: neither its window nor its engine.
    await expect(page.getByRole('navigation')).toHaveCount(0)
    expect(() => app.enginePid()).toThrow('No engine runs')
    for (const wrong of ['four words taken at randon', 'wrong', 'wrong again']) {
      await field.fill(wrong)
      await page.keyboard.press('Enter')
      await expect(page.getByText('This passphrase does not open the keys of this workspace.')).toBeVisible()
      await expect(field).toHaveValue('')
    }
    await field.fill(words)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
    await new SettingsPage(page).open('Keys')
    const panel = page.getByRole('region', { name: 'Keys and their protection' })
    await expect(panel).toContainText('Keys under a passphrase')

    await panel.getByRole('button', { name: 'Take the passphrase away…' }).press('Enter')
    await page.getByLabel('Passphrase now').fill(words)
    await page.getByRole('button', { name: 'Keep as plain files' }).press('Enter')
    await expect(panel).toContainText('Keys in plain files')
    await panel.getByRole('button', { name: 'Protect with a passphrase…' }).press('Enter')
    await page.getByLabel('New passphrase').fill('other words taken at random')
    await page.getByLabel('Passphrase again').fill('other words taken at random')
    await page.getByRole('button', { name: 'Protect the keys' }).press('Enter')
    await expect(panel).toContainText('Keys under a passphrase')
    // An engine that is started again by itself has them too.
    process.kill(app.enginePid(), 'SIGKILL')
    await expect.poll(() => askLethe<{ ok: boolean }>(app, ['ledger', 'check']).ok).toBe(true)
    expect(app.problems).toEqual([])
  } finally {
    await app.stop()
  }
})

test('a locked window closes like any other', { tag: '@stand-in' }, async () => {
  const app = await startApp('stand-in', undefined, { STAND_IN_KEYCHAIN: 'none' }, place => {
    importSample(place)
    askLethe(place, ['key', 'protect', '--new-passphrase-file', writeTemporary(place.outside, 'words.txt', 'four words taken at random\n')])
  })
  await expect(app.page.getByLabel('Passphrase of the keys')).toBeVisible()
  await app.stop()
})
