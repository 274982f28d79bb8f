import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { sentences } from '../../src-main/contract/sentences/en.ts'
import { filesBelow, root } from './source-files.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')

test('there is a README, and documentation beside the product', () => {
  expect(existsSync(join(root, 'README.md'))).toBe(true)
  expect(filesBelow('resources/docs', ['.md'])).not.toEqual([])
})

describe('links', () => {
  test('every relative link of every page leads somewhere', () => {
    expect(filesBelow('', ['.md']).flatMap(path => brokenLinks(path, read(path)))).toEqual([])
  })

  test('the check finds links to files and headings that are not there', () => {
    const text = '# Here\n[a](CONTRIBUTING.md) [b](CONTRIBUTING.md#layout) [c](missing.md) [d](#gone) [e](https://example.org/x) ![f](no.png "title")\n```\n[g](code.md)\n```\n`[h](code.md)`'
    expect(brokenLinks('README.md', text)).toEqual(['README.md links to missing.md', 'README.md links to #gone', 'README.md links to no.png'])
  })
})

describe('error sentences', () => {
  const codes = errorCodes(read('src-main/contract/errors.ts'))

  test('every code of the contract has one', () => {
    expect(codes.length).toBeGreaterThan(50)
    expect(Object.keys(sentences).sort()).toEqual(codes.sort())
  })

  test('every one ends as a sentence does, whatever its details', () => {
    const bad = Object.entries(sentences).flatMap(([code, sentence]) => detailSamples
      .map(details => (sentence as (details: unknown) => string)(details))
      .filter(text => !/[.?]$/.test(text))
      .map(text => `${code}: ${text}`))
    expect(bad).toEqual([])
  })
})

const commandsFile = join(root, 'src-main/shells/cli/commands.ts')

test.runIf(existsSync(commandsFile))('every command of the command line is in its documentation', async () => {
  const { commands } = await import(pathToFileURL(commandsFile).href) as { commands: readonly { readonly name: string }[] }
  const page = read('resources/docs/command-line.md')
  expect(commands.length).toBeGreaterThan(0)
  expect(commands.map(command => command.name).filter(name => !page.includes(`lethe ${name}`))).toEqual([])
})

function errorCodes(text: string): string[] {
  const details = ts.createSourceFile('errors.ts', text, ts.ScriptTarget.ESNext).statements
    .find((node): node is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(node) && node.name.text === 'ErrorDetails')
  return details?.members.flatMap(member => (member.name !== undefined && ts.isStringLiteral(member.name) ? [member.name.text] : [])) ?? []
}

/** Details of which every field has the same value, so that both sides of a "one or many" and of a "known or not" are seen. */
const detailSamples = [1, 2, 'x'].map(value => new Proxy({}, { get: () => value }))

function brokenLinks(path: string, text: string): string[] {
  const prose = text.replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, '').replaceAll(/`[^`\n]*`/g, '')
  const links = [...prose.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g), ...prose.matchAll(/^\[[^\]]+\]:\s*(\S+)/gm)].map(match => match[1]!)
  return links.filter(link => !/^[a-z][a-z+.-]*:/i.test(link) && !leadsSomewhere(path, link)).map(link => `${path} links to ${link}`)
}

function leadsSomewhere(path: string, link: string): boolean {
  const [file = '', heading] = link.split('#').map(decodeURIComponent)
  const target = file === '' ? path : join(dirname(path), file)
  if (!existsSync(join(root, target))) return false
  return heading === undefined || !target.endsWith('.md') || anchorsOf(read(target)).includes(heading)
}

/** A heading's anchor as code hosts make it: lower case, no punctuation, dashes for spaces. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+\s+(.*)$/gm)].map(match => match[1]!.trim().toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-'))
}
