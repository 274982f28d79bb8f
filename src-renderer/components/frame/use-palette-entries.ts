import { computed } from 'vue'
import { useRouter } from 'vue-router'
import { owesNothing } from '../../../src-main/contract/request.ts'
import { formatDay } from '../../format/dates.ts'
import { sections } from '../../router.ts'
import { themes, useAppearanceStore } from '../../stores/appearance-store.ts'
import { useDatasetsStore } from '../../stores/datasets-store.ts'
import { useFrameStore } from '../../stores/frame-store.ts'
import { useModelsStore } from '../../stores/models-store.ts'
import { useRequestsStore } from '../../stores/requests-store.ts'
import { useWorkspaceStore } from '../../stores/workspace-store.ts'
import { useText } from '../../text.ts'
import { useModelName } from '../model/model-name.ts'
import { settingsParts } from '../settings/settings-parts.ts'
import type { PaletteEntry } from './palette-entry.ts'

const themeNames = { system: 'frame.themeSystem', light: 'frame.themeLight', dark: 'frame.themeDark', contrast: 'frame.themeContrast' } as const

/** Everything the palette can find, from what the stores hold; ledger entries, of which there may be any number, by the number that is typed. */
export function usePaletteEntries() {
  const { t } = useText()
  const router = useRouter()
  const requests = useRequestsStore()
  const datasets = useDatasetsStore()
  const models = useModelsStore()
  const appearance = useAppearanceStore()
  const frame = useFrameStore()
  const workspace = useWorkspaceStore()
  const modelName = useModelName()
  const go = (path: string) => () => void router.push(path)

  function numbered(query: string): PaletteEntry[] {
    const seq = query.split(/\s+/).map(word => word.replaceAll(/[#,]/g, '')).find(word => /^[1-9]\d{0,8}$/.test(word))
    if (seq === undefined || Number(seq) > (workspace.overview.content.value?.ledger.entries ?? 0)) return []
    return [{ key: `entry-${seq}`, group: t('palette.ledger'), icon: 'scroll-text', text: t('palette.entry', { seq }), run: go(`/ledger?entry=${seq}`) }]
  }

  const entries = computed<PaletteEntry[]>(() => [
    { key: 'run-import', group: t('palette.run'), icon: 'file-up', text: t('frame.importDataset'), run: go('/datasets/import') },
    { key: 'run-train', group: t('palette.run'), icon: 'waypoints', text: t('frame.trainModel'), run: go('/models/train') },
    { key: 'run-open', group: t('palette.run'), icon: 'inbox', text: t('frame.openRequest'), run: go('/requests/new') },
    { key: 'run-lists', group: t('palette.run'), icon: 'file-up', text: t('lists.toLists'), run: go('/requests/lists') },
    { key: 'run-reports', group: t('palette.run'), icon: 'download', text: t('casework.reportDo'), run: go('/records') },
    { key: 'run-check-record', group: t('palette.run'), icon: 'file-check', text: t('frame.checkRecord'), run: go('/records/check') },
    { key: 'run-check-ledger', group: t('palette.run'), icon: 'scroll-text', text: t('palette.checkLedger'), run: go('/ledger?check=now') },
    { key: 'run-compare', group: t('palette.run'), icon: 'scale', text: t('frame.compare'), run: go('/dilemma') },
    { key: 'run-backup', group: t('palette.run'), icon: 'download', text: t('palette.backUp'), run: go('/settings?part=backup') },
    { key: 'run-keys', group: t('palette.run'), icon: 'info', text: t('palette.shortcuts'), end: '?', run: () => { frame.keysOpen = true } },
    ...(requests.list.content.value ?? []).map(request => ({
      key: request.requestId, group: t('palette.requests'), icon: 'inbox' as const, text: request.requestId,
      end: owesNothing(request) ? t(`terms.requestState.${request.state}`) : `${t(`terms.requestState.${request.state}`)}, ${formatDay(request.dueAt)}`, run: go(`/requests/${request.requestId}`),
    })),
    ...(datasets.list.content.value ?? []).map(dataset => ({ key: dataset.datasetId, group: t('palette.datasets'), icon: 'table' as const, text: dataset.name, end: dataset.datasetId, run: go(`/datasets/${dataset.datasetId}`) })),
    ...(models.list.content.value ?? []).map(model => ({ key: model.modelId, group: t('palette.models'), icon: 'waypoints' as const, text: modelName(model), end: model.modelId, run: go(`/models/${model.modelId}`) })),
    ...[...sections.flatMap(section => section.items), { path: '/settings', name: 'frame.settings' as const, icon: 'settings' as const, letter: '' }].map(item => ({
      key: `page-${item.path}`, group: t('palette.pages'), icon: item.icon, text: t(item.name), ...(item.letter === '' ? {} : { end: `G ${item.letter.toUpperCase()}` }), run: go(item.path),
    })),
    ...settingsParts.map(part => ({ key: `settings-${part}`, group: t('palette.settings'), icon: 'settings' as const, text: t(`settings.${part}`), run: go(`/settings?part=${part}`) })),
    ...themes.map(theme => ({ key: `theme-${theme}`, group: t('palette.appearance'), icon: 'contrast' as const, text: t('palette.useTheme', { theme: t(themeNames[theme]) }), run: () => { appearance.theme = theme } })),
  ])
  return { entries, numbered }
}
