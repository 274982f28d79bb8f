import { builtinModules } from 'node:module'
import { posix } from 'node:path'
import ts from 'typescript'

/** One import of a file. `target` is a path from the root for our own files, else the module's name as written. */
export interface Import {
  readonly target: string
  /** True where nothing of it remains at run time. */
  readonly typeOnly: boolean
}

/** The stages in the order data moves: each may use those before it. */
export const stages = ['datasets', 'features', 'learners', 'exports', 'requests', 'matching', 'lists', 'unlearning', 'verification', 'ledger', 'records', 'notices', 'letters', 'reports'] as const

/** Parts of the core that know no stage: the queue of any long task, who works here, and the article's own numbers on the article's own program. */
const besideTheStages: ReadonlySet<string> = new Set(['database', 'jobs', 'people', 'article'])

const core = 'src-main/core'
const ports = `${core}/ports.ts`

/** Every import, re-export, `import('…')` and type import of a file. */
export function readImports(path: string, text: string): Import[] {
  const imports: Import[] = []
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (specifier !== undefined && ts.isStringLiteralLike(specifier)) imports.push({ target: resolveTarget(path, specifier.text), typeOnly })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword)
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly)
    else if (ts.isCallExpression(node) && isModuleCall(node.expression)) add(node.arguments[0], false)
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true)
    ts.forEachChild(node, visit)
  }
  visit(parse(path, text))
  return imports
}

function isModuleCall(callee: ts.Expression): boolean {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true
  if (ts.isIdentifier(callee)) return callee.text === 'require'
  return ts.isPropertyAccessExpression(callee) && callee.name.text === 'getBuiltinModule'
}

function resolveTarget(path: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier)
  return builtinModules.includes(specifier) ? `node:${specifier}` : specifier
}

const isOwn = (target: string) => /^(src-main|src-renderer|test|resources)\//.test(target)
const isNode = (target: string) => target.startsWith('node:')
const isPackage = (target: string, name: string) => target === name || target.startsWith(`${name}/`)
const isIn = (path: string, ...folders: string[]) => folders.some(folder => path.startsWith(`${folder}/`))

/** What a file imports against layout.md's table, one line per offence. */
export function importProblems(path: string, imports: readonly Import[]): string[] {
  return imports.flatMap(({ target, typeOnly }) => {
    const reason = whyNot(path, target, typeOnly)
    return reason === undefined ? [] : [`${path} imports ${target}: ${reason}`]
  })
}

function whyNot(path: string, target: string, typeOnly: boolean): string | undefined {
  return whyNotPlatform(path, target) ?? (isOwn(target) ? whyNotOwn(path, target, typeOnly) : whyNotForeign(path, target))
}

/** Modules that belong to one folder only. */
function whyNotPlatform(path: string, target: string): string | undefined {
  if (/^node:(http|https|http2)$/.test(target) && !isIn(path, 'src-main/shells/http')) return 'node:http is for shells/http only'
  if (isPackage(target, 'electron') && !isIn(path, 'src-main/shells/electron')) return 'electron is for shells/electron only'
  return undefined
}

/** Packages and Node's own modules. */
function whyNotForeign(path: string, target: string): string | undefined {
  if (isIn(path, 'src-main/contract') && !isPackage(target, 'zod')) return 'the contract knows the schema library only'
  if (isIn(path, 'src-renderer') && isNode(target)) return 'the window has no Node'
  if (isIn(path, `${core}/database`) && !isNode(target) && !isPackage(target, 'better-sqlite3')) return 'the database folder knows better-sqlite3 only'
  if (isPackage(target, 'better-sqlite3') && !isIn(path, `${core}/database`)) return 'only core/database opens a database'
  return undefined
}

/** Our own files. */
function whyNotOwn(path: string, target: string, typeOnly: boolean): string | undefined {
  if (isIn(target, 'test') || isIn(target, 'resources')) return 'the product does not need its tests or its samples'
  if (isIn(target, 'src-main/setup')) return 'set-up runs before the product, not inside it'
  if (isIn(path, 'src-main/contract')) return isIn(target, 'src-main/contract') ? undefined : 'the contract knows no other part'
  if (isIn(path, 'src-renderer')) return isIn(target, 'src-renderer', 'src-main/contract') ? undefined : 'the window knows the contract only'
  if (isIn(target, 'src-renderer')) return 'nothing outside the window needs it'
  if (isIn(path, 'src-main/shells')) return whyNotInShell(path, target, typeOnly)
  if (isIn(path, 'src-main/engine', 'src-main/worker')) return whyNotAroundCore(path, target, typeOnly)
  if (isIn(target, 'src-main/shells')) return 'nothing but a shell knows a shell'
  if (isIn(target, 'src-main/engine', 'src-main/worker')) return 'the core knows nothing of the process it runs in'
  if (isIn(path, core)) return whyNotInCore(path, target, typeOnly)
  return undefined
}

