import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { seal, unseal } from '../../../src-main/core/base/seal.ts'

const key = randomBytes(32)

test('what is sealed can be opened with the same key, and does not show', () => {
  const sealed = seal(key, 'Zoë, 12 March', randomBytes)
  expect(unseal(key, sealed)).toBe('Zoë, 12 March')
  expect(sealed.includes('12 March')).toBe(false)
})

test('the same text seals to other bytes each time', () => {
  expect(seal(key, 'same', randomBytes).equals(seal(key, 'same', randomBytes))).toBe(false)
})

test('another key, and any changed byte, are refused', () => {
  const sealed = seal(key, 'text', randomBytes)
  expect(() => unseal(randomBytes(32), sealed)).toThrow(/auth|tag|state/i)
  for (let i = 0; i < sealed.length; i += 1) {
    const changed = Buffer.from(sealed)
    changed[i]! ^= 1
    expect(() => unseal(key, changed)).toThrow(/auth|tag|state/i)
  }
})
