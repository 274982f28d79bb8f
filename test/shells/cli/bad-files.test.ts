import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { openDatabase } from '../../../src-main/core/database/open-database.ts'
import { ask, contentOf, expectRefusal, folderForTest, lethe, sampleFile } from './lethe.ts'

const rows = (count: number, line: (i: number) => string) => Array.from({ length: count }, (_, i) => line(i)).join('\n')
const head = 'id,kind,size,label'
const row = (i: number) => `secret${i},${['a', 'b', 'c'][i % 3]},${i * 0.5},${['no', 'yes'][i % 2]}`
const good = `${head}\n${rows(20, row)}\n`

/** A file's content, and the error's code. */
const files: readonly (readonly [about: string, content: string | Uint8Array, code: string])[] = [
  ['empty', '', 'import/empty'], ['blank', ' \n\n', 'import/empty'], ['binary', Buffer.from(rows(99, i => String.fromCharCode(i % 32, i * 7 % 256, 0)), 'latin1'), 'import/binary'],
  ['gzipped', gzipSync(good), 'import/binary'], ['UTF-16', Buffer.from(`\uFEFF${good}`, 'utf16le'), 'import/binary'], ['Latin-1', Buffer.from(`${good}secretä,a,1,no\n`, 'latin1'), 'import/not-utf8'],
  ['cut off inside a character', Buffer.from(`${good}secret21é`).subarray(0, -1), 'import/not-utf8'], ['cut off inside quotes with lines after them', `${good}secret21,"b,1,no\nsecret22,a,1,no\n`, 'import/unclosed-quote'],
  ['without a header: numbers', `${rows(20, i => `${i},${row(i)}`)}\n`, 'import/looks-headerless'], ['without a header: words', `${rows(20, i => `secret,${['a', 'b'][i % 2]},${['no', 'yes'][i % 3 % 2]}`)}\n`, 'import/looks-headerless'],
  ['with a header alone', `${head}\n`, 'import/no-rows'], ['with a column name twice', good.replace('kind', 'ID'), 'import/column-name-repeated'], ['with a column without a name', good.replace('kind', ''), 'import/column-name-empty'],
  ['with a delimiter at the end of every line', good.replaceAll('\n', ',\n'), 'import/column-name-empty'], ['with 1,999 columns', `${rows(1999, i => `c${i}`).replaceAll('\n', ',')}\n`, 'import/too-many-columns'],
  ['with no record of the header\'s width', `${head}\nsecret1,a\nsecret2,b\n`, 'import/all-rejected'], ['JSON Lines', '{"name":"secret","b":2}\n{"name":"secret2","b":3}\n', 'import/all-rejected'], ['of one endless line', Buffer.alloc(2_000_000, 0x78), 'import/column-name-too-long'],
]

test.each(files)('a file that is %s is refused with one sentence, without a value from it, and leaves no dataset', async (_, content, code) => {
  const here = folderForTest()
  const file = join(here, 'data.csv')
  writeFileSync(file, content)
  expectRefusal(await lethe(['import', file, '--name', 'n', '--json', '--workspace', join(here, 'w')]), code, 2, ['secret'])
  expect(await ask(join(here, 'w'), ['dataset', 'list'])).toEqual({ datasets: [] })
})

test.each([['missing', 'none.csv', 'import/file-missing'], ['a folder', '.', 'import/not-a-file'], ['a device', '/dev/null', 'import/not-a-file']])('a file that is %s is refused', async (_, name, code) => {
  const here = folderForTest()
  expectRefusal(await lethe(['import', name, '--name', 'n', '--json', '--workspace', join(here, 'w')], { cwd: here }), code, 2)
  expect(await ask(join(here, 'w'), ['dataset', 'list'])).toEqual({ datasets: [] })
})

