export const charts = {
  chart: 'Chart',
  table: 'Table',
  showAs: 'Show {title} as',
} as const
