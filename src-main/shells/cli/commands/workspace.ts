import { CoreError } from '../../../core/base/core-error.ts'
import type { Command } from '../command.ts'
import { readValue } from '../read-value.ts'
import { count } from '../terminal.ts'

export const workspaceScanCommand: Command = {
  name: 'workspace scan',
  arguments: [],
  options: { for: { value: 'VALUE', about: 'the value to look for; "-" asks for it or reads standard input' } },
  about: 'Search every file of the workspace for a value',
  examples: ['lethe workspace scan --for -'],
  async run({ call, option, terminal }) {
    const given = option('for')
    if (given === undefined) throw new CoreError('usage/missing-option', { option: '--for VALUE', command: 'workspace scan' })
    const { found, notSearchable } = await call('workspace.scan', { value: await readValue(given, '--for', terminal) })
    return {
      json: { found, notSearchable },
      lines: notSearchable > 0
        ? ['A value shorter than 6 bytes occurs by chance and cannot be searched for: unknown, not clean.']
        : [found.length === 0 ? 'Not found in any file of the workspace.' : `Found ${count(found.length, 'time')}:`, ...found.map(({ file, offset }) => `  ${file} at byte ${offset}`)],
    }
  },
}
