import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contentSecurityPolicy } from '../../../src-main/shells/content-security-policy.ts'
import { answerAppRequest } from '../../../src-main/shells/electron/app-files.ts'

let folder: string
let root: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-app-files-'))
  root = join(folder, 'renderer')
  mkdirSync(join(root, 'assets'), { recursive: true })
  writeFileSync(join(root, 'index.html'), '<p>page</p>')
  writeFileSync(join(root, 'assets', 'main-1.js'), 'run()')
  writeFileSync(join(root, 'assets', 'tool.wasm'), 'x')
  symlinkSync(join(root, 'assets', 'main-1.js'), join(root, 'linked.js'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ask = async (url: string, method = 'GET') => {
  const response = await answerAppRequest(root, { method, url })
  return { status: response.status, text: await response.text(), headers: Object.fromEntries(response.headers) }
}

describe('app://lethe', () => {
  test.each(['app://lethe/', 'app://lethe/index.html', 'app://lethe/datasets/ds-1'])('gives the page with its policy at %s', async url => {
    expect(await ask(url)).toMatchObject({ status: 200, text: '<p>page</p>', headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': contentSecurityPolicy, 'x-content-type-options': 'nosniff' } })
  })

  test('gives the files below its root with their types', async () => {
    expect(await ask('app://lethe/assets/main-1.js?v=1#x')).toMatchObject({ status: 200, text: 'run()', headers: { 'content-type': 'text/javascript; charset=utf-8' } })
    expect(await ask('app://lethe/linked.js')).toMatchObject({ status: 200, text: 'run()' })
    expect(await ask('app://lethe/assets/main-1.js', 'HEAD')).toMatchObject({ status: 200, text: '' })
  })

  test.each(['app://lethe/assets/none.js', 'app://lethe/assets/tool.wasm', 'app://lethe/.hidden.js'])('has nothing at %s', async url => {
    expect(await ask(url)).toMatchObject({ status: 404, text: '' })
  })

  test.each(['POST', 'PUT', 'DELETE'])('refuses %s', async method => {
    expect(await ask('app://lethe/', method)).toMatchObject({ status: 405 })
  })
})
