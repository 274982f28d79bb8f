import type { ModelSummary } from '../../../src-main/contract/model.ts'
import { useDatasetsStore } from '../../stores/datasets-store.ts'
import { useText } from '../../text.ts'

/** Models have ids, not names: what a person knows one by is its learner and the data it learned from. */
export function useModelName() {
  const { t, named } = useText()
  const datasets = useDatasetsStore()
  return (model: Pick<ModelSummary, 'learner' | 'datasetId'>): string => t('models.name', { learner: named('terms.learner', model.learner), dataset: datasets.nameOf(model.datasetId) })
}
