import type { Organisation } from '../../contract/record.ts'
import type { KeyPeriod } from '../ledger/key-periods.ts'
import { drawnName } from './drawable-text.ts'
import { countText, digestText, timeText } from './number-text.ts'
import type { Fact, RecordDocument } from './record-document.ts'
import { protections } from './record-words.ts'

export interface KeyCardFacts {
  readonly workspace: string
  readonly organisation: Organisation
  readonly key: KeyPeriod
  readonly at: string
}

/** What the page says that an auditor is handed on paper. */
export function keyCardDocument({ workspace, organisation, key, at }: KeyCardFacts): RecordDocument {
  const name = drawnName(organisation.name)
  const contact = drawnName(organisation.contact)
  const rows: Fact[] = [
    ...(name === undefined ? [] : [{ name: 'Organisation', value: name }]),
    ...(contact === undefined ? [] : [{ name: 'Contact', value: contact }]),
    { name: 'Workspace', value: workspace },
    { name: 'Fingerprint', value: digestText(key.fingerprint), digest: true },
    { name: 'Signs', value: `from entry ${countText(key.sinceSeq)} of the ledger on, since ${timeText(key.since)}` },
    { name: 'Kept', value: protections[key.protection] },
  ]
  return {
    title: `Key of ${workspace}`, subject: 'The fingerprint of the key that signs the records and the ledger of a workspace', at,
    running: { left: 'Key of a workspace', right: workspace, foot: `Written ${timeText(at)}` },
    blocks: [
      { kind: 'heading', level: 1, text: 'The key that signs' },
      { kind: 'paragraph', text: 'Every record and every checkpoint of the ledger of this workspace is signed by the key with this fingerprint. Keep this page: a record is the organisation’s when the fingerprint it is checked with is the one below, and this page came from the organisation by another way than the record.' },
      { kind: 'facts', summary: 'Whose key it is, and its fingerprint', rows },
      { kind: 'heading', level: 2, text: 'Comparing' },
      { kind: 'paragraph', text: 'Type the fingerprint where a record is checked: in the window of Lethe, or after --key on the command line. Blanks do not count. By hand, in the folder a record was unpacked to:' },
      { kind: 'paragraph', text: 'openssl pkey -pubin -in public-key.pem -outform DER | sha256sum' },
      { kind: 'paragraph', small: true, text: 'Where the key is changed later, the ledger says so, and a new page is due. The fingerprint is the SHA-256 of the public key in SPKI DER. It is no secret.' },
    ],
  }
}
