import type { ErasedFrom, ErasureOutcome } from './record.ts'

/** The datasets an outcome is about, whatever version stated it. */
export const datasetsOf = ({ data: { datasets, dataset, matched, erased } }: Pick<ErasureOutcome, 'data'>): readonly ErasedFrom[] =>
  datasets ?? [{ dataset: dataset ?? '', matched, erased, kept: [] }]
