import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { build, type Rolldown } from 'vite'
import { makeRecipe } from '../../../src-main/core/learners/recipe.ts'
import { exampleData, type ExampleData } from '../../support/example-data.ts'
import { encodeLoaded, loadRows } from '../../support/load-rows.ts'
import { ImportPage } from '../pages/datasets-page.ts'
import { ModelsPage } from '../pages/models-page.ts'
import { learnHere, type Lesson } from '../same-digest/learn-here.ts'
import { expect, test } from '../test.ts'

// The promise "same SHA-256" must not depend on which JavaScript engine computes it: Node's, a browser's, Electron's.

const [sample] = exampleData as [ExampleData]
const small = exampleData.filter(({ name }) => name === sample.name || name === 'German credit')
const digests = (published: Record<string, string>) => Object.fromEntries(Object.entries(published).map(([how, text]) => [how, createHash('sha256').update(text).digest('hex')]))

const text = (array: ArrayBufferView) => Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('base64')

/** The learners' code alone, as a script that any engine runs. */
async function learnersScript(): Promise<string> {
  const output = await build({
    configFile: false, logLevel: 'error',
    build: { write: false, minify: false, target: 'chrome114', lib: { entry: join(import.meta.dirname, '../same-digest/page-entry.ts'), formats: ['iife'], name: 'learners' } },
  })
  return ((output as Rolldown.RolldownOutput[])[0]!.output[0]).code
}

function lessonFrom(data: ExampleData): Lesson {
  const loaded = loadRows(data)
  const { rowKey: _, ...recipe } = makeRecipe(loaded.dataset, 'logistic-regression', {})
  const { names, levels, ...arrays } = encodeLoaded(loaded, loaded.rows, { rowKey: _, ...recipe })
  const erased = [...arrays.rows].filter(row => row % 97 === 0)
  return { names, levels, rows: text(arrays.rows), test: text(arrays.test), labels: text(arrays.labels), numbers: text(arrays.numbers), codes: text(arrays.codes), recipe, erased }
}

test('a model trained here, and one that forgot here, have the digests they have under Node', async ({ app }) => {
  const script = await learnersScript()
  await app.page.evaluate(script)
  for (const data of small) {
    const lesson = lessonFrom(data)
    const underNode = digests(learnHere(lesson))
    expect(Object.keys(underNode)).toEqual(expect.arrayContaining(['train', 'retrain', 'refined']))
    expect(new Set([underNode['train'], underNode['retrain']]).size).toBe(2)
    const inPage = await app.page.evaluate(given => (globalThis as unknown as { learnHere: typeof learnHere }).learnHere(given), lesson)
    expect(digests(inPage), `in the page, on ${data.name}`).toEqual(underNode)
    if (app.desktop === undefined) continue
    // A function made anew there sees nothing of this file, and no policy forbids it.
    const inMain = await app.desktop.evaluate((_modules, [text, given]) => {
      new Function(text)()
      return (globalThis as unknown as { learnHere: typeof learnHere }).learnHere(given)
    }, [script, lesson] as const)
    expect(digests(inMain), `in the main process, on ${data.name}`).toEqual(underNode)
  }
})

test('a model that the window trained has the digest that Node finds for the same file', async ({ app }) => {
  const imports = new ImportPage(app.page)
  await imports.open()
  await imports.choose(app, sample.file)
  await imports.importAs('Sample')
  await expect(app.page.getByRole('heading', { level: 1 })).toHaveText('Sample')
  const models = new ModelsPage(app.page)
  await models.train('Sample')
  await expect(models.fingerprint).toHaveAttribute('title', digests(learnHere(lessonFrom(sample)))['train']!)
})
