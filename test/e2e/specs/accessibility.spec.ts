import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { ImportPage } from '../pages/datasets-page.ts'
import { ModelsPage } from '../pages/models-page.ts'
import { RequestsPage } from '../pages/requests-page.ts'
import type { RunningApp } from '../start-app.ts'
import { expect, test } from '../test.ts'

// WCAG 2.2 A and AA as far as a program can see it, on every page, empty and filled, in every theme.

const sample = join(import.meta.dirname, '../../../resources/samples/clinic-visits.csv')
const person = readFileSync(sample, 'utf8').split('\n')[1]!.split(',')[0]!
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const pages = ['/', '/requests', '/requests/new', '/dilemma', '/datasets', '/datasets/import', '/models', '/models/train', '/jobs', '/records', '/records/check', '/ledger', '/settings', '/components', '/nowhere']

async function offences(app: RunningApp, paths: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const path of paths) {
    await app.page.evaluate(to => { (globalThis as unknown as { location: { hash: string } }).location.hash = to }, path)
    await expect(app.page.getByRole('heading', { level: 1 })).toBeVisible()
    // The page that shows every component also shows how waiting looks.
    if (path !== '/components') await expect(app.page.locator('[aria-busy="true"]'), path).toHaveCount(0)
    found.push(...(await offencesHere(app)).map(offence => `${path}: ${offence}`))
  }
  return found
}

async function offencesHere({ page, desktop }: RunningApp): Promise<string[]> {
  // The usual mode opens a page beside, which a window of a desktop program cannot.
  const { violations } = await new AxeBuilder({ page }).withTags(rules).setLegacyMode(desktop !== undefined).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
}

test('every page of an empty workspace', async ({ app }) => {
  expect(await offences(app, pages)).toEqual([])
})

test('every page of a workspace with something in it', { tag: '@page' }, async ({ app }) => {
  const { page } = app
  const title = page.getByRole('heading', { level: 1 })
  const here = async () => new URL(page.url()).hash.slice(1)
  const imports = new ImportPage(page)
  await imports.open()
  await imports.choose(app, sample)
  await expect(imports.columns).toBeVisible()
  expect(await offencesHere(app)).toEqual([])
  await imports.importAs('Clinic visits')
  await expect(title).toHaveText('Clinic visits')
  const dataset = await here()
  await new ModelsPage(page).train('Clinic visits')
  const model = await here()
  const requests = new RequestsPage(page)
  await requests.openFor('Clinic visits', person)
  const request = await here()
  expect(await offences(app, [request, dataset, model, `${model}/compare`, ...pages])).toEqual([])
})

test('dark, and with more contrast', { tag: '@page' }, async ({ app }) => {
  for (const theme of ['Dark', 'High contrast']) {
    await app.page.getByRole('radiogroup', { name: 'Theme' }).getByRole('radio', { name: theme }).click()
    expect(await offences(app, ['/', '/components', '/settings']), theme).toEqual([])
  }
})
