import { globSync, readFileSync } from 'node:fs'
import { parse, type SFCTemplateBlock } from 'vue/compiler-sfc'
import { expect, test } from 'vitest'

const files = globSync('src-renderer/**/*.vue').sort()
type Node = NonNullable<SFCTemplateBlock['ast']>['children'][number]

function nodesOf(file: string): Node[] {
  const all: Node[] = []
  const walk = (node: Node) => {
    all.push(node)
    if ('children' in node && Array.isArray(node.children)) for (const child of node.children) walk(child as Node)
    if ('branches' in node) for (const branch of node.branches) walk(branch as unknown as Node)
  }
  const ast = parse(readFileSync(file, 'utf8')).descriptor.template?.ast
  if (ast !== undefined) for (const child of ast.children) walk(child)
  return all
}

// What is typed as it stands, in every language.
const untranslated = new Set(['Esc', 'node check.mjs\nsha256sum -c SHA256SUMS'])

test('there are pages and components to look at', () => {
  expect(files.length).toBeGreaterThan(80)
})

test('every word on the screen comes from the messages', () => {
  const found = files.flatMap(file => nodesOf(file).flatMap(node => {
    const at = `${file}:${node.loc.start.line}`
    if (node.type === 2 && /[a-z]{2,}/i.test(node.content) && !untranslated.has(node.content.trim())) return [`${at} "${node.content.trim()}"`]
    if (node.type !== 1) return []
    return node.props.flatMap(prop => (prop.type === 6 && ['title', 'label', 'placeholder', 'alt', 'aria-label', 'aria-valuetext'].includes(prop.name) && /[a-z]/i.test(prop.value?.content ?? '') ? [`${at} ${prop.name}="${prop.value?.content}"`] : []))
  }))
  expect(found).toEqual([])
})

test('nothing is written as markup, and no style stands in the markup', () => {
  const found = files.flatMap(file => nodesOf(file).flatMap(node => (node.type !== 1 ? [] : node.props.flatMap(prop =>
    (prop.type === 7 && (prop.name === 'html' || (prop.name === 'bind' && prop.arg?.type === 4 && ['innerHTML', 'outerHTML', 'srcdoc'].includes(prop.arg.content)))) || (prop.type === 6 && prop.name === 'style') ? [`${file}:${node.loc.start.line} ${prop.name}`] : []))))
  expect(found).toEqual([])
})

test('no source makes code or markup from text', () => {
  const sources = globSync('src-renderer/**/*.{ts,vue}')
  const found = sources.filter(file => /\beval\(|new Function|\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write/.test(readFileSync(file, 'utf8')))
  expect(found).toEqual([])
})

test('parts of Reka UI that bring a style sheet of their own are not used', () => {
  const found = globSync('src-renderer/**/*.vue').filter(file => /\b(SelectViewport|ComboboxViewport|ScrollArea\w*|Viewport\b.*reka)/.test(readFileSync(file, 'utf8').replaceAll('ToastViewport', '')))
  expect(found).toEqual([])
})
