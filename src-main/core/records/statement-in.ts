import { readCanonicalZip } from './canonical-zip.ts'
import { readEnvelope, type Envelope } from './envelope.ts'
import type { ErasureStatement } from './statement.ts'

/** What a record states, as it is signed. Its form must have been checked: a record of our own, or one that is intact. */
export function statementIn(record: Buffer): { readonly envelope: Envelope; readonly statement: ErasureStatement } {
  const envelope = readEnvelope(readCanonicalZip(record).files!.get('record.dsse.json')!.toString('utf8'))!
  return { envelope, statement: JSON.parse(envelope.payload.toString('utf8')) as ErasureStatement }
}
