/** How figures and dates are written. British: the day before the month, a comma between thousands. */
export const formatLocale = 'en-GB'
