import type { ColumnRole } from '../../../src-main/contract/dataset.ts'
import type { IconName } from '../base/icons.ts'

export const roleIcons: Readonly<Record<ColumnRole, IconName>> = { subject: 'user', label: 'target', feature: 'ruler', ignored: 'eye-off' }
