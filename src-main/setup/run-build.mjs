// `npm run build`: the window and the desktop program, into out/.
import { buildProgram } from './build-program.mjs'
import { prepare } from './prepare.mjs'
import { endWith } from './setup-problem.mjs'

try {
  await buildProgram(await prepare(), { forOldElectron: process.argv.includes('--for-old-electron') })
} catch (error) {
  endWith(error)
}
