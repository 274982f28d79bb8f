#!/usr/bin/env node
// The command `lethe`: makes a fresh clone ready, then runs the command line under Node 24.
import { fileURLToPath } from 'node:url'
import { useCompileCache } from './compile-cache.mjs'
import { prepare } from './prepare.mjs'
import { runChild } from './run-child.mjs'
import { endWith } from './setup-problem.mjs'

const commandLine = new URL('../shells/cli/main.ts', import.meta.url)
let node
try {
  node = await prepare()
} catch (error) {
  endWith(error)
}
useCompileCache()
// Under the right Node already (npm and npx put it first on the PATH): no second process, main.ts takes over this one.
if (node === process.execPath) await import(commandLine.href)
else process.exitCode = await runChild(node, [fileURLToPath(commandLine), ...process.argv.slice(2)])
