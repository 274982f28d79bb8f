import { existsSync } from 'node:fs'
import type { KeyCard } from '../../contract/key.ts'
import { CoreError } from '../base/core-error.ts'
import { toInstant } from '../base/instant.ts'
import { keyCardDocument } from '../records/key-card-words.ts'
import { writeRecordPdf } from '../records/record-pdf.ts'
import type { PickedFile } from '../ports.ts'
import { readSettings } from '../settings/settings-table.ts'
import type { Workspace } from './workspace.ts'
import { writeOutFile } from './write-out-file.ts'

/** Writes the fingerprint of the key on a page that is handed to an auditor on paper, to compare records and checkpoints with. */
export function exportKeyCard({ db, id, ledger, ports }: Workspace, file: PickedFile): KeyCard {
  const key = ledger.keyPeriods().at(-1)
  if (key === undefined) throw new CoreError('ledger/empty', {})
  const { organisation } = readSettings(db)
  const document = keyCardDocument({ workspace: id, organisation, key, at: toInstant(ports.clock.now()) })
  const bytes = writeRecordPdf(document, `Lethe ${ports.version}`)
  if (!file.mayReplace && existsSync(file.path)) throw new CoreError('key/file-exists', { file: file.name })
  writeOutFile(file, bytes)
  return { file: file.name, sizeBytes: bytes.length, key: key.fingerprint }
}
