import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { askLethe, importSample, person, root, sample } from '../ask-lethe.ts'
import { DatasetPage } from '../pages/dataset-page.ts'
import { ImportPage } from '../pages/datasets-page.ts'
import { PeoplePage } from '../pages/people-page.ts'
import { Frame } from '../pages/frame.ts'
import { RecordsPage } from '../pages/records-page.ts'
import { RequestsPage } from '../pages/requests-page.ts'
import { type RunningApp, startApp, writeTemporary } from '../start-app.ts'
import { expect, test } from '../test.ts'

// WCAG 2.2 A and AA as far as a program can see it: every page, empty and filled, in every theme, wide and as narrow as 320 px.

/** The engine of @axe-core/playwright by itself, put into the page once: that package puts it in again for each look. */
const { source: axeSource } = createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright'))('axe-core') as { source: string }
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
/** A theme changes colours and the width of lines, nothing else: in the second and third these are what is looked at. */
const rulesOfThemes = ['color-contrast', 'link-in-text-block', 'target-size']
const themes = ['light', 'dark', 'contrast'] as const
const [wide, narrow] = [{ width: 1280, height: 800 }, { width: 320, height: 800 }]

/** Each route of the router with the address that is visited for it; one that is missing here fails a test below. */
interface Made { readonly dataset: string; readonly model: string; readonly open: string; readonly approved: string; readonly done: string }
const visits: Readonly<Record<string, readonly ((made: Made) => string)[]>> = {
  '/': [() => '/'],
  '/requests': [() => '/requests', () => '/requests?which=all', () => '/requests?view=board', () => '/requests?search=zzz'],
  '/requests/new': [() => '/requests/new'],
  '/requests/lists': [() => '/requests/lists'],
  '/requests/:requestId': [made => `/requests/${made.open}`, made => `/requests/${made.approved}`, made => `/requests/${made.done}`],
  '/dilemma': [() => '/dilemma'],
  '/datasets': [() => '/datasets'],
  '/datasets/import': [() => '/datasets/import'],
  '/datasets/:datasetId': [made => `/datasets/${made.dataset}`],
  '/models': [() => '/models'],
  '/models/train': [() => '/models/train'],
  '/models/:modelId': [made => `/models/${made.model}`],
  '/models/:modelId/compare': [made => `/models/${made.model}/compare?request=${made.approved}`],
  '/jobs': [() => '/jobs'],
  '/records': [() => '/records'],
  '/records/check': [() => '/records/check'],
  '/records/:requestId': [made => `/records/${made.done}`],
  '/ledger': [() => '/ledger'],
  '/settings': [() => '/settings'],
  '/components': [() => '/components'],
  '/:unknown(.*)*': [() => '/nowhere'],
}

/** What this needs of a page's globals. */
interface AxePage {
  readonly axe: { run(options: object): Promise<{ readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[] }> }
  readonly innerWidth: number
  readonly document: {
    readonly documentElement: { readonly scrollWidth: number; readonly dataset: Record<string, string> }
    getAnimations(): readonly { readonly playState: string; readonly effect: { getComputedTiming(): { readonly duration: number }; readonly target: { readonly className: unknown } } | null }[]
  }
}

