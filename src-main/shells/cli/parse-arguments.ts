import { parseArgs } from 'node:util'
import { CoreError } from '../../core/base/core-error.ts'
import { nearest } from '../../core/base/nearest.ts'
import type { Command, OptionRule } from './command.ts'

/** Options every command takes. */
export const commonOptions: Readonly<Record<string, OptionRule>> = {
  workspace: { value: 'DIR', about: "the folder to work in; the platform's application-data folder by default" },
  'passphrase-file': { value: 'FILE', about: 'a file with the passphrase of the keys, where they have one; else LETHE_PASSPHRASE_FILE names it, or it is asked for' },
  as: { value: 'NAME', about: 'sign in as this colleague, where several people work in the workspace; LETHE_PEOPLE_PASSPHRASE_FILE names a file with the passphrase, or it is asked for' },
  json: { about: 'answer with one JSON object on standard output; problems as one on standard error' },
  help: { about: 'show this help' },
}

export interface ParsedCommand {
  readonly command: Command
  readonly arguments: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, string | boolean | string[] | undefined>>
}

/** Finds the command whose name the words begin with, the longest first. */
export function findCommand(words: readonly string[], commands: readonly Command[]): { command: Command; rest: string[] } {
  // Where a word is not an option, nor the value of one that stands before the command.
  const withValue = new Set([commonOptions, ...commands.map(command => command.options)].flatMap(options =>
    Object.entries(options).flatMap(([name, rule]) => (rule.value === undefined ? [] : [`--${name}`]))))
  const places = words.flatMap((word, i) => (word.startsWith('-') || withValue.has(words[i - 1] ?? '') ? [] : [i]))
  const typed = places.map(i => words[i]!)
  const found = commands
    .filter(({ name }) => name === typed.slice(0, name.split(' ').length).join(' '))
    .sort((a, b) => b.name.length - a.name.length)[0]
  if (found === undefined) {
    const asTyped = typed.slice(0, commands.some(({ name }) => name.startsWith(`${typed[0]} `)) ? 2 : 1).join(' ')
    throw new CoreError('usage/unknown-command', { command: asTyped, near: nearest(asTyped, commands.map(c => c.name)) })
  }
  const ownPlaces = new Set(places.slice(0, found.name.split(' ').length))
  return { command: found, rest: words.filter((_, i) => !ownPlaces.has(i)) }
}

export function parseCommand(words: readonly string[], commands: readonly Command[]): ParsedCommand {
  const { command, rest } = findCommand(words, commands)
  const rules: Record<string, OptionRule> = { ...commonOptions, ...command.options }
  const { positionals, values, tokens } = parseArgs({
    args: rest, strict: false, allowPositionals: true, tokens: true,
    options: Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, { type: rule.value === undefined ? 'boolean' as const : 'string' as const, multiple: rule.repeatable === true }])),
  })
  const given = new Set<string>()
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const rule = Object.hasOwn(rules, token.name) ? rules[token.name] : undefined
    if (rule === undefined) throw new CoreError('usage/unknown-option', { option: token.rawName, command: command.name })
    // "--name --json" lacks a name; a value that begins with two dashes is written --name=--json.
    const missing = token.value === undefined || token.value === '' || (token.inlineValue === false && token.value.startsWith('--'))
    if (rule.value !== undefined && missing) throw new CoreError('usage/bad-option-value', { option: token.rawName, expected: `followed by ${rule.value}` })
    if (rule.value !== undefined && rule.repeatable !== true && given.has(token.name)) throw new CoreError('usage/bad-option-value', { option: token.rawName, expected: 'given once' })
    given.add(token.name)
    if (rule.value === undefined && token.value !== undefined) throw new CoreError('usage/bad-option-value', { option: token.rawName, expected: 'without a value' })
  }
  const parsed = { command, values: values as ParsedCommand['values'] }
  if (values['help'] === true) return { ...parsed, arguments: {} }
  if (positionals.length > command.arguments.length) throw new CoreError('usage/unexpected-argument', { command: command.name, position: command.arguments.length + 1 })
  const missing = command.arguments.find(({ optional }, i) => optional !== true && (positionals[i] ?? '') === '')
  if (missing !== undefined) throw new CoreError('usage/missing-argument', { argument: missing.name, command: command.name })
  return { ...parsed, arguments: Object.fromEntries(command.arguments.flatMap(({ name }, i) => (positionals[i] === undefined ? [] : [[name, positionals[i]]]))) }
}
