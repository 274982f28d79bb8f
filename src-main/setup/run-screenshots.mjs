// `npm run screenshots`: pictures of the window on made-up people, into resources/screenshots.
import { join } from 'node:path'
import { buildProgram } from './build-program.mjs'
import { findBrowser } from './find-browser.mjs'
import { prepare, root } from './prepare.mjs'
import { runChild } from './run-child.mjs'
import { endWith } from './setup-problem.mjs'

try {
  const node = await prepare()
  const browser = await findBrowser(node)
  await buildProgram(node)
  process.exitCode = await runChild(node, [join(root, 'node_modules/@playwright/test/cli.js'), 'test', '--config', join(root, 'test/e2e/screenshots'), '--reporter=list', ...process.argv.slice(2)], { cwd: root, env: { ...process.env, CHROMIUM: browser } })
} catch (error) {
  endWith(error)
}
