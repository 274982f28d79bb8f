import { onScopeDispose } from 'vue'
import { useRouter } from 'vue-router'
import type { MenuCommand } from '../../../src-main/contract/bridge.ts'
import { useShellActs } from '../../client/injected.ts'

const paths: Readonly<Record<Exclude<MenuCommand, 'find'>, string>> = {
  import: '/datasets/import', 'new-request': '/requests/new', jobs: '/jobs', settings: '/settings', 'check-ledger': '/ledger?check=now', backup: '/settings?part=backup',
}

/** What the desktop's menu asks for. */
export function useMenuCommands(openPalette: () => void): void {
  const router = useRouter()
  onScopeDispose(useShellActs().onMenu(command => {
    if (command === 'find') openPalette()
    else void router.push(paths[command])
  }))
}