test.describe('accessibility', { tag: '@page' }, () => {
  test.describe.configure({ mode: 'serial' })
  let app: RunningApp
  let made: Made
  test.beforeAll(async ({ shell, pageBrowser }) => {
    app = await startApp(shell, pageBrowser)
    // What moves would be measured in the middle of it.
    await app.page.emulateMedia({ reducedMotion: 'reduce' })
    await app.page.evaluate(axeSource)
  })
  test.afterAll(() => app.stop())
  test.afterEach(() => expect(app.problems).toEqual([]))

  async function visit(path: string): Promise<void> {
    await new Frame(app.page).goToPath(path)
    await expect(app.page.getByRole('heading', { level: 1 })).toBeVisible()
    // The page that shows every component also shows how waiting looks.
    if (path !== '/components') await expect(app.page.locator('[aria-busy="true"]'), path).toHaveCount(0)
  }

  async function offencesHere(where: string, runOnly: object = { type: 'tag', values: rules }): Promise<string[]> {
    return (await app.page.evaluate(async only => {
      const { axe, document, innerWidth } = globalThis as unknown as AxePage
      const { violations } = await axe.run({ runOnly: only, resultTypes: ['violations'], preload: false })
      const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
      // 1.4.10: nothing needs scrolling in two directions.
      return document.documentElement.scrollWidth > innerWidth ? [...found, `wider than the window: ${document.documentElement.scrollWidth} px`] : found
    }, runOnly)).map(offence => `${where}: ${offence}`)
  }

  /** In every theme, wide and narrow, changed in place; of a page with tabs each of them, wide. */
  async function offences(where: string): Promise<string[]> {
    const found: string[] = []
    const inEveryTheme = async (how: string) => {
      for (const theme of themes) {
        await app.page.evaluate(name => { (globalThis as unknown as AxePage).document.documentElement.dataset['theme'] = name }, theme)
        found.push(...await offencesHere(`${where}, ${how}, ${theme}`, theme === themes[0] ? undefined : { type: 'rule', values: rulesOfThemes }))
      }
    }
    for (const size of [narrow, wide]) {
      await app.page.setViewportSize(size)
      await inEveryTheme(`${size.width} px`)
    }
    const isCovered = await app.page.getByRole('dialog').or(app.page.getByRole('alertdialog')).count() > 0
    const tabs = isCovered || where === '/components' ? [] : await app.page.getByRole('main').getByRole('tab', { selected: false }).all()
    for (const name of await Promise.all(tabs.map(tab => tab.innerText()))) {
      await app.page.getByRole('tab', { name, exact: true }).click()
      await expect(app.page.locator('[aria-busy="true"]')).toHaveCount(0)
      await inEveryTheme(name)
    }
    return found
  }

  test('every route has a visit', () => {
    const routes = [...readFileSync(join(root, 'src-renderer/router.ts'), 'utf8').matchAll(/\{ path: '([^']+)', component/g)].map(([, path]) => path!)
    expect(routes.length).toBeGreaterThan(15)
    expect(Object.keys(visits).sort()).toEqual(routes.sort())
  })

  test('what is wrong would be found', async () => {
    await visit('/')
    await app.page.evaluate(() => {
      interface Made { textContent: string; readonly style: Record<string, string>; remove(): void }
      const { document } = globalThis as unknown as { document: { createElement(name: string): Made; querySelector(selector: string): { append(...made: Made[]): void } } }
      const [image, text] = [document.createElement('img'), document.createElement('p')]
      ;[text.textContent, text.style['color']] = ['Hardly seen', '#eee']
      document.querySelector('main').append(image, text)
    })
    const found = await offencesHere('/')
    expect(found).toEqual([expect.stringContaining('color-contrast'), expect.stringContaining('image-alt')])
    await app.page.evaluate(() => { for (const made of (globalThis as unknown as { document: { querySelectorAll(selector: string): Iterable<{ remove(): void }> } }).document.querySelectorAll('main > img, main > p')) made.remove() })
  })

  test('every page of an empty workspace', async () => {
    const found: string[] = []
    for (const [route, [address]] of Object.entries(visits)) {
      if (/\/:[a-z]+Id/.test(route) || route === '/components') continue
      await visit(address!({} as Made))
      found.push(...await offencesHere(`${route}, empty`))
    }
    expect(found).toEqual([])
  })

  test('a workspace is filled', () => {
    const { dataset, model } = importSample(app, { withModel: true })
    const open = (...who: string[]) => askLethe<{ requestId: string }>(app, ['request', 'open', dataset, '--law', 'gdpr', ...who]).requestId
    const rows = (name: string, list: string) => writeTemporary(app.outside, name, list)
    made = { dataset, model, open: open('--subject', person), approved: open('--rows', rows('approved.txt', '31\n32\n')), done: open('--rows', rows('done.txt', '41\n')) }
    askLethe(app, ['erase', made.done, '--compare'])
    askLethe(app, ['request', 'verify', made.approved])
    askLethe(app, ['request', 'approve', made.approved])
  })

  for (const [route, addresses] of Object.entries(visits)) {
    test(`${route}, filled`, async () => {
      const found: string[] = []
      for (const address of addresses) {
        await visit(address(made))
        found.push(...await offences(address(made)))
      }
      expect(found).toEqual([])
    })
  }

  test('files that were picked', async () => {
    const found: string[] = []
    const imports = new ImportPage(app.page)
    await visit('/datasets/import')
    await imports.choose(app, sample)
    await expect(imports.columns).toBeVisible()
    found.push(...await offences('a file to import'))
    await visit('/requests/lists')
    await app.pick(writeTemporary(app.outside, 'list.csv', 'email,name\nnobody@nowhere.example,A\nno address,B\n'), () => app.page.getByRole('button', { name: 'Choose a list' }).click())
    await expect(app.page.getByRole('region', { name: 'Refused lines' })).toBeVisible()
    found.push(...await offences('a list that was looked at'))
    const record = join(app.outside, 'record.zip')
    askLethe(app, ['record', 'export', made.done, '--out', record])
    const records = new RecordsPage(app.page)
    await records.check(app, record)
    await expect(records.result).toContainText('Intact')
    found.push(...await offences('a checked record'))
    expect(found).toEqual([])
  })

  test('what opens over a page, and marked rows under it', async () => {
    const found: string[] = []
    const { keyboard } = app.page
    const look = async (where: string, closed = app.page.getByRole('dialog')) => {
      found.push(...await offences(where))
      await keyboard.press('Escape')
      await expect(closed).toHaveCount(0)
    }
    const rows = new DatasetPage(app.page)
    await rows.open(made.dataset)
    await rows.checkbox(3).click()
    await app.page.getByRole('button', { name: 'Add filter' }).click()
    await look('filter')
    await keyboard.press('ControlOrMeta+k')
    await expect(app.page.getByRole('dialog', { name: 'Find or run' })).toBeVisible()
    await look('palette')
    await rows.grid.focus()
    await keyboard.press('Shift+?')
    await expect(app.page.getByRole('dialog', { name: 'All keys' })).toBeVisible()
    await look('keys')
    await visit(`/requests/${made.done}`)
    await app.page.getByRole('button', { name: 'Write the answer…' }).click()
    await expect(app.page.getByRole('textbox', { name: 'Text' })).toBeVisible()
    await look('letter')
    await visit(`/requests/${made.open}`)
    await app.page.getByRole('button', { name: 'Put on hold…' }).click()
    await look('hold')
    await app.page.getByRole('button', { name: 'More for this request' }).click()
    await app.page.getByRole('menuitem', { name: 'Deny…' }).click()
    await app.page.getByRole('combobox', { name: 'Reason in law' }).selectOption({ index: 1 })
    await look('reason')
    await visit('/requests')
    await app.page.getByRole('checkbox', { name: 'Tick all of this page' }).check()
    found.push(...await offences('ticked requests'))
    await app.page.getByRole('button', { name: 'Approve…' }).click()
    await look('many at once')
    await visit(`/requests/${made.approved}`)
    await new RequestsPage(app.page).eraseButton.click()
    await look('typed confirmation', app.page.getByRole('alertdialog'))
    expect(found).toEqual([])
  })

  test('nothing moves where reduced motion is asked for, also where waiting is shown', async () => {
    await visit('/components')
    const moving = () => app.page.evaluate(() => (globalThis as unknown as AxePage).document.getAnimations().filter(({ playState, effect }) => playState === 'running' && (effect?.getComputedTiming().duration ?? 0) > 1).map(({ effect }) => String(effect?.target.className)))
    await expect.poll(moving).toEqual([])
    await app.page.emulateMedia({ reducedMotion: 'no-preference' })
    expect(await moving()).not.toEqual([])
  })

  // The last one: from here on the workspace is one of two.
  test('people: adding the second, what roles leave out, and the page to sign in by', async () => {
    const found: string[] = []
    const people = new PeoplePage(app.page)
    await app.page.emulateMedia({ reducedMotion: 'reduce' })
    await people.open()
    await people.addButton.click()
    await app.page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click()
    found.push(...await offences('the second person, with errors'))
    await app.page.keyboard.press('Escape')
    await people.add({ name: 'Bo Lind', passphrase: 'bo reads on mondays', roles: ['Auditor'], me: { name: 'Ada Moor', passphrase: 'ada does all the rest' } })
    await expect(people.list.getByRole('row')).toHaveCount(3)
    found.push(...await offences('people, one an administrator'))
    await people.signOut()
    await expect(people.signInTitle).toBeVisible()
    await app.page.getByRole('button', { name: 'Sign in' }).click()
    found.push(...await offences('signing in, with an error'))
    await people.signIn('Bo Lind', 'bo reads on mondays')
    await people.open()
    found.push(...await offences('people, seen by an auditor'))
    expect(found).toEqual([])
  })
})