describe('a dataset that cannot be learned from', () => {
  const label = (make: (i: number) => string) => `id,size,label\n${rows(60, i => `p${i},${i % 7},${make(i)}`)}\n`
  test.each([
    ['a label with one value', label(() => 'yes'), 'train/label-one-class'], ['a label with fifty values', label(i => `v${i % 50}`), 'train/task-not-for-learner'], ['too few rows', `id,size,label\np1,1,yes\np2,2,no\n`, 'train/too-few-rows'],
    ['no feature', `id,label\n${rows(60, i => `p${i},${['no', 'yes'][i % 2]}`)}\n`, 'train/no-features'],
    ['numbers too large to standardise', `id,size,label\n${rows(60, i => `p${i},${i % 2 ? '1e300' : '-1e300'},${['no', 'yes'][i % 2]}`)}\n`, 'train/not-standardisable'],
  ])('because of %s is imported, and says so when trained', async (_, content, code) => {
    const here = folderForTest()
    writeFileSync(join(here, 'data.csv'), content)
    const workspace = join(here, 'w')
    await ask(workspace, ['import', join(here, 'data.csv'), '--name', 'n', '--subject', 'id', '--label', 'label'])
    expectRefusal(await lethe(['train', 'n', '--json', '--workspace', workspace]), code, 2)
    expect(await ask(workspace, ['model', 'list'])).toEqual({ models: [] })
  })

  test('a feature that is constant, all missing or all distinct does not stop anything', async () => {
    const here = folderForTest()
    writeFileSync(join(here, 'data.csv'), `id,same,none,each,size,label\n${rows(80, i => `p${i},x,,text number ${i},${i % 7},${['no', 'yes'][(i * 7) % 3 % 2]}`)}\n`)
    const workspace = join(here, 'w')
    await ask(workspace, ['import', join(here, 'data.csv'), '--name', 'n', '--subject', 'id', '--label', 'label', '--feature', 'same,none,each'])
    await ask(workspace, ['train', 'n'])
    const { requestId } = await ask<{ requestId: string }>(workspace, ['request', 'open', 'n', '--subject', 'p7', '--law', 'gdpr'])
    expect(await ask(workspace, ['erase', requestId, '--compare'])).toMatchObject({ residueFound: 0, models: [{ sameBits: true }] })
  })

  test('names of columns and datasets may hold anything', async () => {
    const here = folderForTest()
    const names = ['rowid', 'select', '__proto__', '😀', '\u202egnp', 'constructor', '"a ""b"" c"', "it's", '<img onerror>', 'label']
    writeFileSync(join(here, 'däta "1".csv'), `${names.join(',')}\n${rows(60, i => `p${i},${i},${i % 7},x${i % 3},y,${i % 5},"q""${i % 2}",z,w,${['no', 'yes'][i % 2]}`)}\n`)
    const workspace = join(here, 'my "work" ü')
    for (const [i, name] of ['__proto__', '<img onerror=alert(1)>', "o'n; DROP TABLE dataset"].entries()) {
      await ask(workspace, ['import', join(here, 'däta "1".csv'), '--name', name, '--subject', 'rowid', '--label', 'label', '--ignore', '__proto__'])
      await ask(workspace, ['train', name])
      const { requestId } = await ask<{ requestId: string }>(workspace, ['request', 'open', name, '--subject', `p${i}`, '--law', 'gdpr'])
      expect(await ask(workspace, ['erase', requestId, '--compare'])).toMatchObject({ erasedRows: 1, residueFound: 0, models: [{ sameBits: true }] })
      await ask(workspace, ['request', 'open', name, '--subject', 'p9', '--law', 'ccpa'])
    }
    expect(await ask(workspace, ['dataset', 'list'])).toMatchObject({ datasets: [{ name: '__proto__' }, { name: '<img onerror=alert(1)>' }, { name: "o'n; DROP TABLE dataset" }] })
  })
})

describe('a folder that is no workspace', () => {
  test('is not made into one by a command that only reads: the path may be mistyped', async () => {
    const here = join(folderForTest(), 'typo')
    for (const words of [['dataset', 'list'], ['ledger', 'check'], ['train', 'x'], ['erase', 'rq-1'], ['workspace', 'scan', '--for', 'somebody']]) {
      expectRefusal(await lethe([...words, '--json', '--workspace', here]), 'workspace/none', 2)
    }
    expect(existsSync(here)).toBe(false)
  })

  test('because it is a file, or lies below one, is refused', async () => {
    const here = folderForTest()
    writeFileSync(join(here, 'file'), 'x')
    for (const path of ['file', 'file/below']) expectRefusal(await lethe(['import', sampleFile, '--name', 'n', '--json', '--workspace', join(here, path)]), 'workspace/not-a-folder', 2)
    expect(readFileSync(join(here, 'file'), 'utf8')).toBe('x')
  })

  test('because lethe.db is a text, a folder or another program\'s is refused, and nothing in it is touched', async () => {
    for (const make of [
      (file: string) => writeFileSync(file, 'some text, longer than a header of SQLite would be. '.repeat(9)),
      (file: string) => mkdirSync(file),
      (file: string) => writeFileSync(file, foreignDatabase()),
    ]) {
      const here = folderForTest()
      make(join(here, 'lethe.db'))
      const before = contentOf(here)
      expectRefusal(await lethe(['import', sampleFile, '--name', 'n', '--json', '--workspace', here]), 'workspace/not-a-workspace', 2)
      expect(contentOf(here)).toEqual(before)
    }
  })
})

/** The bytes of a database that another program made. */
function foreignDatabase(): Buffer {
  const file = join(folderForTest(), 'theirs.db')
  const db = openDatabase(file)
  db.exec('CREATE TABLE theirs (a TEXT)')
  db.close()
  return readFileSync(file)
}