/** Engine and worker are processes around the core: they know core.ts, the jobs and the ports of a Node process. */
function whyNotAroundCore(path: string, target: string, typeOnly: boolean): string | undefined {
  if (target === ports) return typeOnly ? undefined : 'the ports are types'
  if (isIn(target, 'src-main/contract', `${core}/base`) || target === `${core}/core.ts` || posix.dirname(target) === 'src-main/shells') return undefined
  if (isIn(path, 'src-main/engine')) {
    if (isIn(target, 'src-main/engine', `${core}/jobs`)) return undefined
    return isIn(target, 'src-main/worker') && typeOnly ? undefined : 'the engine knows the contract, core.ts, core/base, core/jobs and the messages of a worker'
  }
  if (isIn(target, 'src-main/worker') || target === 'src-main/engine/parent-channel.ts') return undefined
  return isIn(target, 'src-main/engine') && typeOnly ? undefined : 'a worker knows the contract, core.ts, core/base and its line to the engine'
}

function whyNotInShell(path: string, target: string, typeOnly: boolean): string | undefined {
  const own = path.split('/').slice(0, 3).join('/')
  const isShared = posix.dirname(target) === 'src-main/shells'
  if (isIn(target, 'src-main/contract', 'src-main/engine', `${core}/base`, own) || isShared || target === `${core}/core.ts`) return undefined
  // The command line and the desktop program start the local page.
  if (target === 'src-main/shells/http/serve.ts') return undefined
  if (target === ports) return typeOnly ? undefined : 'a shell needs the types of the ports only'
  return 'a shell knows the contract, the engine, core.ts, core/base and its own folder'
}

function whyNotInCore(path: string, target: string, typeOnly: boolean): string | undefined {
  if (isIn(target, 'src-main/worker')) return 'the core starts the worker through a port'
  if (target === ports) return typeOnly ? undefined : 'the ports are types'
  const part = partOf(path)
  if (part === 'core.ts') return undefined
  const needed = partOf(target)
  if (needed === 'core.ts') return part === 'workflows' ? undefined : 'core.ts knows the parts, they do not know it'
  if (part === 'workflows') return undefined
  if (needed === 'workflows') return 'only core.ts knows the workflows'
  if (needed === 'contract') return undefined
  if (needed === undefined) return 'this is no part of the core'
  const allowed = partsFor(part)
  return allowed.includes(needed) ? undefined : `${part} may use ${allowed.join(', ')}`
}

/** `datasets` for src-main/core/datasets/…, `core.ts` for that file, `contract` for the contract. */
function partOf(path: string): string | undefined {
  if (isIn(path, 'src-main/contract')) return 'contract'
  return isIn(path, core) ? path.split('/')[2] : undefined
}

function partsFor(part: string | undefined): readonly string[] {
  if (part === 'base') return ['base', 'contract']
  if (part !== undefined && besideTheStages.has(part)) return [part, 'base', 'database', 'contract']
  const stage = stages.findIndex(name => name === part) // a folder this file does not know may use no stage, not even itself
  return ['base', 'database', 'contract', ...stages.slice(0, stage + 1)]
}

/** What the core must not say, wherever it stands in a file; and `console` outside the command line. */
export function sourceProblems(path: string, text: string, learners: readonly string[]): string[] {
  const problems: string[] = []
  const add = (node: ts.Node, what: string) => {
    const line = node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1
    problems.push(`${path}:${line} ${what}`)
  }
  const inCore = isIn(path, core)
  const namesLearners = !inCore || isIn(path, `${core}/learners`)
  const visit = (node: ts.Node): void => {
    if (isGlobal(node, 'console') && !isIn(path, 'src-main/shells/cli')) add(node, 'uses console: only shells/cli prints')
    if (inCore) {
      const member = memberOf(node)
      if (member !== undefined && forbiddenInCore[member] !== undefined) add(node, `uses ${member}: ${forbiddenInCore[member]}`)
      if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && isGlobal(node.expression, 'Date') && (ts.isCallExpression(node) || (node.arguments ?? []).length === 0)) {
        add(node, 'reads the clock: it is a port')
      }
    }
    if (!namesLearners) {
      const learner = learners.find(name => mentions(node, name))
      if (learner !== undefined) add(node, `names the learner ${learner}: only learners/ knows which there are`)
    }
    ts.forEachChild(node, visit)
  }
  visit(parse(path, text))
  return problems
}

