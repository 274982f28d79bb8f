import type { Input } from '../../contract/api.ts'
import type { DatasetMatch, MatchPreview } from '../../contract/matching.ts'
import { breathe } from '../base/breathe.ts'
import { livingModels } from '../learners/model-table.ts'
import { allRows, findEverywhere, inPieces, searchable, type DatasetMatches } from '../matching/find-everywhere.ts'
import { personFinder } from '../matching/same-person.ts'
import { searchedColumns } from '../matching/searched-columns.ts'
import { seek, soughtForm } from '../matching/sought.ts'
import type { Run } from '../ports.ts'
import { pendingRows } from '../requests/request-table.ts'
import { identifierHash, suppressedPeople } from '../requests/suppression.ts'
import { readSettings } from '../settings/settings-table.ts'
import { notErasedByLethe } from './limits.ts'
import { duplicatesFrom } from './open-request.ts'
import { countKnown } from './plan-erasure.ts'
import type { Workspace } from './workspace.ts'

/** Who a request with these identifiers would be about, and what would have to forget them. Nothing is stored. */
export async function previewRequest(ws: Workspace, { identifiers, datasets }: Input<'request.preview'>, run: Run): Promise<MatchPreview> {
  const { db } = ws
  const { phoneCountry } = readSettings(db).matching
  const forms = identifiers.map(identifier => soughtForm(identifier, phoneCountry))
  const key = ws.secret('suppression-key')
  const found = await inPieces(findEverywhere(db, searchable(db, datasets), seek(forms.entries(), phoneCountry), key), async ({ done, total }) => {
    run.progress('match', done, total)
    await breathe(run)
  })
  const hashes = forms.map(form => identifierHash(key, form))
  const matches = found.map(of => matchOf(ws, of, forms.length))
  return {
    rows: matches.reduce((sum, { rows }) => sum + rows, 0), datasets: matches,
    models: found.flatMap(of => {
      const rows = new Set(allRows(of))
      return livingModels(db, of.dataset.id).map(model => ({ modelId: model.id, datasetId: of.dataset.id, ...countKnown(db, model.id, rows) }))
    }),
    duplicates: personFinder(db)(hashes, duplicatesFrom(ws)),
    erasedBefore: hashes.some(suppressedPeople(db)),
    elsewhere: notErasedByLethe,
  }
}

function matchOf({ db }: Workspace, { dataset, rows, ...of }: DatasetMatches, identifiers: number): DatasetMatch {
  const all = allRows({ dataset, rows, ...of })
  return {
    datasetId: dataset.id, rows: all.length, byIdentifier: Array.from({ length: identifiers }, (_, who) => rows.get(who)?.length ?? 0),
    columns: searchedColumns(dataset.columns).map(({ name }) => name), pending: pendingRows(db, dataset.id, all).length,
  }
}
