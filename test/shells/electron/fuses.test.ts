import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { expect, onTestFinished, test } from 'vitest'
import { flipAllFuses } from '../../../src-main/shells/electron/flip-fuses.ts'
import { fuses } from '../../../src-main/shells/electron/fuses.ts'

const names = Object.keys(FuseV1Options).filter(key => !/^\d+$/.test(key)) as (keyof typeof fuses)[]

test('every fuse is stated, with its reason', () => {
  expect(Object.keys(fuses).sort()).toEqual(names.sort())
  expect(Object.values(fuses).filter(({ why }) => !/^[A-Z].{20,}\.$/.test(why))).toEqual([])
})

async function stateOf(binary: string): Promise<Record<string, boolean>> {
  const wire = Object.entries(await getCurrentFuseWire(binary)).filter(([key]) => /^\d+$/.test(key))
  return Object.fromEntries(wire.map(([key, state]) => [FuseV1Options[Number(key)], state === FuseState.ENABLE]))
}

const electron = process.env['ELECTRON_BIN']

test.runIf(electron)('a runtime ends up with every fuse it has as stated', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-fuses-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const copy = join(folder, 'electron')
  copyFileSync(electron!, copy)
  const before = await stateOf(copy)
  await flipAllFuses(copy)
  const after = await stateOf(copy)
  expect(Object.keys(after).length).toBeGreaterThan(5)
  expect(after).toEqual(Object.fromEntries(Object.keys(after).map(name => [name, fuses[name as keyof typeof fuses].on])))
  expect(after).not.toEqual(before)
})
