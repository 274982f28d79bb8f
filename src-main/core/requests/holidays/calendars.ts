/** A calendar of public holidays: a country, or one of its regions, by its ISO 3166 code. */
const countries = {
  AT: 'Austria', BE: 'Belgium', BG: 'Bulgaria', HR: 'Croatia', CY: 'Cyprus', CZ: 'Czechia', DK: 'Denmark', EE: 'Estonia', FI: 'Finland', FR: 'France', DE: 'Germany', GR: 'Greece',
  HU: 'Hungary', IS: 'Iceland', IE: 'Ireland', IT: 'Italy', LV: 'Latvia', LI: 'Liechtenstein', LT: 'Lithuania', LU: 'Luxembourg', MT: 'Malta', NL: 'Netherlands', NO: 'Norway',
  PL: 'Poland', PT: 'Portugal', RO: 'Romania', SK: 'Slovakia', SI: 'Slovenia', ES: 'Spain', SE: 'Sweden',
} as const

const regions = {
  'DE-BW': 'Germany, Baden-Württemberg', 'DE-BY': 'Germany, Bavaria', 'DE-BE': 'Germany, Berlin', 'DE-BB': 'Germany, Brandenburg', 'DE-HB': 'Germany, Bremen', 'DE-HH': 'Germany, Hamburg',
  'DE-HE': 'Germany, Hesse', 'DE-NI': 'Germany, Lower Saxony', 'DE-MV': 'Germany, Mecklenburg-Vorpommern', 'DE-NW': 'Germany, North Rhine-Westphalia', 'DE-RP': 'Germany, Rhineland-Palatinate',
  'DE-SL': 'Germany, Saarland', 'DE-SN': 'Germany, Saxony', 'DE-ST': 'Germany, Saxony-Anhalt', 'DE-SH': 'Germany, Schleswig-Holstein', 'DE-TH': 'Germany, Thuringia',
  'FR-67': 'France, Bas-Rhin', 'FR-68': 'France, Haut-Rhin', 'FR-57': 'France, Moselle',
  'ES-AN': 'Spain, Andalusia', 'ES-AR': 'Spain, Aragon', 'ES-AS': 'Spain, Asturias', 'ES-IB': 'Spain, Balearic Islands', 'ES-PV': 'Spain, Basque Country', 'ES-CN': 'Spain, Canary Islands',
  'ES-CB': 'Spain, Cantabria', 'ES-CL': 'Spain, Castile and León', 'ES-CM': 'Spain, Castile-La Mancha', 'ES-CT': 'Spain, Catalonia', 'ES-EX': 'Spain, Extremadura', 'ES-GA': 'Spain, Galicia',
  'ES-RI': 'Spain, La Rioja', 'ES-MD': 'Spain, Madrid', 'ES-MC': 'Spain, Murcia', 'ES-NC': 'Spain, Navarre', 'ES-VC': 'Spain, Valencian Community',
} as const

const uk = { 'GB-ENG': 'England', 'GB-WLS': 'Wales', 'GB-SCT': 'Scotland', 'GB-NIR': 'Northern Ireland' } as const

export const calendarNames: Readonly<Record<string, string>> = { ...countries, ...regions, ...uk, 'US-CA': 'California' }
export const europeanCalendars: readonly string[] = [...Object.keys(countries), ...Object.keys(regions)]
export const ukCalendars: readonly string[] = Object.keys(uk)

/** Calendars held against a second source, day by day, for 2024 to 2028; see resources/docs/deadlines.md. */
export const checkedCalendars: ReadonlySet<string> = new Set(['AT', 'BE', 'DE-BE', 'DE-BY', 'DK', 'ES-CN', 'ES-MD', 'FR', 'FR-57', 'GB-ENG', 'GB-NIR', 'GB-SCT', 'IE', 'IT', 'NL', 'PL', 'SE', 'US-CA'])
