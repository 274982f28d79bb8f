import type { ComparedMethod } from '../../../src-main/contract/model.ts'

/** SHA-256 of the empty text and of "abc": two digests that everybody can compute. */
export const exampleDigests = ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'] as const

const measured = { boundary: false, runs: 5, about: '' }

/** Made-up measurements, to see the charts with. */
export const exampleMethods: readonly ComparedMethod[] = [
  { ...measured, method: 'retrain', guarantee: 'same-bits', publishedSha256: exampleDigests[0], sameBits: true, distanceToRetrained: 0, computeMs: 6840, cpuMs: 6810, gradientPasses: 9, hessianPasses: 9, testAccuracy: 0.8491, testR2: null },
  { ...measured, method: 'refined', guarantee: 'same-bits', publishedSha256: exampleDigests[0], sameBits: true, distanceToRetrained: 8.1e-11, computeMs: 409, cpuMs: 402, gradientPasses: 6, hessianPasses: 0, testAccuracy: 0.8491, testR2: null },
  { ...measured, method: 'influence', guarantee: 'none', publishedSha256: exampleDigests[1], sameBits: false, distanceToRetrained: 0.0031, computeMs: 4.3, cpuMs: 4.2, gradientPasses: 0, hessianPasses: 0, testAccuracy: 0.8489, testR2: null },
]
