import type { ErasedModel, ErasedReport, EraseReport, ModelOutcome } from '../../../src-main/contract/record.ts'

/** What can be shown of one erased model now, from what is kept and from what the engine still has in memory. */
export interface ShownModel {
  readonly outcome: ModelOutcome
  /** gone: no row was left to learn from. superseded: it has forgotten more since, and its digest of then was destroyed. */
  readonly state: 'present' | 'superseded' | 'gone'
  /** The digest of the published model, as long as it is the present one. */
  readonly published: string | null
  /** The digest of the model retrained beside it; null where none was, or where it was different and is not kept. */
  readonly retrained: string | null
  /** As in an EraseReport; null where it cannot be told any more. */
  readonly unchanged: boolean | null
}

/** The models of an erasure. What is kept decides; the answer of the job adds what is kept nowhere. */
export function shownModels(kept: ErasedReport | undefined, live: EraseReport | undefined): ShownModel[] {
  const outcome = kept?.outcome ?? live?.outcome
  return (outcome?.models ?? []).map(one => shownModel(one, kept, live?.models.find(model => model.modelId === one.model)))
}

function shownModel(outcome: ModelOutcome, kept: ErasedReport | undefined, live: ErasedModel | undefined): ShownModel {
  const published = kept === undefined ? live?.publishedSha256 ?? null : kept.models.find(model => model.modelId === outcome.model)?.publishedSha256 ?? null
  if (outcome.commitmentAfter === null) return { outcome, state: 'gone', published: null, retrained: null, unchanged: null }
  if (published === null) return { outcome, state: 'superseded', published, retrained: null, unchanged: null }
  // The same bits have the same digest, so it is known where that was found.
  const retrained = live?.retrained?.publishedSha256 ?? (outcome.retrained?.sameBits === true ? published : null)
  return { outcome, state: 'present', published, retrained, unchanged: live?.unchanged ?? null }
}
