import { flipFuses, FuseV1Options, type FuseV1Config, FuseVersion, getCurrentFuseWire } from '@electron/fuses'
import { fuses } from './fuses.ts'

/**
 * Sets every fuse of a copy of the runtime as fuses.ts says: node src-main/shells/electron/flip-fuses.ts BINARY. An older runtime
 * has fewer; throws where this one has a fuse that fuses.ts does not know.
 */
export async function flipAllFuses(binary: string): Promise<void> {
  const wire = await getCurrentFuseWire(binary)
  const found = Object.keys(wire).filter(key => /^\d+$/.test(key)).map(Number)
  const unknown = found.filter(number => FuseV1Options[number] === undefined)
  if (unknown.length > 0) throw new Error(`This runtime has fuses that are not stated: ${unknown.join(', ')}`)
  const wanted = Object.fromEntries(found.map(number => [number, fuses[FuseV1Options[number] as keyof typeof fuses].on]))
  await flipFuses(binary, { version: FuseVersion.V1, ...wanted } as FuseV1Config)
}

if (import.meta.main) {
  const [binary] = process.argv.slice(2)
  if (binary === undefined) throw new Error('Name the binary of the runtime')
  await flipAllFuses(binary)
}
