import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RequestCounts, RequestSummary } from '../../../src-main/contract/request.ts'
import { ask, lethe, sampleImport } from './lethe.ts'

let folder: string
let workspace: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-life-'))
  workspace = join(folder, 'workspace')
  await ask(workspace, sampleImport)
  await ask(workspace, ['train', 'visits'])
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const request = (...words: string[]) => ask<RequestSummary>(workspace, ['request', ...words])
const open = async (rows: string) => (await ask<RequestSummary>(workspace, ['request', 'open', 'visits', '--rows', '-', '--law', 'gdpr'], { input: rows })).requestId

/** What a command says to people; it must succeed. */
async function say(...words: string[]): Promise<string> {
  const { status, stderr, stdout } = await lethe([...words, '--workspace', workspace])
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).not.toMatch(/undefined|NaN|\[object/)
  return stdout
}

/** The code a command is refused with, for bad input. */
async function refused(...words: string[]): Promise<string> {
  const { status, stderr } = await lethe([...words, '--workspace', workspace, '--json'])
  expect(status).toBe(2)
  return (JSON.parse(stderr) as { code: string }).code
}

describe('the life of a request', { timeout: 120_000 }, () => {
  test('from asking who they are to an erasure in part, step by step', async () => {
    const id = await open('1\n2\n3\n')
    expect(await say('request', 'ask-identity', id)).toContain('waits for the person')
    expect(await refused('request', 'decide', id, '--rows', 'all', '--erase')).toBe('request/wrong-state')
    expect(await request('note', id, '--what', 'acknowledged', '--on', new Date().toLocaleDateString('sv'))).toMatchObject({ state: 'awaiting-verification' })
    expect(await request('verify', id, '--how', 'document')).toMatchObject({ state: 'verified' })
    const claims = join(folder, 'claims.txt')
    writeFileSync(claims, '2\n')
    expect(await say('request', 'hold', id, '--rows', claims)).toContain('1 row')
    expect(await say('request', 'decide', id, '--rows', claims, '--keep', 'gdpr.17-3-e')).toContain('2 rows are to be erased and 1 kept')
    expect(await say('request', 'submit', id)).toContain('waits for approval')
    expect(await say('request', 'approve', id)).toContain('is approved')
    expect(await refused('request', 'undo-approval', id)).toBe('request/approval-final')
    const shown = await say('request', 'show', id)
    for (const words of ['approved', '3 rows, 1 of them kept', 'legal hold', 'the others can be erased', 'document']) expect(shown).toContain(words)
    expect(await say('request', 'rows', id)).toContain('Row 2 is kept (gdpr.17-3-e).')
    expect(await ask(workspace, ['erase', id])).toMatchObject({ erasedRows: 2 })
    expect(await request('show', id)).toMatchObject({ state: 'completed-in-part', keptRows: 1 })
    const timeline = await say('request', 'timeline', id)
    for (const kind of ['request-opened', 'request-noted', 'hold-placed', 'matches-decided', 'request-approved', 'erasure-completed']) expect(timeline).toContain(kind)
    expect((await ask<{ entries: { seq: number }[] }>(workspace, ['request', 'timeline', id])).entries.map(({ seq }) => seq)).toEqual((await ask<{ entries: { seq: number }[] }>(workspace, ['request', 'timeline', id])).entries.map(({ seq }) => seq).toSorted((a, b) => a - b))
  })

  test('ends without an erasure in every way there is, and lists say which', async () => {
    const [denied, withdrawn, held] = [await open('10\n'), await open('11\n'), await open('12\n')]
    expect(await say('request', 'deny', denied, '--reason', 'gdpr.12-5-b')).toContain('still owed')
    expect(await say('request', 'withdraw', withdrawn)).not.toContain('still owed')
    expect(await refused('request', 'not-found', held)).toBe('request/rows-found')
    expect(await refused('request', 'expire', held)).toBe('request/wrong-state')
    const { holds } = await request('hold', held)
    expect(await refused('erase', held)).toBe('request/on-hold')
    expect((await ask<{ requests: RequestSummary[] }>(workspace, ['request', 'list', '--on-hold'])).requests.map(({ requestId }) => requestId)).toEqual([held])
    expect(await say('request', 'list', '--on-hold')).toContain('received, on hold')
    expect(await request('lift-hold', held, '--hold', holds[0]!.holdId)).toMatchObject({ onHold: false })
    expect((await ask<{ requests: RequestSummary[] }>(workspace, ['request', 'list', '--state', 'denied,withdrawn', '--order', 'state:down'])).requests.map(({ requestId }) => requestId)).toEqual([withdrawn, denied])
    expect(await ask<RequestCounts>(workspace, ['request', 'list', '--counts', '--state', 'denied,withdrawn'])).toMatchObject({ total: 2, answersOwed: 1, states: { denied: 1, withdrawn: 1 } })
    expect(await say('request', 'list', '--counts')).toContain('withdrawn')
    expect(await say('request', 'list', '--search', 'no such')).toBe('No such request.\n')
    expect((await say('request', 'list', '--limit', '1', '--order', 'due')).trimEnd().split('\n')).toHaveLength(2)
  })

  test('of several ends in one erasure, with the reason they waited', async () => {
    const ids = [await open('20\n'), await open('21\n')]
    expect(await refused('erase', ids.join(','))).toBe('usage/missing-option')
    expect(await refused('erase', ids[0]!, '--because', 'list')).toBe('usage/bad-option-value')
    expect(await refused('erase', ids.join(','), '--because', 'boredom')).toBe('usage/bad-option-value')
    expect(await ask(workspace, ['erase', ids.join(','), '--because', 'list'])).toMatchObject({ erasedRows: 2, requests: [{ requestId: ids[0] }, { requestId: ids[1] }], late: [] })
    const waiting = await open('22\n')
    expect(await say('erase', 'waiting', '--because', 'effort')).toContain('No request is waiting')
    await request('verify', waiting)
    await request('approve', waiting)
    expect(await say('erase', 'waiting', '--because', 'effort')).toContain('Erased 1 row for 1 request')
  })

  test('has an approval that can be taken back, where the settings give time for it', async () => {
    expect(await ask(workspace, ['settings', 'change', '--grace-hours', '2', '--duplicate-days', '0', '--identity-days', '30'])).toMatchObject({ requests: { graceHours: 2, duplicateDays: 0, identityDays: 30 } })
    expect(await say('settings', 'show')).toContain('can be taken back for 2 hours')
    const id = await open('40\n')
    expect(await refused('erase', id)).toBe('request/grace-first')
    await request('verify', id)
    expect(await say('request', 'approve', id)).toContain('this can be taken back')
    expect(await refused('erase', id)).toBe('request/in-grace')
    expect(await say('request', 'undo-approval', id)).toContain('no longer approved')
    expect(await refused('settings', 'change', '--identity-days', '0')).toBe('usage/bad-option-value')
    expect(await ask(workspace, ['settings', 'change', '--grace-hours', '0', '--duplicate-days', '30', '--identity-days', 'none'])).toMatchObject({ requests: { graceHours: 0, duplicateDays: 30, identityDays: null } })
  })

  test('has the reasons of each law', async () => {
    const { reasons } = await ask<{ reasons: { code: string; givenFor: string }[] }>(workspace, ['reason', 'list', '--law', 'ccpa'])
    expect(reasons.length).toBeGreaterThan(25)
    expect(await say('reason', 'list')).toMatch(/gdpr\.17-3-b .*to keep rows[\s\S]*Not legal advice/)
  })

  test.each<[string[], string]>([
    [['request', 'note', 'rq-1', '--what', 'born', '--on', '2026-11-24'], 'usage/bad-option-value'], [['request', 'note', 'rq-1', '--what', 'fee-paid', '--on', '2026-02-30'], 'usage/bad-option-value'], [['request', 'note', 'rq-1', '--what', 'fee-paid'], 'usage/missing-option'],
    [['request', 'verify', 'rq-1', '--how', 'guessing'], 'usage/bad-option-value'], [['request', 'decide', 'rq-1', '--erase'], 'usage/missing-option'], [['request', 'decide', 'rq-1', '--rows', 'all'], 'usage/missing-option'],
    [['request', 'decide', 'rq-1', '--rows', 'all', '--erase', '--keep', 'gdpr.17-3-b'], 'usage/options-exclude'], [['request', 'decide', 'rq-1', '--rows', '/no/such/file', '--erase'], 'usage/file-unreadable'], [['request', 'deny', 'rq-1'], 'usage/missing-option'],
    [['request', 'hold', 'rq-1', '--dataset', 'visits'], 'usage/missing-option'], [['request', 'withdraw', 'rq-1'], 'request/not-found'], [['request', 'list', '--state', 'asleep'], 'usage/bad-option-value'], [['request', 'list', '--order', 'name'], 'usage/bad-option-value'],
    [['request', 'list', '--limit', '0'], 'usage/bad-option-value'], [['reason', 'list', '--law', 'hipaa'], 'usage/bad-option-value'], [['erase', ','], 'request/not-found'],
  ])('%j is refused: %s', async (words, code) => {
    expect(await refused(...words)).toBe(code)
  })
})
