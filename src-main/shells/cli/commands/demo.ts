import type { Command } from '../command.ts'
export const demoCommand: Command = { name: 'demo', arguments: [], options: {}, about: 'x', examples: [], async run() { return { json: {}, lines: [] } } }
