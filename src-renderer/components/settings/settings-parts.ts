/** Parts of the settings, in the order they stand in. */
export const settingsParts = ['appearance', 'organisation', 'policy', 'calendar', 'requests', 'recipients', 'letters', 'people', 'keys', 'backup', 'search', 'about'] as const
export type SettingsPartName = (typeof settingsParts)[number]
