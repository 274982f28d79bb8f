import { join } from 'node:path'
import { productFolder } from '../core/base/product-folder.ts'

const samples = ['clinic-visits.csv']

/** Where a file of made-up people that comes with the product lies. */
export const samplePath = (name: string): string => join(productFolder(), 'resources', 'samples', name)

export const samplePaths = (): string[] => samples.map(samplePath)
