// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { digitBars, glyphBars } from '../../../src-renderer/components/base/fingerprint-bars.ts'
import FingerprintPair from '../../../src-renderer/components/base/FingerprintPair.vue'
import { differentDigits, groupedDigest, shortDigest } from '../../../src-renderer/format/digests.ts'
import { inWindow } from '../support/in-window.ts'

const [a, b] = ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85a']

test('a digest is 64 bars, the taller the higher its digit', () => {
  expect(digitBars('0f8').map(bar => bar.height)).toEqual([1 / 16, 1, 9 / 16])
  expect([digitBars(a).length, glyphBars(a).length]).toEqual([64, 16])
  expect([shortDigest(a), groupedDigest(a).split(' ').length, differentDigits(a, b)]).toEqual(['e3b0…b855', 8, 1])
})

test('two digests are called the same only when all digits are', async () => {
  const { wrapper } = await inWindow(FingerprintPair, { props: { upper: a, lower: a, upperName: 'Unlearned', lowerName: 'Retrained' } })
  const label = () => wrapper.get('.print-64').attributes('aria-label')
  expect([label(), wrapper.get('.print-64').classes()]).toEqual(['Both fingerprints are the same, all 64 digits', expect.arrayContaining(['is-same'])])
  await wrapper.setProps({ lower: b })
  expect([label(), wrapper.findAll('.print-64 text.off').map(text => text.text())]).toEqual(['The fingerprints differ in 1 of 64 digits', ['5', 'a']])
  await wrapper.setProps({ lower: null })
  expect([label(), wrapper.findAll('.print-64 text').length]).toEqual(['One fingerprint; the second is not computed yet', 64])
})

test('every digit is printed at each width', async () => {
  const { wrapper } = await inWindow(FingerprintPair, { props: { upper: a, lower: b, upperName: 'Unlearned', lowerName: 'Retrained' } })
  expect([64, 32, 16].map(width => wrapper.findAll(`.print-${width} .half-a text`).map(text => text.text()).join(''))).toEqual([a, a, a])
})
