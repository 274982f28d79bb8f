// `npm run bench -- NAME [options]`: side-by-side measurements, under the Node that runs the product.
import { join } from 'node:path'
import { prepare, root } from './prepare.mjs'
import { runChild } from './run-child.mjs'
import { endWith } from './setup-problem.mjs'

try {
  const node = await prepare()
  process.exitCode = await runChild(node, ['--expose-gc', join(root, 'test', 'bench', 'main.ts'), ...process.argv.slice(2)])
} catch (error) {
  endWith(error)
}
