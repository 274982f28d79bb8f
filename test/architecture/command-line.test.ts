import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { api } from '../../src-main/contract/api.ts'
import { commands } from '../../src-main/shells/cli/commands.ts'
import { commonOptions } from '../../src-main/shells/cli/parse-arguments.ts'
import { stageWords } from '../../src-main/shells/cli/progress.ts'
import { filesBelow, root } from './source-files.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')

test('every call of the contract is made by some command, and no other', () => {
  const called = filesBelow('src-main/shells/cli/commands', ['.ts']).flatMap(path => Array.from(read(path).matchAll(/\bcall\('([^']*)'/g), found => found[1]!))
  expect([...new Set(called)].sort()).toEqual(Object.keys(api).sort())
})

test('every command has its own part of the documentation, which names each of its options', () => {
  const parts = new Map(read('resources/docs/command-line.md').split(/^## lethe /m).slice(1).map(part => [part.split('\n', 1)[0]!, part]))
  expect([...parts.keys()].sort()).toEqual(commands.map(({ name }) => name).sort())
  const unnamed = commands.flatMap(({ name, options }) => Object.keys(options).filter(option => !new RegExp(`--${option}\\b`).test(parts.get(name)!)).map(option => `${name} --${option}`))
  expect(unnamed).toEqual([])
})

test('every command has an example that calls it, with options it has', () => {
  const wrong = commands.flatMap(({ name, options, examples, arguments: args }) => examples.filter(example => {
    const used = Array.from(example.matchAll(/ --([a-z-]+)/g), found => found[1]!)
    const [before, after] = example.split(`lethe ${name}`)
    const fits = after !== undefined && /^$|\| $/.test(before!) && used.every(option => Object.hasOwn({ ...commonOptions, ...options }, option))
    return !fits || after.split(' ').filter(word => word !== '').length < args.length
  }))
  expect(wrong).toEqual([])
  expect(commands.filter(({ examples }) => examples.length === 0)).toEqual([])
})

test('every stage that the core tells has words for people', () => {
  const told = filesBelow('src-main/core', ['.ts']).flatMap(path => Array.from(read(path).matchAll(/\bprogress\('([^']*)'/g), found => found[1]!))
  expect(told.length).toBeGreaterThan(10)
  expect(told.filter(stage => !Object.hasOwn(stageWords, stage))).toEqual([])
})
