import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { pythonEnv } from '../../src-main/setup/python-env.mjs'
import type { TestCore } from './core-with.ts'

export const seed = 4
export const testShare = 0.2

/** What a program of test/golden trains on these rows: the published form and its digest. Await pythonEnv() before the test: making it takes minutes. */
export async function trainInPython(program: string, { write, outside }: TestCore, csv: string, recipe: object): Promise<{ sha256: string; published: string }> {
  const recipeFile = write('recipe.json', JSON.stringify({ header: true, ...recipe, delimiter: ',', seed, testShare }))
  const publishedFile = join(outside, 'published.json')
  const { stdout } = await promisify(execFile)(await pythonEnv(), ['-B', join(import.meta.dirname, '../golden', program), csv, recipeFile, '--published', publishedFile], { encoding: 'utf8' })
  return { sha256: stdout.trim(), published: readFileSync(publishedFile, 'utf8') }
}
