import { samplePath } from '../../sample-files.ts'
import type { Command } from '../command.ts'
import { table } from '../terminal.ts'

export const sampleListCommand: Command = {
  name: 'sample list',
  arguments: [],
  options: {},
  about: 'List the files of made-up people that come with Lethe, to try it on',
  examples: ['lethe sample list'],
  async run({ call }) {
    // A token is good in the process that handed it out; on the command line a file is named by its path.
    const samples = (await call('sample.list', {})).map(({ name, sizeBytes }) => ({ name, sizeBytes, file: samplePath(name) }))
    return {
      json: { samples },
      lines: samples.length === 0
        ? ['No sample came with this Lethe.']
        : [...table([['sample', 'bytes', 'file'], ...samples.map(({ name, sizeBytes, file }) => [name, sizeBytes.toLocaleString('en'), file])]), `Next: lethe import "${samples[0]!.file}" --name visits`],
    }
  },
}
