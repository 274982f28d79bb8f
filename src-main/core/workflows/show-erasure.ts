import type { ErasedReport } from '../../contract/record.ts'
import { isCarriedOut } from '../../contract/request.ts'
import { findPresentContent } from '../learners/model-table.ts'
import { findRequest, readOutcome } from '../requests/request-table.ts'
import { digestOf } from '../unlearning/run-method.ts'
import type { Workspace } from './workspace.ts'

/** An erasure that was carried out, as its record states it; null before. A digest exists only as long as the version of then is the present one. */
export function showErasure({ db }: Workspace, requestId: string): ErasedReport | null {
  return db.transaction(() => {
    const outcome = isCarriedOut(findRequest(db, requestId)) ? readOutcome(db, requestId) : undefined
    if (outcome === undefined) return null
    const models = outcome.models.map(({ model, version }) => {
      const present = findPresentContent(db, model)
      return { modelId: model, publishedSha256: present?.version === version ? digestOf(present.published) : null }
    })
    return { outcome, models }
  })()
}
