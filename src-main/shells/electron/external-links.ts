/** The only pages that Lethe opens in the browser: the laws it names and the formats its records follow. Whole addresses, not beginnings. */
export const externalLinks = [
  'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
  'https://www.legislation.gov.uk/eur/2016/679/contents',
  'https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=CIV&sectionNum=1798.105',
  'https://www.rfc-editor.org/rfc/rfc6962',
  'https://www.rfc-editor.org/rfc/rfc8785',
  'https://c2sp.org/tlog-checkpoint',
  'https://in-toto.io/Statement/v1',
] as const

/** The address to hand to the browser, or undefined. Nothing may be added to an allowed one: a query would carry data out. */
export const allowedLink = (url: string): string | undefined => externalLinks.find(link => link === url)
