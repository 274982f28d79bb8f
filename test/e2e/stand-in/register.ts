// node --import ./test/e2e/stand-in/register.ts out/main/main.js: there "electron" means the stand-in beside this file.
import { registerHooks } from 'node:module'

const standIn = new URL('electron.ts', import.meta.url).href
registerHooks({ resolve: (specifier, context, next) => next(specifier === 'electron' ? standIn : specifier, context) })
