/** Makes check.mjs, the checker inside every record, from src-main/core/records/check-record.ts: node resources/checker/build.mjs */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const here = new URL('.', import.meta.url)

const banner = `#!/usr/bin/env node
// The checker of Lethe's records. It needs Node.js 18 or newer and nothing else, reads one file, and writes none.
// Made from src-main/core/records/check-record.ts and the files it imports by resources/checker/build.mjs; not to be edited.
`

/** The text of check.mjs. */
export async function buildChecker() {
  const bundle = await rolldown({
    input: fileURLToPath(new URL('check-main.ts', here)),
    cwd: fileURLToPath(new URL('../..', here)),
    platform: 'node',
    external: /^node:/,
    treeshake: true,
    logLevel: 'warn',
  })
  const { output } = await bundle.generate({ format: 'esm', minify: false, banner, codeSplitting: false })
  await bundle.close()
  return output[0].code
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(new URL('check.mjs', here), await buildChecker())