const forbiddenInCore: Record<string, string> = {
  'Math.random': 'randomness is a port',
  'crypto.getRandomValues': 'randomness is a port',
  'crypto.randomUUID': 'randomness is a port',
  'crypto.randomBytes': 'randomness is a port',
  'crypto.randomInt': 'randomness is a port',
  'Date.now': 'the clock is a port',
  'performance.now': 'the clock is a port',
  'process.hrtime': 'the clock is a port',
  'process.cpuUsage': 'the clock is a port',
  'process.env': 'what the core needs comes in as an argument',
}

/** `Math.random` for `Math.random`, `Math['random']`, `globalThis.Math.random` and `const { random } = Math`. */
function memberOf(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return named(node.expression, node.name.text)
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) return named(node.expression, node.argumentExpression.text)
  if (ts.isBindingElement(node) && ts.isVariableDeclaration(node.parent.parent) && node.parent.parent.initializer !== undefined) {
    return named(node.parent.parent.initializer, (node.propertyName ?? node.name).getText())
  }
  if (ts.isImportSpecifier(node)) {
    const specifier = node.parent.parent.parent.moduleSpecifier
    const module = ts.isStringLiteral(specifier) ? specifier.text.replace(/^node:/, '') : ''
    return `${module}.${(node.propertyName ?? node.name).text}`
  }
  return undefined
}

function named(object: ts.Expression, member: string): string | undefined {
  const name = ts.isPropertyAccessExpression(object) ? object.name.text : ts.isIdentifier(object) ? object.text : undefined
  return name === undefined ? undefined : `${name}.${member}`
}

/** The global of that name, not a property or a parameter called the same. */
function isGlobal(node: ts.Node, name: string): boolean {
  if (!ts.isIdentifier(node) || node.text !== name) return false
  const parent = node.parent
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return parent.expression.getText() === 'globalThis'
  return !(ts.isPropertyAssignment(parent) && parent.name === node) && !ts.isTypeReferenceNode(parent)
}

function mentions(node: ts.Node, learner: string): boolean {
  if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)) return node.text.includes(learner)
  if (!ts.isIdentifier(node)) return false
  return node.text.toLowerCase().includes(learner.replaceAll('-', ''))
}

const bannedNames = /(^|-)(utils?|helpers?|common|managers?)(-|$)/

/** Files are kebab-case after what they export, and folders too. */
export function nameProblems(path: string): string[] {
  return path.split('/').flatMap((part, i, parts) => {
    const isFile = i === parts.length - 1
    const name = isFile ? part.replace(/(\.(test|bench|spec|config|d))?\.m?[jt]s$/, '') : part
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) return [`${path}: "${part}" is not kebab-case`]
    return bannedNames.test(name) ? [`${path}: "${part}" says nothing about what is in it`] : []
  })
}

/** Everything `start` needs at run time, with the way there: from each target to the file that imports it. */
export function reachedFrom(start: string, importsOf: (path: string) => readonly Import[]): Map<string, string> {
  const reached = new Map<string, string>()
  const left = [start]
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    for (const { target, typeOnly } of importsOf(path)) {
      if (typeOnly || reached.has(target)) continue
      reached.set(target, path)
      if (isOwn(target)) left.push(target)
    }
  }
  return reached
}

/** An auditor runs these files with Node alone. */
export function offlineProblems(start: string, importsOf: (path: string) => readonly Import[]): string[] {
  return [...reachedFrom(start, importsOf)].flatMap(([target, from]) => {
    if (isIn(target, `${core}/database`) || target === 'node:sqlite') return [`${start} reaches the database (${target}) through ${from}`]
    return isOwn(target) || isNode(target) ? [] : [`${start} reaches the package ${target} through ${from}`]
  })
}

function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true)
}
