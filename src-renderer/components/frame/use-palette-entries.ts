import { computed } from 'vue'
import { useRouter } from 'vue-router'
import { formatDay } from '../../format/dates.ts'
import { sections } from '../../router.ts'
import { themes, useAppearanceStore } from '../../stores/appearance-store.ts'
import { useDatasetsStore } from '../../stores/datasets-store.ts'
import { useFrameStore } from '../../stores/frame-store.ts'
import { useModelsStore } from '../../stores/models-store.ts'
import { useRequestsStore } from '../../stores/requests-store.ts'
import { useText } from '../../text.ts'
import { useModelName } from '../model/model-name.ts'
import type { PaletteEntry } from './palette-entry.ts'

const themeNames = { system: 'frame.themeSystem', light: 'frame.themeLight', dark: 'frame.themeDark', contrast: 'frame.themeContrast' } as const

/** Everything the palette can find, from what the stores hold. */
export function usePaletteEntries() {
  const { t } = useText()
  const router = useRouter()
  const requests = useRequestsStore()
  const datasets = useDatasetsStore()
  const models = useModelsStore()
  const appearance = useAppearanceStore()
  const frame = useFrameStore()
  const modelName = useModelName()
  const go = (path: string) => () => void router.push(path)

  return computed<PaletteEntry[]>(() => [
    { key: 'run-import', group: t('palette.run'), icon: 'file-up', text: t('frame.importDataset'), run: go('/datasets/import') },
    { key: 'run-train', group: t('palette.run'), icon: 'waypoints', text: t('frame.trainModel'), run: go('/models/train') },
    { key: 'run-open', group: t('palette.run'), icon: 'inbox', text: t('frame.openRequest'), run: go('/requests/new') },
    { key: 'run-check-record', group: t('palette.run'), icon: 'file-check', text: t('frame.checkRecord'), run: go('/records/check') },
    { key: 'run-check-ledger', group: t('palette.run'), icon: 'scroll-text', text: t('palette.checkLedger'), run: go('/ledger?check=now') },
    { key: 'run-backup', group: t('palette.run'), icon: 'download', text: t('palette.backUp'), run: go('/settings?part=backup') },
    { key: 'run-keys', group: t('palette.run'), icon: 'info', text: t('palette.shortcuts'), end: '?', run: () => { frame.keysOpen = true } },
    ...(requests.list.content.value ?? []).map(request => ({
      key: request.requestId, group: t('palette.requests'), icon: 'inbox' as const, text: request.requestId,
      end: request.state === 'completed' ? t('terms.requestState.completed') : `${t(`terms.requestState.${request.state}`)}, ${formatDay(request.dueAt)}`, run: go(`/requests/${request.requestId}`),
    })),
    ...(datasets.list.content.value ?? []).map(dataset => ({ key: dataset.datasetId, group: t('palette.datasets'), icon: 'table' as const, text: dataset.name, end: dataset.datasetId, run: go(`/datasets/${dataset.datasetId}`) })),
    ...(models.list.content.value ?? []).map(model => ({ key: model.modelId, group: t('palette.models'), icon: 'waypoints' as const, text: modelName(model), end: model.modelId, run: go(`/models/${model.modelId}`) })),
    ...[...sections.flatMap(section => section.items), { path: '/settings', name: 'frame.settings' as const, icon: 'settings' as const, letter: '' }].map(item => ({
      key: `page-${item.path}`, group: t('palette.pages'), icon: item.icon, text: t(item.name), ...(item.letter === '' ? {} : { end: `G ${item.letter.toUpperCase()}` }), run: go(item.path),
    })),
    ...themes.map(theme => ({ key: `theme-${theme}`, group: t('palette.appearance'), icon: 'contrast' as const, text: t('palette.useTheme', { theme: t(themeNames[theme]) }), run: () => { appearance.theme = theme } })),
  ])
}
