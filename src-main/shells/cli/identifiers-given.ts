import { Identifier } from '../../contract/request.ts'
import { CoreError } from '../../core/base/core-error.ts'
import type { CommandContext, OptionRule } from './command.ts'
import { readValue } from './read-value.ts'

const kinds = Identifier.unwrap().shape.kind.options

export const identifierOption: OptionRule = { value: 'KIND=VALUE', repeatable: true, about: `what the person is known by, as often as there is something: ${kinds.join('=…, ')}=…; "-" as the value asks for it or reads standard input` }

/** The identifiers given with --identifier; none where the option was not. */
export async function identifiersGiven({ each, terminal }: Pick<CommandContext, 'each' | 'terminal'>): Promise<Identifier[]> {
  const found: Identifier[] = []
  for (const given of each('identifier')) {
    const at = given.indexOf('=')
    const kind = kinds.find(known => known === given.slice(0, at))
    if (kind === undefined || at === given.length - 1) throw new CoreError('usage/bad-option-value', { option: '--identifier', expected: `KIND=VALUE, where KIND is one of ${kinds.join(', ')}` })
    found.push({ kind, value: await readValue(given.slice(at + 1), `--identifier ${kind}`, terminal) })
  }
  return found
}
